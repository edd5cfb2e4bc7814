// A database of one kind into one of another: every table, generically.
#pragma once

#include "storage/database.h"

namespace ward::storage {

// Told while a table is copied, about every 50,000 rows, and at its end.
using Progress = std::function<void(const std::string& table, std::int64_t rows, bool done)>;

// Every row of every table of the SQLite database `from` into the tables of the same names of `to`, which are emptied
// first; what schema steps each has seen is left alone. Tables are taken in the order in which they were made, so that
// what a row refers to is there before it. Errors: "storage.copied" when another number of rows arrived.
Result<> copy_tables(Transaction& from, Transaction& to, const Progress& progress);

}  // namespace ward::storage
