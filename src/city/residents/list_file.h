// Files of lists of residents: what their columns are called, read row by row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "city/residents/list_row.h"
#include "city/units/roster.h"
#include "formats/tables/table_reader.h"

namespace ward::city::residents {

// The columns that say who somebody is, for every list of people; what a row has in them.
const std::vector<tables::Column>& person_columns();
ListCells person_cells(const tables::TableReader& reader, const tables::Record& record);

class ListFile {
 public:
  // `bytes`: CSV or XLSX, which must outlive it. Errors: those of tables::TableReader.
  static Result<ListFile> open(std::string_view bytes);

  // The next rows that are well, at most `most`; none behind the last. Those at fault are added to `faults`. Errors:
  // those of tables::TableReader::next().
  Result<std::vector<Listed>> next(std::size_t most, const Reading& with, std::vector<units::RowFault>& faults);

  std::int64_t rows() const { return rows_; }       // read so far, at fault or not
  std::string encoding() const;                     // of CSV; empty for a workbook
  const std::vector<std::string>& ignored() const;  // titles of columns that nobody asked for

 private:
  explicit ListFile(tables::TableReader reader) : reader_(std::move(reader)) {}
  ListCells cells_of(const tables::Record& record) const;
  tables::TableReader reader_;
  std::int64_t rows_ = 0;
};

}  // namespace ward::city::residents
