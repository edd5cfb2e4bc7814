#pragma once

#include "city/city.h"

namespace ward::city::devices {

// /devices
void routes(http::Router& router, City& city);
// What devices themselves call with their keys: /device/changes, /device/health
void device_routes(http::Router& router, City& city);

}  // namespace ward::city::devices
