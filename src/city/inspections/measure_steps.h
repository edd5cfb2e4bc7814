// What each step of a measure does and what it needs, beyond the table. For measures.cpp alone.
#pragma once

#include "city/inspections/measures.h"

namespace ward::city::inspections {

inline constexpr std::size_t max_name = 200;  // characters, of the party and of who took a delivery

inline std::unexpected<Error> conflict(std::string code, Text message) {
  return fail(ErrorKind::conflict, std::move(code), std::move(message));
}
// "measure.<field>"
inline std::unexpected<Error> wrong(const std::string& field, Text message) {
  return fail(ErrorKind::invalid, "measure." + field, std::move(message), field);
}

// What one step works on.
struct Move {
  Measure& measure;
  const Request& request;
  const Actor& actor;
  const Context& context;
  Time at;  // when it happened
};

// The state is the one that the table names already. Errors: those of apply() that are no business of the table.
Result<> take_step(Move& move);

}  // namespace ward::city::inspections
