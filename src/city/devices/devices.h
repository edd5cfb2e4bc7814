// Devices of a site: gates. A device without a zone (where it looks) and a sign that announces it cannot be made.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city::devices {

struct DeviceInput {
  Id site;
  std::string name, zone, sign;
};

struct Device {
  Id id, site;
  std::string name, kind = "gate", zone, sign;
  bool revoked = false;
  Time created_at;
  std::optional<Time> last_seen;
  json::value health;  // the latest, as the gate sent it; null before the first
  json::value drift;   // the latest judgement of the drift watch over its passages; null before the first
};

// Heard of this recently, a device counts as online.
constexpr std::chrono::seconds online_for{30};
bool online(const Device& device, Time now);

json::value to_json(const Device& device, Time now);
Result<DeviceInput> device_from_json(const json::value& value);
// Checks a gate's health report and gives it back in the form that is stored. Errors name the field.
Result<json::value> health_from_json(const json::value& value);

}  // namespace ward::city::devices
