// Sites: places with gates and people of their own, each with the policy its gates decide by.
#pragma once

#include <optional>
#include <string>

#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city::sites {

struct Site {
  Id id;
  std::string name;
  std::string zone = "Asia/Shanghai";  // IANA time zone of its days
  int capture_days = 30;               // days a picture is kept; 0: none is kept
  std::optional<Id> unit = {};         // of the pyramid, which hears of fevers at its gates
};

// Who belongs to a site, counted by a concept that comes later.
struct Counts {
  std::int64_t people = 0, templates = 0;
};

json::value to_json(const Site& site, const Counts& counts);
// `id` and the counts are not read from it; absent fields keep the defaults of Site.
Result<Site> site_from_json(const json::value& value);

}  // namespace ward::city::sites
