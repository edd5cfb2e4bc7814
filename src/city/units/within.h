// Which subtrees a query is about: as a condition on a unit that the query calls `u`.
#pragma once

#include <string>
#include <vector>

#include "storage/database.h"

namespace ward::city::units {

// Units within any of `tops` (paths; "" is everywhere, none is nowhere); the values of its placeholders are added to
// `values`. In brackets.
std::string within(const std::vector<std::string>& tops, std::vector<storage::Value>& values);
// The same, and units above one of them.
std::string within_or_above(const std::vector<std::string>& tops, std::vector<storage::Value>& values);

}  // namespace ward::city::units
