// Passages lie in one table a month. Which one follows from the id alone (a UUIDv7 begins with its time), so that the
// same passage sent twice, in whatever order or batch, always meets itself, and inserts stay at the end of small trees.
#pragma once

#include <string>
#include <vector>

#include "city/passages/passages.h"
#include "storage/database.h"

namespace ward::city::passages {

// "passage_202603"; "passage_other" for an id that is no UUIDv7 or tells a time before 2020 or after 2099.
std::string table_of(const Id& id);

// Makes the table unless it is there.
void make_table(storage::Transaction& t, const std::string& table);
// Remembers that `table` holds rows between these times.
void widen(storage::Transaction& t, const std::string& table, Time min_at, Time max_at);

struct Month {
  std::string table;
  Time min_at, max_at;  // of its rows
};
// Those that may hold rows of [from, to), the one with the newest rows first.
std::vector<Month> months_between(storage::Transaction& t, Time from, Time to);
bool has_table(storage::Transaction& t, const std::string& table);

}  // namespace ward::city::passages
