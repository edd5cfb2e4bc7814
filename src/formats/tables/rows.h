// Rows of a table from outside, one after the other, never all at once: what reads CSV and XLSX has in common.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace ward::tables {

// What is refused, and what that does. A row beyond `cell_bytes`, `row_bytes` or `columns` is a row with a fault: it is
// passed over without being held, and the rows behind it are read. Beyond `rows` the reading ends.
struct Limits {
  std::size_t cell_bytes = 128 << 10;  // Excel's own limit is 32,767 characters a cell
  std::size_t row_bytes = 1 << 20;
  std::size_t columns = 1'000;
  std::int64_t rows = 2'000'000;                // Excel's own limit is 1,048,576
  std::int64_t unpacked_bytes = 2'000'000'000;  // of one part of a workbook, and...
  std::int64_t unpacked_ratio = 400;            // ...as a multiple of its packed size; real ones stay below 100
  std::size_t shared_bytes = 256 << 20;         // the texts of a workbook, the one part that is held in memory
};

struct Row {
  std::int64_t number = 0;         // as a spreadsheet shows it, from 1
  std::vector<std::string> cells;  // UTF-8; empty cells at the end are left out
  std::optional<Error> fault;      // why this row cannot be used; `cells` is then what could be read of it
};

// What a file turned out to be.
struct Description {
  std::string format;    // "csv" or "xlsx"
  std::string encoding;  // of CSV: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"; final when all rows are read
  std::string detail;    // the separator of CSV, the name of the sheet of XLSX
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // Fills `row` with the next row that is not blank; false behind the last. An error ends the reading (it cannot be
  // known what follows); a fault of one row is in `row.fault`. Either names the row, and the column where there is one,
  // in its `field`: "row 5", "row 5 column 3".
  virtual Result<bool> next(Row& row) = 0;
  virtual Description description() const = 0;
};

// A fault at a row, and at a column from 1 (0: none). The sentences begin with the place.
Error fault_at(std::int64_t row, std::size_t column, ErrorKind kind, std::string code, const Text& what);

// "A", "Z", "AA" for 1, 26, 27, as spreadsheets name columns.
std::string column_letters(std::size_t column);

}  // namespace ward::tables
