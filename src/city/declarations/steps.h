// What is done about somebody who was declared: one table of steps, and what each of them makes of a person. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "city/declarations/declarations.h"

namespace ward::city::declarations {

enum class Step {
  prepare,   // the room is ready: of the declaration, and of nobody in it
  meet,      // they are there; also those who were not to come any more
  verify,    // their documents and where they come from were looked at
  enrol,     // they live in a room from now on: `register` in the API, a word that C++ keeps for itself
  observe,   // medical observation begins, or its end is moved
  release,   // it is over
  withdraw,  // they will not come
  miss,      // they never came
  correct,   // somebody was wrong: they are expected still
};
std::string_view to_string(Step step);
std::optional<Step> step_from(std::string_view name);
Text name_of(Step step);

// Never changed and sent as often as it likes: its id makes it count once.
struct Done {
  Id id;
  Step step = Step::prepare;
  std::vector<Id> persons = {};  // none of `prepare`, else one at least
  Time at = {};                  // when it was done, never later than it was received
  std::string note = {};
  std::optional<Observation> observation = {};  // of `observe`
  std::optional<Id> room = {};                  // where they live from now on: of `enrol`, `observe`, `release`
  Time received_at = {};
  std::string author = {};  // name of the account
  std::optional<Id> member = {};
  bool operator==(const Done&) const = default;
};
// Errors: those of JsonReader, "step.persons", "step.observation" (with one only `observe`, which needs it; it ends
// before it begins, or lasts longer than most_days), "step.note" (a reason is needed: `miss`, `withdraw`, `correct`).
Result<Done> done_from_json(const json::value& value, Time now);
bool is_sent_again(const Done& stored, const Done& sent);

// What the step makes of a person in this state; nothing when it is not for them.
std::optional<State> after(State state, Step step);
// The steps that are for somebody in this state.
std::vector<Step> steps_for(State state);

// The declaration after the step. `day`: of the step on the city's calendar. Errors: "declaration.person_unknown",
// "step.not_now" (names the person and how they stand), "observation.not_over" (released before its end: move it
// first, with a reason), "step.note" (the end of an observation is moved).
Result<Declaration> apply(Declaration declaration, const Done& done, Date day);

}  // namespace ward::city::declarations
