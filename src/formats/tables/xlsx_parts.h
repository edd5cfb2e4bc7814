// The small parts of a workbook, which say where its sheets are and how their cells are to be read (ECMA-376 part 1,
// chapters 12 and 18, and part 2 for the relationships).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/tables/zip.h"
#include "formats/xml_events.h"

namespace ward::tables {

// Reads one part of a workbook as XML.
class PartReader : public xml::XmlHandler {
 public:
  // Errors: those of ZipArchive::part, ZipPart::read and XmlParser::feed.
  Result<> read(const ZipArchive& zip, const std::string& part);

 protected:
  static constexpr int max_depth = 64;
  xml::XmlParser parser{*this, max_depth};

 private:
  void end(std::string_view, std::string_view) override {}
  void text(std::string_view) override {}
};

struct Sheet {
  std::string name, part;
  bool is_hidden = false;
};

struct Workbook {
  std::vector<Sheet> sheets;           // in the order of their tabs; no charts
  std::string shared_strings, styles;  // parts; empty when there are none
  bool from_1904 = false;              // days are counted from 1904 (old Macs)
};
// Errors: "table.not_a_workbook" when it is another kind of archive; those of PartReader.
Result<Workbook> read_workbook(const ZipArchive& zip);

// The texts that cells refer to by number, end to end in one string.
class SharedStrings {
 public:
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(all_).substr(begin, ends_[i] - begin);
  }

 private:
  friend class SharedStringsReader;
  std::string all_;
  std::vector<std::uint32_t> ends_;
};
// Errors: "table.unpacks_too_large" beyond limits.shared_bytes; those of PartReader.
Result<SharedStrings> read_shared_strings(const ZipArchive& zip, const std::string& part, const Limits& limits);

// For each style that a cell may name, whether it shows a date.
Result<std::vector<bool>> read_date_styles(const ZipArchive& zip, const std::string& part);

}  // namespace ward::tables
