// The one table of a measure's way, from what an inspector proposes to what came of it: which action leads from which
// state to which, and whose it is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "city/inspections/catalogue.h"

namespace ward::city::inspections {

enum class State : std::uint8_t {
  proposed,     // 拟办
  told,         // 已告知: of a fine, whom it concerns knows of it and may be heard
  decided,      // 已决定
  delivered,    // 已送达; a written notice is carried out by it
  appealed,     // 复议或诉讼中
  upheld,       // 维持
  reduced,      // 变更: a smaller fine
  withdrawn,    // 撤销; final
  carried_out,  // 已履行; over, unless it is appealed in time
  overdue,      // 逾期未履行
  dropped,      // 不予处理: before it was decided; final
};
inline constexpr std::size_t state_count = std::size_t(State::dropped) + 1;

enum class Action : std::uint8_t {
  propose,
  tell,         // 告知 what is intended, why, by which law, and the right to be heard
  decide,       // 决定
  drop,         // 不予处理
  deliver,      // 送达
  ask_review,   // 申请行政复议
  sue,          // 提起行政诉讼
  take_back,    // 撤回申请或起诉
  uphold,       // 维持
  reduce,       // 变更
  withdraw,     // 撤销: by who reviews, or by who decided
  carry_out,    // 履行: put right, or paid
  set_overdue,  // 逾期
  defer,        // 延期或分期
};
inline constexpr std::size_t action_count = std::size_t(Action::defer) + 1;

// The part that somebody plays for one measure. Which account plays which is not known here.
enum class Part : std::uint8_t {
  inspector = 1,  // found it
  office = 2,     // keeps the case: tells, delivers, writes down what came
  chief = 4,      // 负责人: decides
  party = 8,      // 当事人: whom it concerns, or the office for them when they write on paper
  reviewer = 16,  // the reconsideration body or the court, or the office for them
};
using Parts = std::uint8_t;  // several

// For which kinds a row holds.
enum class For : std::uint8_t { all, fines, not_fines, notices, not_notices };

struct Rule {
  State from;
  Action action;
  Parts parts;
  State to;
  bool text = false;  // the action needs words: why, or how
  For kinds = For::all;
};
std::span<const Rule> table();

constexpr bool is_final(State state) { return state == State::withdrawn || state == State::dropped; }
// Somebody must still act on it.
constexpr bool is_open(State state) { return !is_final(state) && state != State::carried_out; }

// The row of `action` in `state` for a measure of this kind; nothing when there is none.
const Rule* rule_for(State state, Action action, Kind kind);
// What somebody with `parts` may try now, in the order of the table.
std::vector<Action> possible(State state, Parts parts, Kind kind);

std::string_view to_string(State state);
std::string_view to_string(Action action);
std::string_view to_string(Part part);
std::optional<State> state_from(std::string_view name);
std::optional<Action> action_from(std::string_view name);
Text words(State state);
Text words(Action action);
Text words(Part part);

}  // namespace ward::city::inspections
