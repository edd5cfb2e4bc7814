#pragma once

#include "city/city.h"

namespace ward::city::incidents {

// /incidents/assessment
void assessment_routes(http::Router& router, City& city);

}  // namespace ward::city::incidents
