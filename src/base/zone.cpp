#include "base/zone.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <stdexcept>

namespace ward {

Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone(*date::locate_zone(name));
  } catch (const std::runtime_error&) {  // the library's only way to say that there is none
    return fail(ErrorKind::invalid, "zone.unknown",
                {fmt::format("{} is no IANA time zone such as Asia/Shanghai.", name),
                 fmt::format("{} 不是 IANA 时区，例如 Asia/Shanghai。", name)});
  }
}

const std::string& Zone::name() const { return zone_->name(); }

LocalTime Zone::to_local(Time utc) const { return LocalTime{zone_->to_local(utc).time_since_epoch()}; }

Time Zone::to_utc(LocalTime local) const {
  return zone_->to_sys(date::local_time<Millis>{local.time_since_epoch()}, date::choose::earliest);
}

}  // namespace ward
