// The duty desk of a unit: who is on duty from when to when, and what one shift leaves to the next.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city::duty {

constexpr std::chrono::hours longest{24};  // of a shift: nobody watches a desk for longer

// A member of the team of the unit, or of one above it, is on duty there: from `from` on, up to and without `to`.
struct Shift {
  Id id, unit, member;
  Time from, to;
  bool operator==(const Shift&) const = default;
};
inline bool is_on(const Shift& shift, Time at) { return shift.from <= at && at < shift.to; }
Result<Shift> shift_from_json(const Id& id, const json::value& value);

// Whether the shift may be put now: it ends after it begins, within 24 hours and not in the past; one that has begun
// keeps its unit, its member and its beginning; the same member is not on duty at the same desk already. `before`: the
// shift as it was; `others`: of the same member there. Errors, naming the field: "shift.order", "shift.long",
// "shift.past", "shift.begun", "shift.twice".
Result<> check_shift(const Shift& shift, const Shift* before, std::span<const Shift> others, Time now);

// The parts of the time from `from` to `to` in which nobody is on duty, in order.
struct Gap {
  Time from, to;
  bool operator==(const Gap&) const = default;
};
std::vector<Gap> uncovered(std::vector<Shift> shifts, Time from, Time to);

// A note for whoever comes next; never changed.
struct Handover {
  Id id, unit;
  std::string author;       // as the journal's actor
  std::string author_name;  // as it was then
  Time at;
  std::string words;
};
json::value to_json(const Handover& note);

}  // namespace ward::city::duty
