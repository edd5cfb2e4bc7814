// Door-to-door rounds (排摸): what is asked at every room of a unit, and how a room stands in a round. Pure.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "city/incidents/catalogue.h"

namespace ward::city::rounds {

enum class Topic { population, fire_safety, publicity, vaccination, other };
std::string_view to_string(Topic topic);
std::optional<Topic> topic_from(std::string_view name);
Text name_of(Topic topic);

struct Round {
  Id id;
  std::int64_t number = 0;  // 1, 2, 3, ... as they were opened
  Id unit;                  // all rooms within it, whenever they came to be
  Topic topic = Topic::population;
  std::string title, note = {};
  std::optional<Date> due = {};             // the day by which every room should have its verdict
  std::vector<incidents::Field> form = {};  // asked at each room besides
  Time opened_at = {};
  std::optional<Time> closed_at = {};
  std::int64_t version = 1;  // counts its changes
  bool is_open() const { return !closed_at; }
  bool operator==(const Round&) const = default;
};

// What a caller asks for. `version` is what they saw, 0 for what is new to them.
struct RoundInput {
  Id unit;
  Topic topic = Topic::population;
  std::string title = {}, note = {};
  std::optional<Date> due = {};
  std::vector<incidents::Field> form = {};
  std::int64_t version = 0;
};
// Errors: those of JsonReader and of the form's fields, "date.malformed".
Result<RoundInput> round_from_json(const json::value& value);

// How a room stands in a round. `none` is written down only when the round closes: while it is open, it is every room
// that has no other.
enum class State {
  none,
  nobody,     // nobody was there: somebody must come again
  refused,    // somebody was there, and would not answer
  seen,       // and told who lives there
  empty,      // nobody lives there
  contested,  // two members say what cannot both be so
};
inline constexpr std::size_t state_count = std::size_t(State::contested) + 1;
std::string_view to_string(State state);
std::optional<State> state_from(std::string_view name);
Text name_of(State state);

// A room with its state. `people`: as counted at the door, 0 of an empty one. `registered`: whom the register says to
// live there on the day of the visit, whenever it was told so.
struct Finding {
  State state = State::none;
  std::optional<std::int64_t> people = {};
  std::optional<Date> day = {};        // of the visit; nothing without one
  std::optional<Date> return_on = {};  // of `nobody`
  std::int64_t registered = 0;
  bool differs() const { return people && *people != registered; }
  bool operator==(const Finding&) const = default;
};

// How many rooms of a unit and below it are in each state.
struct Numbers {
  std::array<std::int64_t, state_count> rooms{};  // by State
  std::int64_t differing = 0;                     // where the count is not that of the register
  std::int64_t all() const;
  std::int64_t in(State state) const { return rooms[std::size_t(state)]; }
  bool operator==(const Numbers&) const = default;
};

}  // namespace ward::city::rounds
