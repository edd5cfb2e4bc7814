// The tables of orders: who received one and how far they have come. Every change is stored with its journal row, in
// the caller's transaction.
//
// An order keeps the pyramid as it was when it was given: its numbers do not move when a unit does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/cursor.h"
#include "city/orders/orders.h"
#include "city/units/units.h"
#include "storage/database.h"

namespace ward::city::orders {

// An order with the unit it was given to, as that is now.
struct Stored {
  Order order;
  units::Unit unit;
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);

// How many would receive an order, and in how many units they are, now.
struct Reach {
  std::int64_t recipients = 0, units = 0;
};
Reach reach(storage::Transaction& t, const units::Unit& unit, const std::vector<Audience>& audience, Time now);

// Stores the order and everybody who receives it: who is in a team of the unit or below it now and belongs to the
// audience. Orders that it supersedes end. How many received it. Nothing is stored when nobody would.
// Errors: "order.nobody".
Result<std::int64_t> issue(storage::Transaction& t, const Clock& clock, const Order& order, const units::Unit& unit);
// Ends an order that is active; nobody is reminded of it any more.
void end(storage::Transaction& t, const Clock& clock, const Stored& stored, State state, const std::string& reason,
         const std::optional<Id>& superseded_by, const std::string& actor);

// Orders of units within `tops` and above them ({""}: all) that have come there by `now`, the newest first.
struct Filter {
  std::vector<std::string> tops = {};
  Time now;
  std::optional<State> state = {};
  std::optional<TimeCursor> after = {};
  int limit = 50;
};
std::vector<Stored> list(storage::Transaction& t, const Filter& filter);

// Orders in force that anybody may read, of the unit at `path` and those above it ("": of all), the newest first.
std::vector<Stored> list_public(storage::Transaction& t, const std::string& path,
                                const std::optional<TimeCursor>& after, int limit);

// What a commander added when passing the order on.
struct Line {
  Id unit;
  std::string unit_name, path;
  Time at;
  std::string author, words;
};
std::vector<Line> lines(storage::Transaction& t, const Id& order);  // from the top down
// The commander of `unit` passes the order on: its team reads it from now on, with the words if there are any.
// The same words again change nothing.
void pass_on(storage::Transaction& t, const Clock& clock, const Stored& stored, const units::Unit& unit,
             const std::string& author, const std::string& words, const std::string& actor);
// Whether an order of a unit above has come to who commands the unit of this path: the team above it, in which they
// are, reads it.
bool has_come_to(storage::Transaction& t, const Id& order, const std::string& path, Time now);
// When the team of the unit reads the order; nothing when it does not pass through commanders there.
std::optional<Time> released_at(storage::Transaction& t, const Id& order, const Id& unit);

// A notice to everybody who reads the order but has not come as far as it asks. How many. The next reminder is set.
std::int64_t remind(storage::Transaction& t, const Clock& clock, const Stored& stored, const std::string& actor);
// Orders whose next reminder is due.
std::vector<Id> due_reminders(storage::Transaction& t, Time now);

}  // namespace ward::city::orders
