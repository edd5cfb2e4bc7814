#pragma once

#include "city/city.h"

namespace ward::city::inspections {

// /offences and /measures
void measure_routes(http::Router& router, City& city);

}  // namespace ward::city::inspections
