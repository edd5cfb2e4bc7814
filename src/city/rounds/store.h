// The tables of rounds and of how rooms stand in them. Every change goes into the tallies of the room's unit and of all
// units above it in the same transaction, so the sum of the children is always the parent.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "city/rounds/rounds.h"
#include "storage/database.h"

namespace ward::city::rounds {

std::optional<Round> find(storage::Transaction& t, const Id& id);

// Rounds for a unit within any of `tops`, or for one above them (they go to its doors as well): the open ones first,
// then the latest. "" is everywhere, no top is nowhere.
struct Filter {
  std::vector<std::string> tops = {};
  std::optional<std::int64_t> before = {};  // the number with which the page before ended
  bool open = true;                         // those that are open, or those that are closed
  int limit = 50;
};
struct Listed {
  Round round;
  std::string path = {}, unit_name = {};
};
std::vector<Listed> list(storage::Transaction& t, const Filter& filter);
std::optional<Listed> find_listed(storage::Transaction& t, const Id& id);

// Opens a round, or changes what is said of it. Errors: "round.unit_unknown", "round.moved" (it stays with its unit,
// topic and form: verdicts were given on them), "round.closed", "round.changed_meanwhile".
Result<Round> put(storage::Transaction& t, const Clock& clock, const Id& id, const RoundInput& input,
                  const std::string& actor);
// Every room that stands in it now and has no verdict is written down as such; what comes from phones afterwards is
// taken in still. How many they are. Errors: "round.unknown".
Result<std::int64_t> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

// Every room that stands within `path` and has no finding gets `none`; how many they are.
std::int64_t write_down_the_rest(storage::Transaction& t, const Round& round, const std::string& path);
std::optional<Finding> finding(storage::Transaction& t, std::int64_t round, const Id& room);
// How the room stands from now on. `path`: of the unit it is in.
void set_finding(storage::Transaction& t, std::int64_t round, const Id& room, const Finding& finding,
                 const std::string& path);

// What others tell of rooms with findings. Rooms that are no more leave the open rounds; their verdicts are kept.
void rooms_ended(storage::Transaction& t, const std::vector<Id>& rooms, const std::string& path);
void premises_moved(storage::Transaction& t, const Id& premises, const std::string& from, const std::string& to);
// The register of who lives in the room has changed: `registered` says how many live there on a day.
void register_changed(storage::Transaction& t, const Id& room, const std::string& path,
                      const std::function<std::int64_t(Date)>& registered);

// Of a unit and all below it; of each of its children; of every unit of the round's subtree that has any, by path.
Numbers numbers(storage::Transaction& t, const Round& round, const Id& unit);
std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Round& round, const Id& unit);
std::map<std::string, Numbers> all_numbers(storage::Transaction& t, const Round& round);

// The tally that counts rooms of this state ("r12:seen"), and those whose count differs ("r12:differing").
std::string tally_name(std::int64_t round, State state);
std::string differing_name(std::int64_t round);

// Counts the tallies of all rounds anew.
void rebuild_tallies(storage::Transaction& t);
// One sentence for each number that is not what it should be.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::rounds
