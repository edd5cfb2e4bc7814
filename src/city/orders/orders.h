// An order: what a command centre or a commander tells everybody in a part of the pyramid to do, and how far each of
// them has come with it. docs/design/orders.md
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "city/units/teams.h"

namespace ward::city::orders {

// How far somebody has come. Each step includes those before it.
enum class Step { delivered, read, acknowledged, done };
inline constexpr Step all_steps[] = {Step::delivered, Step::read, Step::acknowledged, Step::done};
std::string_view to_string(Step step);
std::optional<Step> step_from(std::string_view text);

// Who in the teams an order is for. A landlord commands a unit of tenants, a workshop head a workshop, a commander
// every other unit.
enum class Audience { commander, member, landlord, workshop_head };
inline constexpr Audience all_audiences[] = {Audience::commander, Audience::member, Audience::landlord,
                                             Audience::workshop_head};
std::string_view to_string(Audience audience);
std::optional<Audience> audience_from(std::string_view text);
Audience audience_of(units::Duty duty, units::Kind kind);

enum class Urgency { immediate, expected, future };  // as the Common Alerting Protocol has them
std::string_view to_string(Urgency urgency);

enum class State { active, superseded, cancelled };
std::string_view to_string(State state);
std::optional<State> state_from(std::string_view text);

// The order in one language.
struct Wording {
  std::string language;  // BCP 47: "zh-CN"
  std::string headline;  // 1 to 160 characters
  std::string text;      // 1 to 4,000 characters
  bool operator==(const Wording&) const = default;
};

// What somebody asks to be ordered.
struct Input {
  Id unit;                         // with everything below it
  std::vector<Audience> audience;  // empty: everybody in the teams
  std::vector<Wording> wordings;   // one for each language
  Step asks = Step::acknowledged;  // how far everybody must come
  bool picture = false;            // done only with a picture
  std::optional<Time> due_at;
  Urgency urgency = Urgency::expected;
  bool tower = false;                 // it passes through the commanders
  int pass_minutes = 30;              // who does not pass it on for so long holds nobody up; 1 to 1,440
  std::optional<int> remind_minutes;  // how often those who have not come so far are reminded; 5 to 10,080
  std::vector<Id> supersedes;         // orders that end with this one
  bool is_public = false;             // anybody may read it, without an account
  bool operator==(const Input&) const = default;
};
// Errors: "field.*", "order.language_twice", "order.picture" (asked for but nobody must get it done),
// "order.tower_audience" (an order that passes through the commanders is for them, too), "order.public_tower" (what
// everybody reads at once does not pass through the commanders).
Result<Input> input_from_json(const json::value& value);
json::object to_json(const Input& input);
// The part of it that says who receives it.
struct AudienceInput {
  Id unit;
  std::vector<Audience> audience;
};
Result<AudienceInput> audience_from_json(const json::value& value);

struct Order {
  Id id;
  Input input;
  Time issued_at;
  std::string issuer;       // as the journal's actor
  std::string issuer_name;  // of the account, then
  State state = State::active;
  std::optional<Time> ended_at;
  std::string reason;  // of a cancellation
  std::optional<Id> superseded_by;
};

// How many have come how far.
struct Progress {
  std::int64_t recipients = 0, delivered = 0, read = 0, acknowledged = 0, done = 0;
  Progress& operator+=(const Progress& other);
  bool operator==(const Progress&) const = default;
};
json::object to_json(const Progress& progress);

// When somebody came to each step; nothing for those still before them.
struct Steps {
  std::optional<Time> delivered_at, read_at, acknowledged_at, done_at;
  bool operator==(const Steps&) const = default;
};
std::optional<Time>& at(Steps& steps, Step step);
const std::optional<Time>& at(const Steps& steps, Step step);
// `steps` after somebody was heard to have come to `step`: it and all before it that were still open, now. What it adds
// to the numbers of the unit; nothing the second time.
Progress advance(Steps& steps, Step step, Time now);

// When the team of a unit reads an order that passes through the commanders: at once at the top, `pass_minutes` later
// at each level below, unless its commander passes it on before. `depth`: levels below the order's unit.
Time release_at(const Order& order, int depth);

}  // namespace ward::city::orders
