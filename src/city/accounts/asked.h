// The part of the city that a request is about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/accounts/access.h"
#include "storage/database.h"

namespace ward::city::accounts {

// The path of the unit that was asked for, or of all in which the caller may. Errors: "unit.unknown" (also for one that
// is not theirs: what a caller may not see is not there).
Result<std::vector<std::string>> asked_tops(storage::Transaction& t, const Caller& caller, Operation operation,
                                            const std::optional<Id>& unit);

}  // namespace ward::city::accounts
