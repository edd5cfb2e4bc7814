// Files of units and of members: what their columns are called, and reading and writing them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/zone.h"
#include "city/units/roster.h"

namespace ward::city::units {

enum class FileKind { units, members };
std::optional<FileKind> file_kind_from(std::string_view text);  // "units", "members"

// What came out of a file: the plan over `roster`, and what was seen on the way.
struct FilePlan {
  Plan plan;
  std::int64_t rows = 0;
  std::string encoding;              // of CSV; empty for a workbook
  std::vector<std::string> ignored;  // titles of columns that nobody asked for
};

// `bytes`: CSV or XLSX. Dates are read as days of `zone`, or as RFC 3339 times. Errors: those of
// tables::TableReader ("table.missing_columns", "table.encoding", ...): then nothing is known of the file as a whole.
Result<FilePlan> plan_file(FileKind kind, std::string_view bytes, const Roster& roster, Time now, const Zone& zone);

// The same columns again, so that a file that is written and read changes nothing.
std::string write_csv(FileKind kind, const Roster& roster);
// The same as a workbook, in which every cell is text. Errors: those of tables::XlsxWriter ("table.too_many_rows").
Result<std::string> write_xlsx(FileKind kind, const Roster& roster);

}  // namespace ward::city::units
