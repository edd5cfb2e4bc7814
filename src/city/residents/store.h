// The tables of records, of mergers and of tenancies. Whoever changes them writes the journal in the same transaction,
// without anything that says who somebody is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/residents/matching.h"
#include "city/residents/record.h"
#include "storage/database.h"

namespace ward::city::residents {

std::optional<Record> find(storage::Transaction& t, const Id& id);
// The record that the person of this one goes by: itself, or the one it was merged into at last.
std::optional<Id> head_of(storage::Transaction& t, const Id& id);
// The records of the person who goes by `head`, the head's own first, then in their order.
std::vector<Record> records_of(storage::Transaction& t, const Id& head);
// As all their records say.
Person person_of(storage::Transaction& t, const Id& head);

// Makes or changes a record. `documents` are all it has from now on. The same twice is once. Errors:
// "resident.changed_meanwhile".
Result<Record> put(storage::Transaction& t, const Clock& clock, const Person& person, std::int64_t version,
                   const std::string& actor);

// Who may be the same person as `person` goes by, the likeliest first, at most `limit`; with the reasons.
struct Candidate {
  Id head;
  Match match;
};
std::vector<Candidate> candidates(storage::Transaction& t, const Person& person, std::size_t limit = 20);

// From now on the record, with all that were merged into it, is of the person who goes by `into`. Errors:
// "resident.unknown", "resident.merge_itself" (they are one already), "resident.merged" (it is not who its person goes
// by: merge that one).
Result<> merge(storage::Transaction& t, const Clock& clock, const Id& id, const Id& into, const std::string& actor);
// It is a person of its own again, with all that had been merged into it before. Errors: "resident.unknown",
// "resident.not_merged".
Result<> unmerge(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

// Of all records of the person who goes by `head`, by their beginning.
std::vector<Tenancy> tenancies_of(storage::Transaction& t, const Id& head);
// Who lives in the room on that day: tenancies by their beginning, each with who its person goes by.
struct Occupant {
  Id head;
  Tenancy tenancy;
};
std::vector<Occupant> occupants(storage::Transaction& t, const Id& room, Date day);
// How many people these are.
// How many in each room of a house; rooms in which nobody lives are left out.
std::vector<std::pair<Id, std::int64_t>> people_by_room(storage::Transaction& t, const Id& premises, Date day);
std::int64_t people_in(storage::Transaction& t, const Id& room, Date day);
std::optional<Tenancy> find_tenancy(storage::Transaction& t, const Id& id);
// Errors: "resident.unknown", "room.unknown", "tenancy.moved" (it stays with its record and its room), "tenancy.twice",
// "tenancy.changed_meanwhile".
Result<Tenancy> put_tenancy(storage::Transaction& t, const Clock& clock, const Id& id, const TenancyInput& input,
                            const std::string& actor);

// Who lived in these rooms is told otherwise now, to the rounds that went to them (rounds::register_changed).
void tell_rounds(storage::Transaction& t, const std::vector<Id>& rooms);

// The paths of the units in whose rooms the person lives or lived: who may see them.
std::vector<std::string> paths_of(storage::Transaction& t, const Id& head);

// One sentence for each person whose mergers, keys or number do not hold.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::residents
