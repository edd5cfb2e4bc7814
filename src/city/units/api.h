#pragma once

#include "city/city.h"

namespace ward::city::units {

// /units, /members, /posts
void routes(http::Router& router, City& city);

}  // namespace ward::city::units
