// Rows of the tables as what they stand for, and back. Inside enterprises' stores only.
#pragma once

#include "city/enterprises/store.h"

namespace ward::city::enterprises {

inline constexpr const char* enterprise_columns =
    "e.id, e.unit, e.name, e.credit_code, e.kind, e.premises, e.site, e.state, e.trouble, e.plan, e.passed, e.caps, "
    "e.conditions, e.open_since, e.last_report, e.version, u.path, u.name";
// The unit is the one that stands now, one step on when it was merged (units::merge).
inline constexpr const char* from_where_it_is =
    " FROM enterprise e JOIN unit o ON o.id = e.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)";
Stored stored_in(const storage::Row& row);
void write(storage::Transaction& t, const Enterprise& enterprise, bool is_new);

inline constexpr const char* day_columns = "day, present, absent, fevers, isolated, highest_cc, masks, note, version";
Day day_in(const storage::Row& row);

std::string text_of(const Done& done);
Done done_in(const std::string& text, Time at, const std::string& author);

// Leaves the numbers of its units, or joins them.
void count(storage::Transaction& t, const Enterprise& enterprise, const std::string& path, int by);
// Counts all anew, after many were written at once.
void rebuild_tallies(storage::Transaction& t);
void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& id, json::value payload,
                   const std::string& path, const std::string& actor);
std::string tally_name(State state);
std::string tally_name(Trouble trouble);

}  // namespace ward::city::enterprises
