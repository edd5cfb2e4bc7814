// The table of verdicts, and the lists of rooms by how they stand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/premises/premises.h"
#include "city/rounds/store.h"
#include "city/verdicts/verdicts.h"
#include "storage/database.h"

namespace ward::city::verdicts {

// All of a room in a round, by the time of the visit.
std::vector<Verdict> verdicts_on(storage::Transaction& t, std::int64_t round, const Id& room);

// Takes a verdict in, also into a round that has been closed since, and on a room that has ended since: it is kept with
// the room, and counts where the room stood in the round. The same again is once. `path`: of the room's unit. Errors:
// "verdict.other" (another one has this id).
struct Taken {
  bool again = false;
  rounds::Finding finding;  // of the room, now
};
Result<Taken> take(storage::Transaction& t, const Clock& clock, const rounds::Listed& round, const Verdict& verdict,
                   const std::string& path, const std::string& actor);

// A room of a round, with where it is and how it stands.
struct RoomSeen {
  Id room, premises;
  std::string number = {}, floor = {}, code = {}, address = {}, path = {}, unit_name = {};
  rounds::Finding finding = {};
};
// Rooms within `top` (a path within the round's unit) in one state, or those whose count differs from the register's;
// without `state` and `differing` all of them. In the order of the units' paths, then by house and number. Only units
// that have any are looked at.
struct RoomFilter {
  std::string top;
  std::optional<rounds::State> state = {};
  bool differing = false;
  std::optional<Id> after = {};  // the room with which the page before ended
  int limit = 50;
};
std::vector<RoomSeen> rooms(storage::Transaction& t, const rounds::Round& round, const RoomFilter& filter);

}  // namespace ward::city::verdicts
