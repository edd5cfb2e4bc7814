// SQL as it is written in Ward, in PostgreSQL's words. Inside storage only.
#pragma once

#include <string>
#include <string_view>

namespace ward::storage::postgres {

struct Translated {
  std::string text;
  int values = 0;  // how many placeholders want one
};

// What differs, and only that:
// - `?` and `?2` become `$1` and `$2`, as SQLite counts them;
// - `INDEXED BY name` is left out, because PostgreSQL chooses by its statistics;
// - in CREATE TABLE and ALTER TABLE, INTEGER becomes BIGINT, BLOB BYTEA, REAL DOUBLE PRECISION, and TEXT gets COLLATE
//   "C", so that it is ordered by its bytes everywhere; what follows the columns (STRICT, WITHOUT ROWID) is left out.
// Texts, quoted names and comments stay as they are.
Translated translate(std::string_view sql);

// Functions of SQLite that PostgreSQL has not, with the same results: instr(text, text) and zeroblob(length).
extern const char* const functions_sql;

}  // namespace ward::storage::postgres
