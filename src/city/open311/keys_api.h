#pragma once

#include "city/city.h"

namespace ward::city::open311 {

// /open311-keys
void key_routes(http::Router& router, City& city);

}  // namespace ward::city::open311
