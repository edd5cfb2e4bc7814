// What lies in a unit or anywhere below it, in an order: a row with every unit from the thing's own up to the root, so
// that the first ones of a whole subtree are read without looking at the others, however many there are and wherever in
// the pyramid the subtree begins. The other side of it are the tallies (tally.h): how many there are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "storage/database.h"

namespace ward::city::units {

// A thing's place in a list.
struct Listed {
  std::string name;     // of the list: "incidents/reported"
  std::int64_t at = 0;  // what the list is ordered by, in milliseconds; those of one moment by their ids
  Id item;
  std::string tag = {};  // what the list can be narrowed to
};

// The units of a path, from the root down to the last one.
std::vector<Id> ids_along(storage::Transaction& t, const std::string& path);

// `along`: the units from the root to the thing's own.
void add_to_lists(storage::Transaction& t, std::span<const Id> along, std::span<const Listed> places);
void remove_from_lists(storage::Transaction& t, std::span<const Id> along, std::span<const Listed> places);
// What is in the lists of `unit` leaves those of the units in `from` alone and joins those of the units in `to` alone.
void move_lists(storage::Transaction& t, const Id& unit, std::span<const Id> from, std::span<const Id> to);

// A part of one unit's list.
struct Part {
  std::string name;
  std::string tag = {};  // "": whatever it is
  bool descending = false;
  std::optional<std::int64_t> before = {};  // only what lies before this moment
  struct Place {
    std::int64_t at;
    Id item;
  };
  std::optional<Place> after = {};  // where the page before ended
  int limit = 50;
};
std::vector<Part::Place> read_list(storage::Transaction& t, const Id& unit, const Part& part);

}  // namespace ward::city::units
