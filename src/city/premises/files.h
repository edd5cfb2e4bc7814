// Files of houses and rooms: what their columns are called, and reading and writing them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "city/premises/register.h"

namespace ward::city::premises {

// What came out of a file, and what was seen on the way.
struct FilePlan {
  RegisterPlan plan;
  std::int64_t rows = 0;
  std::string encoding;              // of CSV; empty for a workbook
  std::vector<std::string> ignored;  // titles of columns that nobody asked for
};

// `bytes`: CSV or XLSX. Errors: those of tables::TableReader: then nothing is known of the file as a whole.
Result<FilePlan> plan_file(std::string_view bytes, const Register& standing,
                           const std::function<bool(std::string_view path)>& may_change, Time now);

// The same columns again, so that a file that is written and read changes nothing: a row for each room, and one for a
// house without rooms; by unit, house and room. Of the houses within `tops` ("" is everywhere).
std::string write_csv(const Register& standing, const std::vector<std::string>& tops);
// As a workbook, in which every cell is text. Errors: those of tables::XlsxWriter ("table.too_many_rows").
Result<std::string> write_xlsx(const Register& standing, const std::vector<std::string>& tops);

}  // namespace ward::city::premises
