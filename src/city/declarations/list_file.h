// A list of people who will arrive at one house: an enterprise's workers. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/zone.h"
#include "city/declarations/declarations.h"
#include "city/units/roster.h"

namespace ward::city::declarations {

struct ListReading {
  Id premises;
  std::function<std::optional<Id>(std::string_view number)> room;  // of the house; nothing: it has none of this number
  crypto::ByteView document_key, id_key;                           // the city's
  const Zone& zone;
  Date today;
};

struct DeclaredList {
  std::vector<Declaration> declarations = {};  // of one person each, in the order of the rows
  std::vector<int> row = {};                   // of each
  std::vector<units::RowFault> faults = {};
  std::int64_t rows = 0;
  std::string encoding = {};              // of CSV; empty for a workbook
  std::vector<std::string> ignored = {};  // titles of columns that nobody asked for
};
inline constexpr std::int64_t most_listed = 100'000;

// `bytes`: CSV or XLSX with who it is (residents::person_columns), from where, the day and perhaps the hour of arrival,
// and perhaps the room, by what and its number. The same row is the same declaration, in whatever file it stands: its
// id is made of who it is and of the house. Errors: those of tables::TableReader; of a row besides those of a person:
// "region.unknown", "declaration.stays", "resident.date", "declaration.hour", "declaration.carrier", "room.unknown",
// "declaration.twice" (the same person in a row before).
Result<DeclaredList> read_list(std::string_view bytes, const ListReading& with);

}  // namespace ward::city::declarations
