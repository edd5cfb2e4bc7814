// Lists of people who will arrive at a house. Inside declarations' routes only.
#pragma once

#include "city/city.h"

namespace ward::city::declarations {

void list_routes(http::Router& router, City& city);

}  // namespace ward::city::declarations
