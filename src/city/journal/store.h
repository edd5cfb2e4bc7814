// The table of the journal.
#pragma once

#include <optional>

#include "city/journal/journal.h"
#include "storage/database.h"

namespace ward::city::journal {

// Adds a row in the caller's transaction; returns its number.
std::int64_t append(storage::Transaction& t, const Clock& clock, const Entry& entry);

// The number that the next append in this transaction will return.
std::int64_t next_number(storage::Transaction& t);

struct Filter {
  std::string type = {}, subject = {};  // "" for any
  std::vector<std::string> units = {};  // empty for any
  std::int64_t before = 0;              // rows with a smaller number; 0 from the newest
  int limit = 50;
};
// Newest first.
std::vector<Record> list(storage::Transaction& t, const Filter& filter);

// Rows of these types with a larger number than `after`, the oldest first; at most `limit`.
std::vector<Record> following(storage::Transaction& t, std::int64_t after, const std::vector<std::string>& types,
                              int limit);
std::optional<Record> find(storage::Transaction& t, std::int64_t number);

// Where a reader that follows the journal stands: the number of the last row it has read. It is moved in the
// transaction that does what the rows ask for, so that each is done once.
std::int64_t reader_at(storage::Transaction& t, const std::string& name);
void move_reader(storage::Transaction& t, const std::string& name, std::int64_t number);

// Walks the whole chain: one sentence for each row that was changed, added or is missing; empty when all is well.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::journal
