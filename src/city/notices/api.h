#pragma once

#include "city/city.h"

namespace ward::city::notices {

// /notices
void routes(http::Router& router, City& city);

}  // namespace ward::city::notices
