// Orders as other systems read them, and what other systems warn of: OASIS CAP 1.2 (cap/).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/cap/cap.h"
#include "city/cursor.h"
#include "city/orders/store.h"

namespace ward::city::orders {

// The order as a warning, one info for each language. A cancelled one is the message that cancels it, with an
// identifier of its own. `sender`: who warns, without spaces, commas and angle brackets. `superseded`: the orders that
// it supersedes, which it refers to.
cap::Alert to_cap(const Stored& stored, const std::string& sender, const std::vector<Order>& superseded);
// Of a city: its root unit's code.
std::string sender_of(const units::Unit& root);

// A warning that came in.
struct Warning {
  Id id;
  cap::Alert alert;
  Time received_at;
  State state = State::active;
};
// Every info that says when it ends has ended.
bool is_over(const Warning& warning, Time now);

// Stores a warning; those that an update or a cancellation refers to end. `document`: as it came. Errors: those of
// cap::read_cap(), "warning.twice".
Result<Warning> take(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& document,
                     const std::string& actor);
// The newest first.
std::vector<Warning> warnings(storage::Transaction& t, const std::optional<TimeCursor>& after, int limit);

}  // namespace ward::city::orders
