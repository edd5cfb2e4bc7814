// Which steps of the schema a database has seen. Inside storage only.
#pragma once

#include "storage/database.h"

namespace ward::storage {

// Makes the table that remembers them.
constexpr const char* migrations_table_sql =
    "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT";

// Those that the database has not seen yet, in order; `has_table`: it has the table. `name` is the database's, for
// people. Errors: "storage.newer".
Result<std::vector<Migration>> missing_steps(Transaction& t, bool has_table, const std::vector<Migration>& steps,
                                             const std::string& name);
void remember_step(Transaction& t, const Migration& step);

// What a database that is only read answers: "storage.older" when a step is missing, else 0.
Result<int> check_steps(const Result<std::vector<Migration>>& missing, const std::string& name);
// What it answers to write().
Error read_only_error();

}  // namespace ward::storage
