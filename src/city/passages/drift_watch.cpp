#include "city/passages/drift_watch.h"

#include "city/alarms/api.h"
#include "city/alarms/store.h"
#include "city/devices/store.h"
#include "city/passages/temperatures.h"

namespace ward::city::passages {

namespace {

// Whether the alarm is to be on; nothing where it stays as it is. A revoked gate (no drift) has none.
std::optional<bool> alarm_of(const std::optional<Drift>& drift) {
  if (!drift || drift->verdict == Verdict::usual) return false;
  return drift->verdict == Verdict::drifted ? std::optional(true) : std::nullopt;
}

}  // namespace

Result<> DriftWatch::look() {
  const Time now = city_.clock.now();
  std::vector<devices::Device> all;
  city_.db.read([&](storage::Transaction& t) { all = devices::list(t, std::nullopt); });
  for (const devices::Device& device : all) WARD_CHECK(look_at(device, now));
  return {};
}

Result<> DriftWatch::look_at(const devices::Device& before, Time now) {
  std::optional<Drift> drift;
  if (!before.revoked)
    city_.db.read([&](storage::Transaction& t) { drift = judge(days_until(t, before.id, now).counts); });
  const json::value kept = drift ? to_json(*drift) : json::value(nullptr);
  if (kept == before.drift) return {};

  devices::Device device;
  std::vector<Id> alarms;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    devices::put_drift(t, before.id, kept);
    if (const auto on = alarm_of(drift))
      alarms = alarms::from_condition(t, city_, before.id, {alarms::Kind::drift, *on, kept});
    device = *devices::find(t, before.id);
    return {};
  }));
  city_.live->publish({"device", json::serialize(devices::to_json(device, now))}, device.site.str());
  alarms::publish(city_, alarms);
  return {};
}

}  // namespace ward::city::passages
