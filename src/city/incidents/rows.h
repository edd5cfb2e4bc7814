// The row of an incident, and its places in the lists of its units. Inside incidents' store only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "city/incidents/store.h"
#include "city/units/listing.h"

namespace ward::city::incidents {

// The unit and its path are those that stand now, one step on when the unit was merged (units::merge).
constexpr const char* from_where_it_stands =
    " FROM incident i JOIN unit o ON o.id = i.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)";

// What has no deadline is sorted behind everything that has.
constexpr std::int64_t no_deadline = 253'402'300'799'000;  // the last second of 9999

std::string list_of(State state);      // by the report
std::string list_due_of(State state);  // by the deadline: of what is open

// What lists and tallies know of an incident.
struct Standing {
  State state = State::reported;
  Time reported_at;
  std::int64_t sort = no_deadline;
  Id id;
  std::string type;
  bool unheard = false;
};
std::vector<units::Listed> listed(const Standing& one);
// The lists and tallies of the units of `path` go over from `before` (nothing: it is new) to `now`.
void stand(storage::Transaction& t, const std::string& path, const std::optional<Standing>& before,
           const Standing& now);

// When the next page is due, written with the incident so that whoever looks reads one index.
void put_next_page(storage::Transaction& t, const Incident& incident);
// Of the incidents for which somebody was paged in this stage, and nobody acknowledged.
inline constexpr const char* unheard_tally = "incidents/unheard";
// Of the incidents that were due before late_until() and still are open.
inline constexpr const char* late_tally = "incidents/late";
Time late_until(storage::Transaction& t);
// How many that are open were due from `from` on and before `to`, by the path of the unit where they stand.
std::vector<std::pair<std::string, std::int64_t>> due_between(storage::Transaction& t, Time from, Time to);

// Out of a row that begins with body, path and id of the unit where it stands.
Stored read_stored(const storage::Row& row);

// " AND (column within one of the tops)", or "" for everywhere.
std::string within(const std::vector<std::string>& tops, const char* column, std::vector<storage::Value>& values);

}  // namespace ward::city::incidents
