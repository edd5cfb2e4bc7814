#pragma once

#include "city/city.h"

namespace ward::city::inspections {

// /draws, /offences, /measures
void routes(http::Router& router, City& city);

}  // namespace ward::city::inspections
