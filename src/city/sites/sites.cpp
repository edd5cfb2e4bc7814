#include "city/sites/sites.h"

#include "base/zone.h"

namespace ward::city::sites {

json::value to_json(const Site& site, const Counts& counts) {
  return {{"id", site.id.str()},
          {"name", site.name},
          {"zone", site.zone},
          {"capture_days", site.capture_days},
          {"unit", or_null(site.unit)},
          {"people", counts.people},
          {"templates", counts.templates}};
}

Result<Site> site_from_json(const json::value& value) {
  JsonReader in(value);
  Site site;
  site.name = in.text("name", 1, 200);
  site.zone = in.maybe_text("zone", 1, 64).value_or(site.zone);
  site.capture_days = int(in.maybe_integer("capture_days", 0, 365).value_or(site.capture_days));
  site.unit = in.maybe_id("unit");
  if (!Zone::find(site.zone))
    in.fault("zone", "site.zone",
             {"zone must be an IANA time zone such as Asia/Shanghai.", "zone 应为 IANA 时区，例如 Asia/Shanghai。"});
  WARD_CHECK(in.finish());
  return site;
}

}  // namespace ward::city::sites
