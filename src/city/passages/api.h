#pragma once

#include "city/city.h"

namespace ward::city::passages {

// POST /device/passages; GET /passages, /passages/{id}, /devices/{id}/temperatures
void routes(http::Router& router, City& city);

}  // namespace ward::city::passages
