#include "city/sites/sites.h"

#include <algorithm>
#include <filesystem>

namespace ward::city::sites {

namespace {

// A name of the IANA database: letters, digits and _+- between slashes, and known to this machine if it has the
// database.
bool is_zone(const std::string& zone) {
  static constexpr const char* database = "/usr/share/zoneinfo";
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '+' || c == '-' || c == '/';
  };
  if (zone.empty() || zone.front() == '/' || !std::ranges::all_of(zone, fits)) return false;
  std::error_code error;
  return !std::filesystem::is_directory(database, error) ||
         std::filesystem::is_regular_file(std::filesystem::path(database) / zone, error);
}

}  // namespace

json::value to_json(const Site& site, const Counts& counts) {
  return {{"id", site.id.str()},     {"name", site.name},
          {"zone", site.zone},       {"capture_days", site.capture_days},
          {"people", counts.people}, {"templates", counts.templates}};
}

Result<Site> site_from_json(const json::value& value) {
  JsonReader in(value);
  Site site;
  site.name = in.text("name", 1, 200);
  site.zone = in.maybe_text("zone", 1, 64).value_or(site.zone);
  site.capture_days = int(in.maybe_integer("capture_days", 0, 365).value_or(site.capture_days));
  if (!is_zone(site.zone))
    in.fault("zone", "site.zone",
             {"zone must be an IANA time zone such as Asia/Shanghai.", "zone 应为 IANA 时区，例如 Asia/Shanghai。"});
  WARD_CHECK(in.finish());
  return site;
}

}  // namespace ward::city::sites
