// The tables of enterprises, of what was done about them and of their daily reports. Every change goes into the numbers
// of the unit and of all above it, and into the journal, in the same transaction.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "city/enterprises/steps.h"
#include "city/incidents/store.h"
#include "storage/database.h"

namespace ward::city::enterprises {

struct Stored {
  Enterprise enterprise;
  std::string path = {}, unit_name = {};
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);

// Those of units within any of `tops` (paths; "" is everywhere, none is nowhere), in the order of the tree, then by
// name.
struct Filter {
  std::vector<std::string> tops = {};
  std::optional<State> state = {};
  std::optional<Trouble> trouble = {};
  std::string beginning = {};    // of the name or the credit code
  std::optional<Id> after = {};  // with which the page before ended
  int limit = 50;
};
std::vector<Stored> list(storage::Transaction& t, const Filter& filter);

// Makes or changes what is said of it; the same twice is once. Errors: "enterprise.unit_unknown",
// "premises.unknown", "site.unknown", "enterprise.code_taken", "enterprise.changed_meanwhile".
Result<Stored> put(storage::Transaction& t, const Clock& clock, const Id& id, const Input& input,
                   const std::string& actor);

// The same twice is once. Errors: "enterprise.unknown", "step.other" (another one has this id), those of apply().
Result<Stored> act(storage::Transaction& t, const Clock& clock, const Id& id, const Done& done,
                   const std::string& actor);
// The last first.
std::vector<Done> steps_of(storage::Transaction& t, const Id& enterprise);

// What it says of a day; the same twice is once. An incident is raised when something is wrong that was not before.
// Errors: "enterprise.unknown", "enterprise.not_open" (it may not work on that day), "day.when" (still to come, or more
// than a week ago), "day.changed_meanwhile".
struct Reported {
  Stored stored;
  Day day;
  std::optional<incidents::Changed> incident = {};
};
Result<Reported> report_day(storage::Transaction& t, const Clock& clock, const Id& id, const Day& day,
                            const std::string& author, const std::string& actor);
// The last `limit` days, the last first.
std::vector<Day> days_of(storage::Transaction& t, const Id& enterprise, int limit);

// Who works and has said nothing of yesterday by this hour is silent from now on, and an incident is raised; at most
// `limit` of them.
inline constexpr int reported_by_hour = 10;  // of the city's day
std::vector<incidents::Changed> mark_silent(storage::Transaction& t, const Clock& clock, int limit);
bool silent_waits(storage::Transaction& t, Time now);
inline constexpr const char* trouble_type = "enterprise_trouble";  // of the catalogue; else nothing is raised

// How many of a unit and below it are in which state and trouble.
struct Numbers {
  std::array<std::int64_t, state_count> states{};      // by State
  std::array<std::int64_t, trouble_count> troubles{};  // by Trouble, of those that are approved
  bool operator==(const Numbers&) const = default;
};
Numbers numbers(storage::Transaction& t, const Id& unit);
std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit);
// One sentence for each number that is not what it should be.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::enterprises
