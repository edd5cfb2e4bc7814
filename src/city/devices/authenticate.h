// Which device a request comes from.
#pragma once

#include "city/city.h"

namespace ward::city::devices {

struct DeviceCaller {
  Id device;
  Id site;
  std::string name;
};

// The device whose key is in `Authorization: Bearer <key>`. Errors: "device.key" (401): missing, wrong or revoked.
Result<DeviceCaller> require_device(City& city, const http::Request& request);
// The same, asked of a request's head, for routes that take large bodies.
http::Admission admission(City& city);

}  // namespace ward::city::devices
