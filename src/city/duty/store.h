// The tables of shifts and hand-over notes. Every change writes the journal in the same transaction.
#pragma once

#include <optional>
#include <vector>

#include "city/duty/duty.h"
#include "storage/database.h"

namespace ward::city::duty {

// A shift with who it is.
struct Named {
  Shift shift;
  std::string name, phone;
};

std::optional<Shift> find(storage::Transaction& t, const Id& id);
// The members who are on duty at the desk of `unit` at that moment.
std::vector<Id> on_duty(storage::Transaction& t, const Id& unit, Time at);
// The units whose desk the member keeps at that moment, each with when that ends.
struct Desk {
  std::string path;
  Id unit;
  std::string name;
  Time until;
};
std::vector<Desk> desks_of(storage::Transaction& t, const Id& member, Time at);
// Those that lie at least partly between the moments, by their beginning.
std::vector<Named> between(storage::Transaction& t, const Id& unit, Time from, Time to);

// Puts or changes a shift; its member is told. Errors: those of check_shift(), "unit.unknown", "shift.member" (nobody
// of the team of the unit, or of the one above it, for the whole shift).
Result<> put(storage::Transaction& t, const Clock& clock, const Shift& shift, const std::string& actor);
// Errors: "shift.none", "shift.begun".
Result<> take_back(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

// The note as it is stored: sent again it counts once, and the first words stay.
Handover write_down(storage::Transaction& t, const Clock& clock, const Handover& note);
// Of the time since then, the newest first; at most 200.
std::vector<Handover> handovers(storage::Transaction& t, const Id& unit, Time since, Time until);

}  // namespace ward::city::duty
