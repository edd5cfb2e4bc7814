#pragma once

#include "city/city.h"
#include "city/devices/devices.h"

namespace ward::city::passages {

// Judges every gate's last 24 hours, keeps the result with the device, begins and ends its `drift` alarm and sends the
// live event `device`. Too few people (a weekend) are no news: an alarm that lasts stays. Remembers nothing itself, so
// that a restart makes no new baseline. Called every few minutes by one thread.
class DriftWatch {
 public:
  explicit DriftWatch(City& city) : city_(city) {}
  Result<> look();

 private:
  Result<> look_at(const devices::Device& device, Time now);
  City& city_;
};

}  // namespace ward::city::passages
