// What changes sites; each writes the journal in the same transaction. What reads them is in sites.h.
#pragma once

#include "city/sites/sites.h"

namespace ward::city::sites {

// Makes or changes the site `id`.
Site put(storage::Transaction& t, const Clock& clock, const Id& id, const Site& input, const std::string& actor);
// Errors: "site.unknown".
Result<> put_policy(storage::Transaction& t, const Clock& clock, const Id& site, const Policy& policy,
                    const std::string& purpose, const std::string& actor);

}  // namespace ward::city::sites
