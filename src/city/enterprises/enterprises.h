// Enterprises that go back to work: what they apply with, who looks and decides, how many may be there, and what they
// report every day. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "city/declarations/regions.h"

namespace ward::city::enterprises {

enum class Kind { factory, shop, restaurant, hotel, market, site, office, other };
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view text);  // its name, or its words in either language
Text name_of(Kind kind);

enum class State {
  known,     // and has not asked to work
  applied,   // waits for the grid to look
  checked,   // the grid has looked; waits for the authority
  approved,  // works, with at most so many people
  returned,  // with reasons: to apply anew
  closed,    // by the authority, with reasons
};
inline constexpr std::size_t state_count = std::size_t(State::closed) + 1;
std::string_view to_string(State state);
std::optional<State> state_from(std::string_view name);
Text name_of(State state);

// What is not as it should be of one that works.
enum class Trouble {
  none,
  silent,    // no report of a day that is over
  over_cap,  // more people than may be there
  fever,     // somebody was feverish
};
inline constexpr std::size_t trouble_count = std::size_t(Trouble::fever) + 1;
std::string_view to_string(Trouble trouble);
std::optional<Trouble> trouble_from(std::string_view name);
Text name_of(Trouble trouble);

enum class Canteen { none, boxed, staggered, screened };
std::string_view to_string(Canteen canteen);
Text name_of(Canteen canteen);

// How many workers come from where.
struct Workers {
  declarations::Region region;
  std::int64_t count = 0;
  bool operator==(const Workers&) const = default;
};

// What an enterprise applies with.
struct Plan {
  Date resume_on = {};
  std::vector<Workers> workers = {};
  std::int64_t masks = 0, masks_a_day = 0;  // in stock; that will be used
  std::int64_t thermometers = 0, isolation_rooms = 0;
  Canteen canteen = Canteen::none;
  std::string disinfection = {};             // what, and how often
  std::string responsible = {}, phone = {};  // who answers for it
  std::string note = {};
  bool operator==(const Plan&) const = default;
  std::int64_t people() const;
  // For how many whole days the masks last; nothing when none are used.
  std::optional<std::int64_t> days_of_masks() const;
};
// Errors: those of JsonReader, "date.malformed", "region.unknown", "plan.workers" (nobody, or a region twice).
Result<Plan> plan_from_json(const json::value& value, const std::string& path);
json::object to_json(const Plan& plan);

// From that day on at most so many people may be there.
struct Cap {
  Date from = {};
  std::int64_t people = 0;
  bool operator==(const Cap&) const = default;
};
inline constexpr std::int64_t most_people = 1'000'000;
// The one that counts on that day; nothing before the first.
std::optional<std::int64_t> cap_on(const std::vector<Cap>& caps, Date day);

struct Enterprise {
  Id id;
  Id unit;  // that it is: an enterprise or a workshop of the pyramid, or the one it stands in
  std::string name;
  std::string credit_code = {};  // "" of who has none
  Kind kind = Kind::other;
  std::optional<Id> premises = {};  // where it works
  std::optional<Id> site = {};      // its own gates
  State state = State::known;
  Trouble trouble = Trouble::none;  // of one that is approved
  std::optional<Plan> plan = {};    // of the last application
  std::optional<bool> check = {};   // whether the grid found it as the plan says, since the last application or closing
  std::vector<Cap> caps = {};       // by their day, of one that is or was approved
  std::string conditions = {};      // of the approval
  std::optional<Date> open_since = {};  // the first day on which it may work, since it was approved last
  std::optional<Date> last_report = {};
  std::int64_t version = 1;
  bool operator==(const Enterprise&) const = default;
};

// What a caller says of an enterprise. `version` is what they saw, 0 for what is new to them.
struct Input {
  Id unit;
  std::string name, credit_code = {};
  Kind kind = Kind::other;
  std::optional<Id> premises = {}, site = {};
  std::int64_t version = 0;
};
// Errors: those of JsonReader, "enterprise.credit_code".
Result<Input> input_from_json(const json::value& value);

// What an enterprise says of one day.
struct Day {
  Date day = {};
  std::int64_t present = 0, absent = 0;         // people
  std::int64_t fevers = 0, isolated = 0;        // of them
  std::optional<std::int64_t> highest_cc = {};  // the highest temperature, in 1/100 °C
  std::int64_t masks = 0;                       // left
  std::string note = {};
  std::int64_t version = 1;
  bool operator==(const Day&) const = default;
};
// Errors: those of JsonReader, "day.fevers" (more than were there).
Result<Day> day_from_json(Date day, const json::value& value);
// What is wrong by this report, with so many allowed.
Trouble trouble_of(const Day& day, std::optional<std::int64_t> cap);

}  // namespace ward::city::enterprises
