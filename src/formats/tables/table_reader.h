// A table from outside as the program wants it: its columns by the program's names, whatever they are called in the
// file and wherever they stand, and then row after row.
#pragma once

#include <filesystem>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/tables/rows.h"

namespace ward::tables {

// A column that is asked for. {"code", {"code", "编号", "网格编号"}}
struct Column {
  std::string name;                 // the program's
  std::vector<std::string> titles;  // what it may be called; letter case, white space and a * (必填) do not matter
  bool required = true;
};

struct Record {
  std::int64_t number = 0;          // of the row, as a spreadsheet shows it
  std::vector<std::string> values;  // in the order of the columns asked for; without white space before and behind
  std::optional<Error> fault;       // why this row cannot be used
};

class TableReader {
 public:
  // Looks for the header among the first ten rows that are not blank: the one that has most of the columns (forms have
  // a title above it, and headers of two lines). Errors: "table.no_rows"; "table.missing_columns" with what each may be
  // called; "table.column_twice" with both places; those of the source.
  static Result<TableReader> open(std::unique_ptr<RowSource> source, std::vector<Column> columns);

  // The next row behind the header in which any of the columns asked for has text; false behind the last.
  Result<bool> next(Record& record);

  // The value of the column `name` in `record`; stops the process when `name` was not asked for.
  std::string_view value(const Record& record, std::string_view name) const;
  bool has(std::string_view name) const;  // whether the file has the column

  const std::vector<std::string>& unknown() const { return unknown_; }  // titles that nobody asked for
  std::int64_t header_row() const { return header_row_; }
  Description description() const { return source_->description(); }

 private:
  explicit TableReader(std::unique_ptr<RowSource> source, std::vector<Column> columns);
  Result<> find_header();
  Result<> take_header(const Row& row);
  std::unique_ptr<RowSource> source_;
  std::vector<Column> columns_;
  std::vector<std::optional<std::size_t>> places_;  // for each column, where it is in a row
  std::vector<std::string> unknown_;
  std::int64_t header_row_ = 0;
  std::vector<Row> waiting_;  // read while looking for the header, from the last to the next
  std::optional<Error> end_;  // what ended the source then
};

// A file of either kind, told by its first bytes. `sheet` is for workbooks alone (see XlsxReader::open). The stream of
// the file, or the bytes, are the source's own business; `bytes` must outlive it.
Result<std::unique_ptr<RowSource>> open_table(const std::filesystem::path& file, const std::string& sheet = {},
                                              const Limits& limits = {});
Result<std::unique_ptr<RowSource>> open_table(std::string_view bytes, const std::string& sheet = {},
                                              const Limits& limits = {});

}  // namespace ward::tables
