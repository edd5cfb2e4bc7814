// What awaits somebody who comes from a place: the centre's rules by region of origin and day of arrival, in versions,
// and what they say of one person, with the reason. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "city/declarations/regions.h"

namespace ward::city::declarations {

// Where medical observation takes place.
enum class Observed { station, central, home, enterprise };
std::string_view to_string(Observed kind);
std::optional<Observed> observed_from(std::string_view name);
Text name_of(Observed kind);

inline constexpr int most_days = 60;  // of an observation

struct Rule {
  std::vector<Region> regions;        // or "*"
  Date from = {};                     // of arrivals from this day on
  std::optional<Date> until = {};     // up to and without this one
  std::optional<Observed> kind = {};  // of the observation; nothing: they are registered, and that is all
  int days = 0;                       // of the observation
  // Why, and what to do, as the person reads it: by language (BCP 47); "en" and "zh" are always there.
  std::map<std::string, std::string> why = {};
  std::string basis = {};  // the notice or law it stands on
  bool operator==(const Rule&) const = default;
};

struct Rules {
  std::int64_t version = 0;      // counts their changes; 0: nobody has set any
  int look_back_days = 14;       // where somebody was longer ago does not matter
  int overdue_after_hours = 12;  // behind the hour of arrival
  std::vector<Rule> rules = {};
  bool operator==(const Rules&) const = default;
};
inline constexpr std::size_t most_rules = 1'000;

// Errors name the field: those of JsonReader, "region.unknown", "date.malformed", "rule.order" (it ends before it
// begins), "rule.days" (an observation without days, or days without one).
Result<Rules> rules_from_json(const json::value& value);
json::object to_json(const Rules& rules);
json::object to_json(const Rule& rule);

// What the rules say of somebody who was at `stays` and arrives on `day`. For each place the rule that names it most
// exactly counts (of two the later one in the list), so a county can be taken out of its province's rule; of several
// places the longest observation. `place`: the one it is for. Nothing: no rule is for them.
struct Judged {
  const Rule* rule = nullptr;
  Region place;
};
std::optional<Judged> judge(const Rules& rules, std::span<const Stay> stays, Date day);

}  // namespace ward::city::declarations
