// Numbers of whole subtrees, kept with each unit so that nobody counts a city to show it: every change is added to the
// unit and all those above it in the same transaction. `ward check` counts them anew.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "storage/database.h"

namespace ward::city::units {

// Adds `by` to the tally `name` of every unit of `path` (units.h), from the unit itself up to the root.
void add_to_tally(storage::Transaction& t, std::string_view name, const std::string& path, std::int64_t by);
// As it stands; 0 when nothing was ever added.
std::int64_t tally_of(storage::Transaction& t, std::string_view name, const Id& unit);
// Those whose names begin with `beginning`: of a unit, and of each open one right below it that has any.
using TalliesByName = std::map<std::string, std::int64_t>;
TalliesByName tallies_named(storage::Transaction& t, std::string_view beginning, const Id& unit);
std::map<Id, TalliesByName> tallies_below(storage::Transaction& t, std::string_view beginning, const Id& unit);
// The subtree of `unit` now hangs elsewhere: all its tallies leave the units above `old_path` and join those above
// `new_path`.
void move_tallies(storage::Transaction& t, const Id& unit, const std::string& old_path, const std::string& new_path);

// The unit was merged: what is tallied with it now belongs to the unit of `new_path`.
void merge_tallies(storage::Transaction& t, const Id& unit, const std::string& old_path, const std::string& new_path);

// Tallies as they were counted, or as they stand: by name and unit.
using TallyCounts = std::map<std::pair<std::string, Id>, std::int64_t>;
// Writes down what was counted, where nothing stands.
void write_counts(storage::Transaction& t, const TallyCounts& counted);
// Where what stands is not what was counted; what is in neither is 0.
struct Miscount {
  std::string name, unit;  // unit: its code
  std::int64_t counted = 0, written = 0;
};
std::vector<Miscount> miscounts(storage::Transaction& t, TallyCounts counted, const TallyCounts& written);

// "1/2a/3f1/" -> {"1/", "1/2a/", "1/2a/3f1/"}
std::vector<std::string> path_and_above(const std::string& path);

}  // namespace ward::city::units
