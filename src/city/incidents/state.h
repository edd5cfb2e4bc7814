// The one table of an incident's way, from report to closed: which action leads from which state to which, and whose it
// is. The states are those of the GB/T 30428 family of standards on city management.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::city::incidents {

// Named by the step that was done last: somebody must now do the next.
enum class State {
  reported,    // 上报
  accepted,    // 受理
  verified,    // 核实: it is true
  filed,       // 立案
  dispatched,  // 派遣
  handling,    // 处置
  feedback,    // 反馈
  checked,     // 核查: it is done
  closed,      // 结案
  assessed,    // 考核; final
  void_,       // 作废; final
  suspended,   // 挂账: the clock stands still
  duplicate,   // of another incident, with which it closes
};
inline constexpr std::size_t state_count = std::size_t(State::duplicate) + 1;

enum class Action {
  report,
  accept,
  verify,
  file,
  dispatch,
  take_up,
  feedback,
  check,
  close,
  assess,
  void_,
  return_,
  ask_extension,
  grant_extension,
  refuse_extension,
  suspend,
  resume,
  reopen,
  appeal,
  grant_appeal,
  refuse_appeal,
  mark_duplicate,
  separate,
  close_with_original,
  move_deadline,        // by an amended calendar; nobody's
  hear_from_elsewhere,  // another city says what became of it there; nobody's
};
inline constexpr std::size_t action_count = std::size_t(Action::hear_from_elsewhere) + 1;

// The part that somebody plays for one incident. Which account plays which is not known here.
enum class Part : std::uint8_t {
  reporter = 1,
  grid = 2,      // the unit where it is: verifies
  centre = 4,    // the command centre: decides
  platform = 8,  // who handles it
  checker = 16,  // looks whether it is done
};
using Parts = std::uint8_t;  // several

// For which types of incident a row holds.
enum class When { always, to_verify, not_to_verify, to_check, not_to_check };

struct Rule {
  State from;
  Action action;
  Parts parts;
  State to;           // `from` itself when the state stays; for `resume` it is where the incident was suspended
  bool text = false;  // the action needs words: why, or what was done
  When when = When::always;
};
std::span<const Rule> table();

// Whether the clock of a stage can run in it: all from reported to checked.
constexpr bool is_timed(State state) { return state <= State::checked; }
// Somebody must still act on it.
constexpr bool is_open(State state) { return is_timed(state) || state == State::suspended; }
constexpr bool is_final(State state) { return state == State::assessed || state == State::void_; }

// The row of `action` in `state` for a type that asks for these; nothing when there is none.
const Rule* rule_for(State state, Action action, bool verify, bool check);
// What somebody with `parts` may try now, in the order of the table.
std::vector<Action> possible(State state, Parts parts, bool verify, bool check);

std::string_view to_string(State state);  // "void" for void_
std::string_view to_string(Action action);
std::string_view to_string(Part part);
std::optional<State> state_from(std::string_view name);
std::optional<Action> action_from(std::string_view name);
Text words(State state);    // {"dispatched", "已派遣"}
Text words(Action action);  // {"dispatch", "派遣"}
Text words(Part part);

}  // namespace ward::city::incidents
