// Every table of the server, in one place, as numbered steps: a step that was released is never edited, a new one is
// added.
#pragma once

#include <vector>

#include "storage/database.h"

namespace ward::city {

const std::vector<storage::Migration>& schema();

}  // namespace ward::city
