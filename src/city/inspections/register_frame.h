// The frame as the registers have it now. Inside inspections' stores only.
#pragma once

#include "city/inspections/draws.h"
#include "storage/database.h"

namespace ward::city::inspections {

// Of the sources asked for, within the units of `path`. Landlords: the houses that have one and are no shops; shops:
// the houses that are; declarations: of arrivals on the days asked for; enterprises: those that work. Errors: those of
// make_frame().
Result<Frame> frame_of_registers(storage::Transaction& t, const DrawInput& input, const std::string& path);

}  // namespace ward::city::inspections
