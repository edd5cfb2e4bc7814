// Which devices went silent, or spoke again.
#pragma once

#include <map>

#include "city/city.h"

namespace ward::city::devices {

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

}  // namespace ward::city::devices
