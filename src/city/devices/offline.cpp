#include "city/devices/offline.h"

#include "city/alarms/api.h"
#include "city/alarms/store.h"
#include "city/devices/store.h"

namespace ward::city::devices {

Result<> OfflineWatch::look() {
  const Time now = city_.clock.now();
  std::vector<Device> changed;
  city_.db.read([&](storage::Transaction& t) {
    for (Device& device : list(t, std::nullopt)) {
      const bool is_offline = !device.revoked && device.last_seen && !online(device, now);
      const auto known = offline_.find(device.id);
      if (known == offline_.end() || known->second != is_offline) changed.push_back(std::move(device));
    }
  });
  if (changed.empty()) return {};
  std::vector<Id> raised;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    raised.clear();
    for (const Device& device : changed) {
      const bool is_offline = !device.revoked && device.last_seen && !online(device, now);
      for (const Id& id : alarms::offline(t, city_, device.id, is_offline)) raised.push_back(id);
    }
    return {};
  }));
  for (const Device& device : changed) {
    offline_[device.id] = !device.revoked && device.last_seen && !online(device, now);
    city_.live->publish({"device", json::serialize(to_json(device, now))}, device.site.str());
  }
  alarms::publish(city_, raised);
  return {};
}

}  // namespace ward::city::devices
