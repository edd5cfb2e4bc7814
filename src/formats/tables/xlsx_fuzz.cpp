// Any bytes as a workbook, and as the sheet of a sound one: rows in order and within the limits, or an error.
#include <zip.h>

#include <cstdlib>

#include "base/utf8.h"
#include "formats/tables/xlsx.h"
#include "formats/tables/xlsx_values.h"

using namespace ward;
using namespace ward::tables;

namespace {

constexpr Limits limits{.cell_bytes = 64,
                        .row_bytes = 4096,
                        .columns = 8,
                        .rows = 1000,
                        .unpacked_bytes = 1 << 20,
                        .unpacked_ratio = 400,
                        .shared_bytes = 1 << 16};

void read(std::string_view bytes) {
  auto source = XlsxReader::open(bytes, "", limits);
  if (!source) {
    if (source.error().code.empty()) std::abort();
    return;
  }
  Row row;
  std::int64_t last = 0;
  while (true) {
    const auto there = (*source)->next(row);
    if (!there && there.error().code.empty()) std::abort();
    if (!there || !*there) return;
    if (row.number <= last || row.number > limits.rows || row.cells.size() > limits.columns) std::abort();
    last = row.number;
    for (const std::string& cell : row.cells)
      if (cell.size() > limits.cell_bytes || !is_utf8(cell)) std::abort();
  }
}

// A sound workbook around this sheet.
std::string workbook_of(std::string_view sheet) {
  static const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  static const std::string roots =
      "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='w.xml'/></Relationships>";
  static const std::string book =
      "<workbook xmlns:r='" + types + "'><sheets><sheet name='s' r:id='r1'/></sheets></workbook>";
  static const std::string parts =
      "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='s.xml'/>"
      "<Relationship Id='r2' Type='x/sharedStrings' Target='t.xml'/>"
      "<Relationship Id='r3' Type='x/styles' Target='f.xml'/></Relationships>";
  static const std::string strings = "<sst><si><t>a</t></si><si><t>=张</t></si></sst>";
  static const std::string styles = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  zip_source_keep(target);
  const auto add = [&](const char* name, std::string_view text) {
    zip_file_add(zip, name, zip_source_buffer(zip, text.data(), text.size(), 0), 0);
  };
  add("_rels/.rels", roots), add("w.xml", book), add("_rels/w.xml.rels", parts), add("s.xml", sheet);
  add("t.xml", strings), add("f.xml", styles);
  zip_close(zip);
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(std::size_t(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read(bytes);
  read(workbook_of(bytes));
  if (is_utf8(bytes) && !bytes.contains('\0') && unescaped(escaped(bytes)) != bytes) std::abort();
  (void)plain_number(bytes), (void)iso_date(bytes, false), (void)is_date_format(200, bytes), (void)cell_name(bytes);
  return 0;
}
