// Devices of a site: gates. A device without a zone (where it looks) and a sign that announces it cannot be made.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "city/city.h"
#include "city/devices/authenticate.h"

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
};

// Heard of this recently, a device counts as online.
constexpr std::chrono::seconds online_for{30};
bool online(const Device& device, Time now);

json::value to_json(const Device& device, Time now);
Result<DeviceInput> device_from_json(const json::value& value);
// Checks a gate's health report and gives it back in the form that is stored. Errors name the field.
Result<json::value> health_from_json(const json::value& value);

// Finds devices that went silent or spoke again since the last look: raises and ends their `offline` alarms and sends
// the live event `device`. Called every few seconds by one thread.
class OfflineWatch {
 public:
  explicit OfflineWatch(City& city) : city_(city) {}
  Result<> look();

 private:
  City& city_;
  std::map<Id, bool> offline_;  // as of the last look
};

// /devices
void routes(http::Router& router, City& city);
// What devices themselves call with their keys: /device/changes, /device/health
void device_routes(http::Router& router, City& city);

}  // namespace ward::city::devices
