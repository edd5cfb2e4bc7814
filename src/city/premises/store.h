// The tables of premises and rooms. Whoever changes them writes the journal in the same transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "city/premises/register.h"
#include "storage/database.h"

namespace ward::city::premises {

// With the path of the unit where they stand: one step on when the unit was merged.
struct Stored {
  Premises premises;
  std::string path;
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);
std::optional<Room> find_room(storage::Transaction& t, const Id& id);
// Those that stand by their floor and number, then those that ended, the last first.
std::vector<Room> rooms_of(storage::Transaction& t, const Id& premises);

// What screens say of one in a list.
struct Listed {
  Premises premises;
  std::string path, unit_name, landlord_name;  // landlord_name: "" without one
  std::int64_t rooms = 0;                      // that stand
};
// Those that stand within any of `tops` (paths; "" is everywhere, none is nowhere), in the order of the tree, then by
// code.
struct Filter {
  std::vector<std::string> tops = {};
  std::string beginning = {};       // of the code or the address
  std::optional<Id> landlord = {};  // a member
  struct Place {
    std::string path, code;
  };
  std::optional<Place> after = {};  // where the page before ended
  int limit = 50;
};
std::vector<Listed> list(storage::Transaction& t, const Filter& filter);
std::optional<Listed> find_listed(storage::Transaction& t, const Id& id);

// How many stand in a unit and below it.
struct Tallies {
  std::int64_t premises = 0, rooms = 0;
};
Tallies tallies(storage::Transaction& t, const Id& unit);
// Of a landlord's own, wherever they stand.
Tallies tallies_of_landlord(storage::Transaction& t, const Id& member);

// Makes or changes premises. The same twice is once. Errors: "premises.unit_unknown", "premises.landlord_unknown",
// "premises.code_taken", "premises.closed", "premises.changed_meanwhile".
Result<Stored> put(storage::Transaction& t, const Clock& clock, const Id& id, const PremisesInput& input,
                   const std::string& actor);
// They are torn down: so are the rooms that stand. Errors: "premises.unknown".
Result<> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

// Errors: "premises.unknown", "premises.closed", "room.number_taken", "room.moved" (a room stays in its house),
// "room.ended", "room.changed_meanwhile".
Result<Room> put_room(storage::Transaction& t, const Clock& clock, const Id& id, const RoomInput& input,
                      const std::string& actor);
// Rooms end, others stand in their place; sent again it is done already. Errors: "premises.unknown", "room.unknown"
// (also of another house), "room.ended", "room.number_taken", "room.taken" (the id of a new one is another's).
Result<> rebuild(storage::Transaction& t, const Clock& clock, const Id& premises, const Rebuild& wanted,
                 const std::string& actor);

Register load_register(storage::Transaction& t);
// All of the plan, with one row of the journal. `digest`: of the file, for that row. Does nothing for an empty plan.
void apply(storage::Transaction& t, const Clock& clock, const RegisterPlan& plan, const crypto::Digest& digest,
           const std::string& actor);

// One sentence for each tally that is not what it should be.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::premises
