// The table of sites. Everything that changes it writes the journal in the same transaction.
#pragma once

#include <optional>
#include <vector>

#include "city/policies/policy.h"
#include "city/sites/sites.h"
#include "storage/database.h"

namespace ward::city::sites {

std::optional<Site> find(storage::Transaction& t, const Id& id);
std::vector<Site> list(storage::Transaction& t);
// The default policy until one was stored. Errors: "site.unknown" (404).
Result<Policy> policy_of(storage::Transaction& t, const Id& site);

// Makes or changes the site `id`. Errors: "unit.unknown", naming the field.
Result<Site> put(storage::Transaction& t, const Clock& clock, const Id& id, const Site& input,
                 const std::string& actor);
// Errors: "site.unknown".
Result<> put_policy(storage::Transaction& t, const Clock& clock, const Id& site, const Policy& policy,
                    const std::string& purpose, const std::string& actor);

}  // namespace ward::city::sites
