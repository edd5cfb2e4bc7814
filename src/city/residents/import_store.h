// A list of residents out of a file into the register, in the caller's transaction.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "city/residents/import_plan.h"
#include "city/units/roster.h"
#include "storage/database.h"

namespace ward::city::residents {

struct ImportOrder {
  std::string_view bytes;                                 // CSV or XLSX
  std::function<bool(std::string_view path)> may_change;  // as of Reading
  crypto::Digest document_key, id_key;
  Date today;
  std::string actor;
  bool dry_run = true;     // store nothing
  bool good_rows = false;  // store the rows that are well though others are not
};
// `vault`: the city's key.
ImportOrder import_order(std::string_view bytes, const crypto::Key& vault, Date today);

// What the file changed, or would change, and what was seen on the way.
struct ImportReport {
  struct Plan : ImportCounts {
    std::vector<units::RowFault> faults;  // in the order of the rows
  } plan;
  std::int64_t rows = 0;
  std::string encoding;              // of CSV; empty for a workbook
  std::vector<std::string> ignored;  // titles of columns that nobody asked for
  bool stored = false;
};

// With one row of the journal, which holds the digest of the file. Memory: the file, and 1 KiB or less a row. Errors:
// those of tables::TableReader: then nothing is known of the file as a whole, and the transaction must not be
// committed.
Result<ImportReport> import_list(storage::Transaction& t, const Clock& clock, const ImportOrder& order);

}  // namespace ward::city::residents
