// What a gate measured, counted: one temperature for each visit, that of its final passage, because a retest is no
// result yet. Measured and painted (simulated) temperatures are never counted together.
#pragma once

#include "city/passages/drift.h"
#include "storage/database.h"

namespace ward::city::passages {

// What the drift watch judges: the 24 h before `end` and the days before them. The painted ones only where the gate
// measured nothing real in all that time.
Days days_until(storage::Transaction& t, const Id& device, Time end);

// Of [from, to).
Counts distribution(storage::Transaction& t, const Id& device, Time from, Time to, bool simulated);

// {"bins", "count", "median_cc"}: the bins are 0.1 °C wide, those without people are left out.
json::object to_json(const Counts& distribution);

}  // namespace ward::city::passages
