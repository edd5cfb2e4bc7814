// The pyramid: units of four levels below the command centres, and how one hangs below another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"

namespace ward::city::units {

enum class Kind {
  city,             // the city's command centre, the root
  town,             // a town's command centre
  community,        // level 1
  grid,             // level 2
  household_group,  // level 3, with the three after it
  building,
  block,
  enterprise,
  tenants,   // level 4: a landlord's tenants; the landlord commands
  workshop,  // level 4: its head commands
};
inline constexpr Kind all_kinds[] = {
    Kind::city,     Kind::town,  Kind::community,  Kind::grid,    Kind::household_group,
    Kind::building, Kind::block, Kind::enterprise, Kind::tenants, Kind::workshop};
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view text);  // what to_string() writes
Text name_of(Kind kind);                               // as people call it: {"grid", "网格"}

// 0 for the two command centres, 1 to 4 below them.
int level_of(Kind kind);
// A town below the city, a community below a town or (in a small place) the city, every other one below the level
// before its own.
bool fits_below(Kind kind, Kind parent);

struct Unit {
  Id id;
  std::string code = {};  // what files and people call it by; unique among units that are not closed
  std::string name = {};
  Kind kind = Kind::grid;
  std::optional<Id> parent = {};  // nothing for the city only
  std::string path = {};          // of the numbers from the root to here: "1/2a/3f1/". Those below begin with it.
  Time since = {};                // as it is now
  std::optional<Time> closed_at = {};
  std::optional<Id> merged_into = {};

  bool is_open() const { return !closed_at; }
  bool operator==(const Unit&) const = default;
};

// What a caller asks a unit to be.
struct UnitInput {
  std::string code, name;
  Kind kind = Kind::grid;
  std::optional<Id> parent = {};
};
Result<UnitInput> unit_from_json(const json::value& value);

// 1-40 letters, digits, '-', '_' and '.', or characters beyond ASCII; no spaces. Errors: "unit.code".
Result<> check_code(const std::string& code);

// Whether a unit of this kind may hang below `parent` (nothing: it has none). Errors: "unit.parent_needed",
// "unit.parent_kind", "unit.parent_closed".
Result<> check_place(Kind kind, const Unit* parent);

// The path of the unit with `number` below `parent_path`.
std::string path_below(std::string_view parent_path, std::int64_t number);
// The path of the unit above the one of `path`; "" above the topmost.
std::string path_above(const std::string& path);
// The first text after all paths within `top`: they are those with top <= path < end_of(top), bytewise.
std::string end_of(std::string_view top);
// Whether `path` is `top` or lies below it.
inline bool is_within(std::string_view path, std::string_view top) { return path.starts_with(top); }

}  // namespace ward::city::units
