#pragma once

#include "city/city.h"

namespace ward::city::premises {

// /premises, /rooms
void routes(http::Router& router, City& city);

}  // namespace ward::city::premises
