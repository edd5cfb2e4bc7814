// Sites: places with gates and people of their own, each with the policy its gates decide by.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "city/accounts/access.h"
#include "city/city.h"
#include "city/policies/policy.h"

namespace ward::city::sites {

struct Site {
  Id id;
  std::string name;
  std::string zone = "Asia/Shanghai";  // IANA time zone of its days
  int capture_days = 30;               // days a picture is kept; 0: none is kept
};

// Who belongs to a site, counted by a concept that comes later.
struct Counts {
  std::int64_t people = 0, templates = 0;
};
using Count = std::function<Counts(storage::Transaction&, const Id& site)>;

std::optional<Site> find(storage::Transaction& t, const Id& id);
std::vector<Site> list(storage::Transaction& t);
// The default policy until one was stored. Errors: "site.unknown" (404).
Result<Policy> policy_of(storage::Transaction& t, const Id& site);

json::value to_json(const Site& site, const Counts& counts);
// `id` and the counts are not read from it; absent fields keep the defaults of Site.
Result<Site> site_from_json(const json::value& value);

// /sites and below
void routes(http::Router& router, City& city, Count count);

}  // namespace ward::city::sites
