// What every change of a declaration does besides. Inside declarations' stores only.
#pragma once

#include "city/declarations/rows.h"

namespace ward::city::declarations {

// Its persons join the numbers of the house and of its units (`path`), or leave them.
void count(storage::Transaction& t, const Declaration& declaration, const std::string& path, int by);
// With the house and how many persons it is about.
void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Declaration& declaration,
                   json::object payload, const std::string& path, const std::string& actor);

}  // namespace ward::city::declarations
