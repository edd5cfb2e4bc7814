// How many premises and rooms stand in each unit and below it. Inside premises' store only.
#pragma once

#include "storage/database.h"

namespace ward::city::premises {

inline constexpr const char* premises_tally = "premises";
inline constexpr const char* rooms_tally = "rooms";

// The unit is the one that stands now, one step on when it was merged (units::merge).
inline constexpr const char* where_they_stand =
    " FROM premises p JOIN unit o ON o.id = p.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id)";

// Counts everything anew and writes it down.
void rebuild_tallies(storage::Transaction& t);

}  // namespace ward::city::premises
