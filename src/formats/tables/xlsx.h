// One sheet of an Office Open XML workbook (ECMA-376), as Excel, WPS and LibreOffice write it, row by row: the sheet is
// unpacked and parsed as it is read. Held in memory are the texts that its cells share, the merged ranges, and little
// else.
//
// Numbers are plain (no exponent), dates ISO 8601, booleans TRUE and FALSE, formulas what they last gave. The text of a
// merged cell counts for every cell that it covers.
#pragma once

#include <filesystem>
#include <functional>
#include <span>

#include "formats/tables/rows.h"

namespace ward::tables {

class XlsxReader final : public RowSource {
 public:
  // `sheet` by name; empty: the first that is not hidden. `bytes` must outlive the reader.
  // Errors: "table.not_a_workbook", "table.broken_workbook", "table.no_sheet" (with the names there are),
  // "table.unpacks_too_large", "xml.doctype" and others of xml_events.h, "file.unreadable".
  static Result<std::unique_ptr<RowSource>> open(const std::filesystem::path& file, const std::string& sheet = {},
                                                 const Limits& limits = {});
  static Result<std::unique_ptr<RowSource>> open(std::string_view bytes, const std::string& sheet = {},
                                                 const Limits& limits = {});
  ~XlsxReader() override;

  // Faults of a row: "table.cell_too_long", "table.row_too_long", "table.too_many_columns", "table.cell_error" (#N/A,
  // #REF!), "table.lost_digits" (a number of more than 15 digits), "table.bad_date", "table.bad_number". Errors: those
  // of open() and "table.too_many_rows".
  Result<bool> next(Row& row) override;
  Description description() const override;

 private:
  struct Impl;
  explicit XlsxReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Writes a workbook of one sheet in which every cell is text, so that 007 and long numbers stay what they are, also
// when somebody adds rows. The first row is the header: bold, and always in sight.
class XlsxWriter {
 public:
  // Errors: "table.bad_sheet_name" (empty, longer than 31 characters, or with one of []:*?/\).
  static Result<XlsxWriter> create(const std::filesystem::path& file, const std::string& sheet);
  ~XlsxWriter();
  XlsxWriter(XlsxWriter&&) noexcept;

  // Errors: "table.cell_too_long" (32,767 characters), "table.too_many_rows" (1,048,576), "table.too_many_columns"
  // (16,384).
  Result<> row(std::span<const std::string> cells);
  // Writes the file. Errors: "file.unwritable".
  Result<> finish();

 private:
  struct Impl;
  explicit XlsxWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The bytes of a workbook that `write` fills, finish() aside. Nothing of it comes to lie on a disk where others look.
// Errors: those of XlsxWriter and of `write`.
Result<std::string> xlsx_bytes(const std::string& sheet, const std::function<Result<>(XlsxWriter&)>& write);

}  // namespace ward::tables
