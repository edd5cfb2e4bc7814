#pragma once

#include <vector>

#include "city/city.h"

namespace ward::city::alarms {

// Sends the live event `alarm` for each.
void publish(City& city, const std::vector<Id>& changed);

// GET /alarms, POST /alarms/{id}/acknowledge
void routes(http::Router& router, City& city);

}  // namespace ward::city::alarms
