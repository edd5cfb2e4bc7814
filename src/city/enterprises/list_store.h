// Lists of enterprises over the tables.
#pragma once

#include "base/clock.h"
#include "base/crypto.h"
#include "city/enterprises/list_plan.h"
#include "storage/database.h"

namespace ward::city::enterprises {

// All enterprises, open units and houses that stand.
Known load_known(storage::Transaction& t);

// All of the plan, with one row of the journal. `digest`: of the file, for that row. Does nothing for an empty plan.
void apply(storage::Transaction& t, const Clock& clock, const ListPlan& plan, const crypto::Digest& digest,
           const std::string& actor);

}  // namespace ward::city::enterprises
