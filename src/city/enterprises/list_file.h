// A file with a list of enterprises: what its columns are called, and reading it.
#pragma once

#include "city/enterprises/list_plan.h"

namespace ward::city::enterprises {

// What came out of a file, and what was seen on the way.
struct ListFile {
  ListPlan plan = {};
  std::int64_t rows = 0;
  std::string encoding = {};              // of CSV; empty for a workbook
  std::vector<std::string> ignored = {};  // titles of columns that nobody asked for
};

// `bytes`: CSV or XLSX. Errors: those of tables::TableReader: then nothing is known of the file as a whole.
Result<ListFile> plan_file(std::string_view bytes, const Known& known,
                           const std::function<bool(std::string_view path)>& may_change, Time now);

}  // namespace ward::city::enterprises
