// The city's time zone, from the machine's IANA database: only where hours of the day matter. Inside, time is UTC.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace date {
class time_zone;
}

namespace ward {

using LocalTime = std::chrono::local_time<Millis>;  // what a clock on the wall shows

class Zone {
 public:
  // "Asia/Shanghai". Errors: "zone.unknown" when this machine's database does not know the name.
  static Result<Zone> find(std::string_view name);

  const std::string& name() const;
  LocalTime to_local(Time utc) const;
  // A local time that comes twice when clocks are set back is the first of the two; one that is left out when they are
  // set forward is the moment at which they are.
  Time to_utc(LocalTime local) const;
  bool operator==(const Zone&) const = default;

 private:
  explicit Zone(const date::time_zone& zone) : zone_(&zone) {}
  const date::time_zone* zone_;  // lives as long as the process; each zone is there once
};

}  // namespace ward
