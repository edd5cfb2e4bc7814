// The table of devices. Their keys are stored as digests only.
#pragma once

#include <vector>

#include "city/devices/devices.h"
#include "storage/database.h"

namespace ward::city::devices {

std::optional<Device> find(storage::Transaction& t, const Id& id);
// Of every site when `site` is empty; by name.
std::vector<Device> list(storage::Transaction& t, const std::optional<Id>& site);
// The device with this key, unless it is revoked.
std::optional<Device> find_by_key(storage::Transaction& t, const std::string& key);

// Makes the device `id`, whose key is then `key`, or changes it. Errors: "site.unknown", "device.site_fixed".
struct Put {
  Device device;
  bool is_new = false;
};
Result<Put> put(storage::Transaction& t, const Clock& clock, const Id& id, const DeviceInput& input,
                const std::string& key, const std::string& actor);
// Both journal; errors: "device.unknown" (404). A renewed key makes a revoked device one that works again.
Result<> revoke(storage::Transaction& t, const Clock& clock, const Device& device, const std::string& actor);
Result<> renew_key(storage::Transaction& t, const Clock& clock, const Device& device, const std::string& key,
                   const std::string& actor);

void put_health(storage::Transaction& t, const Id& id, const json::value& health, Time now);
void put_drift(storage::Transaction& t, const Id& id, const json::value& drift);

}  // namespace ward::city::devices
