// The tables of declarations, of what was done about them, and of the rules. Every change goes into the numbers of the
// house and of its units in the same transaction, so the sum of the children is always the parent; whoever changes
// something writes the journal as well, without anything that says who somebody is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "city/declarations/steps.h"
#include "storage/database.h"

namespace ward::city::declarations {

// With where it is.
struct Stored {
  Declaration declaration;
  std::string path = {}, unit_name = {};  // of the house's unit
  std::string code = {}, address = {};    // of the house
  std::optional<std::string> room_number = {};
  std::optional<Id> landlord = {};  // of the house
};
std::optional<Stored> find(storage::Transaction& t, const Id& id);

// Those of houses within any of `tops` (paths; "" is everywhere, none is nowhere), or of the houses of a landlord: by
// their arrival, those to come first unless `descending`.
struct Filter {
  std::vector<std::string> tops = {};
  std::optional<Id> landlord = {};
  std::optional<Id> premises = {}, incident = {};
  std::optional<State> state = {};            // somebody of it is in this one
  bool found = false;                         // only those whom nobody had declared
  bool open = false;                          // only those with somebody about whom something is to be done
  std::optional<Date> from = {}, until = {};  // days of arrival, up to and without `until`
  struct Place {
    Time arrives_at;
    Id id;
  };
  std::optional<Place> after = {};  // where the page before ended
  bool descending = false;
  int limit = 50;
};
std::vector<Stored> list(storage::Transaction& t, const Filter& filter);

// Declares, or changes what was declared; persons keep how far they have come. The same twice is once. Errors:
// "premises.unknown", "premises.closed", "room.unknown" (also of another house), "declaration.when" (arrival more than
// a year away, or, of somebody found, still to come), "declaration.person_taken" (their id is in another declaration),
// "declaration.begun" (somebody has arrived: steps say what comes after), "declaration.changed_meanwhile".
Result<Stored> put(storage::Transaction& t, const Clock& clock, Declaration wanted, std::int64_t version,
                   const std::string& actor);

// A step is taken, and who lives in a room from now on is written into the register: as the same person when it knows
// one who is so beyond doubt. The same twice is once. Errors: "declaration.unknown", "step.other" (another one has this
// id), "step.room" (registered without a room), those of apply() and of residents::put_tenancy().
Result<Stored> act(storage::Transaction& t, const Clock& clock, const Id& id, const Done& done,
                   const std::string& actor);
// What was done, in the order it was told.
std::vector<Done> steps_of(storage::Transaction& t, const Id& declaration);

// Who has not come hours after they should have is overdue from now on, and an incident of the house's unit is raised;
// at most `limit` declarations of them.
inline constexpr const char* overdue_type = "arrival_overdue";  // of the catalogue; else nothing is raised
struct Marked {
  Id declaration;
  std::string path;
  std::optional<Id> incident = {};
};
std::vector<Marked> mark_overdue(storage::Transaction& t, const Clock& clock, int limit);
bool overdue_waits(storage::Transaction& t, Time now);

// Of a unit and all below it; of each of its children.
Numbers numbers(storage::Transaction& t, const Id& unit);
std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit);
std::string tally_name(State state);
inline constexpr const char* found_name = "d:found";
// One sentence for each house whose numbers are not what its declarations say.
std::vector<Text> verify(storage::Transaction& t);

// As they are now, or were in a version; version 0 when nobody has set any. Errors: "rules.unknown".
Rules rules(storage::Transaction& t);
Result<Rules> rules_of(storage::Transaction& t, std::int64_t version);
// Errors: "rules.changed_meanwhile".
Result<Rules> put_rules(storage::Transaction& t, const Clock& clock, Rules wanted, const std::string& actor);

}  // namespace ward::city::declarations
