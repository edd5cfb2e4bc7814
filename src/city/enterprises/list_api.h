// Lists of enterprises. Inside enterprises' routes only.
#pragma once

#include "city/city.h"

namespace ward::city::enterprises {

void list_routes(http::Router& router, City& city);

}  // namespace ward::city::enterprises
