// Numbers of single houses that are numbers of their units as well: kept with both, so that a house that goes to
// another unit takes them along.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "storage/database.h"

namespace ward::city::premises {

// Adds `by` to the tally `name` of the house and of every unit of `path`, which is that of the house's unit.
void add_to_house_tally(storage::Transaction& t, std::string_view name, const Id& premises, const std::string& path,
                        std::int64_t by);
// Those that stand with the house leave the units of `from` and join those of `to`.
void move_house_tallies(storage::Transaction& t, const Id& premises, const std::string& from, const std::string& to);
// Counts those of all units anew, from the houses.
void rebuild_house_tallies(storage::Transaction& t);
// One sentence for each unit's that is not the sum of its houses'.
std::vector<Text> verify_house_tallies(storage::Transaction& t);

}  // namespace ward::city::premises
