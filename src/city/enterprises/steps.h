// The way of an enterprise back to work: one table of steps, whose they are, and what each makes of it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "city/enterprises/enterprises.h"

namespace ward::city::enterprises {

enum class Step { apply, withdraw, check, approve, send_back, set_cap, close, reopen };
std::string_view to_string(Step step);
std::optional<Step> step_from(std::string_view name);
Text name_of(Step step);

// Whose a step is. Nobody checks or approves their own enterprise: the grid and the authority are above it.
enum class Part { enterprise, grid, authority };
Part part_of(Step step);

// Never changed; its id makes it count once.
struct Done {
  Id id;
  Step step = Step::apply;
  std::optional<Plan> plan = {};    // of `apply`
  std::optional<bool> passed = {};  // of `check`
  std::optional<Cap> cap = {};      // of `approve`, `set_cap`, `reopen`
  std::string note = {};  // the conditions of `approve`; a reason: `send_back`, `close`, `reopen`, a check that failed
  Time at = {};
  std::string author = {};  // name of the account
  bool operator==(const Done&) const = default;
};
// Errors: those of JsonReader and of plan_from_json, "step.whole" (what this step needs or has not), "step.note".
Result<Done> done_from_json(const json::value& value, Time now);
bool is_sent_again(const Done& stored, const Done& sent);

// The steps that are possible in this state.
std::vector<Step> steps_for(const Enterprise& enterprise);
// The enterprise after the step. `today` on the city's calendar. Errors: "step.not_now", "enterprise.check_failed"
// (approved or opened again though the grid has not found it as it should be since), "cap.order" (a cap begins before
// today).
Result<Enterprise> apply(Enterprise enterprise, const Done& done, Date today);

}  // namespace ward::city::enterprises
