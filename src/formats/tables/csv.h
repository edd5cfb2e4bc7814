// CSV as RFC 4180 has it, and as Excel and WPS write it: a byte order mark, ";" or tab in place of the comma, CRLF, LF
// or CR, blank lines, empty columns at the end, a first line "sep=;".
//
// Formulas. A cell that begins with =, +, -, @, a tab or a carriage return (or the full-width form of the first four)
// is run by spreadsheets as a formula (OWASP, "CSV Injection"). We write an apostrophe before it, the spreadsheets' own
// sign for text, and take away one such apostrophe when reading, so that a file that is written and read again holds
// the same: text that already has apostrophes before such a character gets one more. A plain negative number is no
// formula and is left alone.
#pragma once

#include <istream>
#include <ostream>
#include <span>

#include "formats/tables/encoding.h"
#include "formats/tables/rows.h"

namespace ward::tables {

class CsvReader final : public RowSource {
 public:
  // `in` must outlive it. The separator is the one of "," ";" and tab that comes most often in the first line that has
  // any of them.
  explicit CsvReader(std::istream& in, const Limits& limits = {}, std::optional<Encoding> known = {});
  ~CsvReader() override;

  // A row counts as a spreadsheet counts: a cell of two lines is in one row. Faults of a row: "table.quote" (text
  // behind a closing quote), "table.cell_too_long", "table.row_too_long", "table.too_many_columns". Errors:
  // "table.quote_open" (the row where a quote was opened that never closes), "table.encoding", "table.too_many_rows",
  // "file.unreadable".
  Result<bool> next(Row& row) override;
  Description description() const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class CsvWriter {
 public:
  // UTF-8 with a byte order mark, by which Excel knows it; comma, CRLF. `out` must outlive it.
  explicit CsvWriter(std::ostream& out);
  void row(std::span<const std::string> cells);

 private:
  std::ostream& out_;
};

}  // namespace ward::tables
