#include "formats/tables/xlsx.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>
#include <map>

#include "base/crypto.h"
#include "formats/tables/testing.h"
#include "formats/tables/xlsx_values.h"

namespace ward::tables {
namespace {

using Cells = std::vector<std::string>;
namespace fs = std::filesystem;

struct Sheet {
  std::vector<Row> rows;
  std::optional<Error> end;
  std::string sheet;

  std::vector<Cells> cells() const {
    std::vector<Cells> all;
    for (const Row& row : rows) all.push_back(row.cells);
    return all;
  }
};

Sheet read(Result<std::unique_ptr<RowSource>> source) {
  Sheet table;
  if (!source) {
    table.end = source.error();
    return table;
  }
  table.sheet = (*source)->description().detail;
  Row row;
  while (true) {
    const auto there = (*source)->next(row);
    if (!there) table.end = there.error();
    if (!there || !*there) return table;
    table.rows.push_back(row);
  }
}

// The bytes of a zip archive of these parts.
std::string zipped(const std::map<std::string, std::string>& parts) {
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  zip_t* zip = zip_open_from_source(target, ZIP_TRUNCATE, nullptr);
  zip_source_keep(target);
  for (const auto& [name, text] : parts)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
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

constexpr const char* office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* package = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr const char* main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string relationship(const std::string& id, const std::string& kind, const std::string& target) {
  return "<Relationship Id='" + id + "' Type='" + office + "/" + kind + "' Target='" + target + "'/>";
}
std::string relationships(const std::string& inside) {
  return std::string("<Relationships xmlns='") + package + "'>" + inside + "</Relationships>";
}
std::string in(const std::string& root, const std::string& inside) {
  return "<" + root + " xmlns='" + main_ns + "' xmlns:r='" + office + "'>" + inside + "</" + root + ">";
}

// A workbook with this inside of its first sheet.
std::map<std::string, std::string> parts_of(const std::string& sheet_inside, const std::string& strings = {}) {
  return {
      {"_rels/.rels", relationships(relationship("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", in("workbook", "<sheets><sheet name='网格' sheetId='1' r:id='rId1'/></sheets>")},
      {"xl/_rels/workbook.xml.rels", relationships(relationship("rId1", "worksheet", "worksheets/sheet1.xml") +
                                                   relationship("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
                                                   relationship("rId3", "styles", "styles.xml"))},
      {"xl/sharedStrings.xml", in("sst", strings)},
      {"xl/styles.xml",
       in("styleSheet",
          "<numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>"
          "<numFmt numFmtId='177' formatCode='0.00&quot;days&quot;'/></numFmts>"
          "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
          "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='176'/><xf numFmtId='177'/>"
          "<xf numFmtId='22'/></cellXfs>")},
      {"xl/worksheets/sheet1.xml", in("worksheet", sheet_inside)},
  };
}
Sheet read_sheet(const std::string& sheet_inside, const std::string& strings = {}, const Limits& limits = {}) {
  const std::string bytes = zipped(parts_of(sheet_inside, strings));
  return read(XlsxReader::open(std::string_view(bytes), "", limits));
}

TEST(Xlsx, ReadsEveryKindOfCell) {
  const Sheet table = read_sheet(
      "<sheetData>"
      "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='D1' "
      "t='inlineStr'><is><t>in</t><rPh><t>x</t></rPh></is></c></row>"
      "<row r='3'><c r='A3'><v>330782001</v></c><c r='B3'><v>0.10000000000000001</v></c><c r='C3' t='b'><v>1</v></c><c "
      "r='D3' t='str'><f>A1</f><v>f</v></c></row>"
      "<row r='4'><c r='A4' s='1'><v>46083</v></c><c r='B4' s='2'><v>46083.5</v></c><c r='C4' s='3'><v>1.5</v></c><c "
      "r='D4' s='4'><v>0.25</v></c></row>"
      "<row r='5'><c r='A5' s='1'/><c r='B5'/></row>"
      "<row><c><v>1E-3</v></c><c><v>-5</v></c><c t='d'><v>2026-03-02</v></c></row>"
      "</sheetData>",
      "<si><t>编号</t></si><si><r><t>网</t></r><r><rPr/><t xml:space='preserve'>格 "
      "</t></r><rPh><t>wangge</t></rPh></si>");
  EXPECT_FALSE(table.end) << table.end->message.en;
  EXPECT_EQ(table.cells(), (std::vector<Cells>{{"编号", "网格 ", "", "in"},
                                               {"330782001", "0.1", "TRUE", "f"},
                                               {"2026-03-02", "2026-03-02T12:00:00", "1.5", "06:00:00"},
                                               {"0.001", "-5", "2026-03-02"}}));
  EXPECT_EQ(table.rows[3].number, 6);
  EXPECT_EQ(table.sheet, "网格");
}

TEST(Xlsx, TheTextOfAMergedCellCountsForAllItCovers) {
  const Sheet table = read_sheet(
      "<sheetData>"
      "<row r='1'><c r='A1' t='str'><v>姓名</v></c><c r='B1' t='str'><v>住址</v></c></row>"
      "<row r='2'><c r='B2' t='str'><v>街道</v></c><c r='C2' t='str'><v>社区</v></c></row>"
      "<row r='3'><c r='A3' t='str'><v>张</v></c><c r='B3' t='str'><v>x</v></c></row>"
      "<row r='4'><c r='C4' t='str'><v>y</v></c></row><row r='5'><c r='A5'/></row>"
      "</sheetData><mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:C1'/><mergeCell ref='B3:B5'/></mergeCells>");
  EXPECT_EQ(table.cells(),
            (std::vector<Cells>{{"姓名", "住址", "住址"}, {"姓名", "街道", "社区"}, {"张", "x"}, {"", "x", "y"}}));
}

TEST(Xlsx, FaultsOfARowNameItAndTheRestIsRead) {
  const Sheet table = read_sheet(
      "<sheetData><row r='1'><c r='A1' t='e'><v>#N/A</v></c></row>"
      "<row r='2'><c r='B2'><v>3.3078219900101101E+17</v></c></row>"
      "<row r='3'><c r='A3' s='1'><v>60</v></c></row><row r='4'><c r='A4' t='s'><v>9</v></c></row>"
      "<row r='5'><c r='A5'><v>x</v></c></row><row r='6'><c r='D6'><v>1</v></c></row>"
      "<row r='7'><c r='A7' t='str'><v>a text of thirty-one characters</v></c></row><row r='8'><c "
      "r='C8'><v>8</v></c></row></sheetData>",
      "", {.cell_bytes = 30, .columns = 3});
  std::vector<std::string> faults;
  for (const Row& row : table.rows) faults.push_back(row.fault ? row.fault->code + " " + row.fault->field : "");
  EXPECT_EQ(faults, (Cells{"table.cell_error row 1 column 1", "table.lost_digits row 2 column 2",
                           "table.bad_date row 3 column 1", "table.bad_number row 4 column 1",
                           "table.bad_number row 5 column 1", "table.too_many_columns row 6 column 4",
                           "table.cell_too_long row 7 column 1", ""}));
  EXPECT_FALSE(table.end);
}

TEST(Xlsx, RefusesAttacksAndWhatIsBroken) {
  const auto code = [](const std::map<std::string, std::string>& parts, const Limits& limits = {}) {
    const std::string bytes = zipped(parts);
    const Sheet table = read(XlsxReader::open(std::string_view(bytes), "", limits));
    return table.end ? table.end->code : "read";
  };
  const std::string row = "<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData>";
  EXPECT_EQ(code(parts_of(row)), "read");
  auto parts = parts_of(row);
  parts["xl/worksheets/sheet1.xml"] = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + in("worksheet", row);
  EXPECT_EQ(code(parts), "xml.doctype");
  parts["xl/worksheets/sheet1.xml"] = "<worksheet><sheetData>";
  EXPECT_EQ(code(parts), "xml.syntax");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_EQ(code(parts), "table.broken_workbook");
  parts.erase("_rels/.rels");
  EXPECT_EQ(code(parts), "table.not_a_workbook");
  // 20 MB of spaces in 20 KB.
  EXPECT_EQ(code(parts_of(std::string(20'000'000, ' ') + row)), "table.unpacks_too_large");
  EXPECT_EQ(code(parts_of(row + std::string(5'000, 'x')), {.unpacked_bytes = 5'000}), "table.unpacks_too_large");
  EXPECT_EQ(code(parts_of(row, "<si><t>" + std::string(5'000, 'x') + "</t></si>"), {.shared_bytes = 5'000}),
            "table.unpacks_too_large");
  EXPECT_EQ(code(parts_of("<sheetData><row r='2'/><row r='2'/></sheetData>")), "table.broken_workbook");
  EXPECT_EQ(code(parts_of("<sheetData><row r='3'><c><v>1</v></c></row></sheetData>"), {.rows = 2}),
            "table.too_many_rows");
  EXPECT_EQ(read(XlsxReader::open(std::string_view("PK\x03\x04 no"))).end->code, "table.not_a_workbook");
  EXPECT_EQ(read(XlsxReader::open(fs::path("/nowhere/x.xlsx"))).end->code, "file.unreadable");
  const std::string whole = zipped(parts_of(row));
  for (std::size_t size = 0; size < whole.size(); size += 7)
    EXPECT_TRUE(read(XlsxReader::open(std::string_view(whole).substr(0, size))).end);
}

TEST(Xlsx, ChoosesTheFirstSheetThatIsNotHiddenOrTheOneNamed) {
  auto parts = parts_of("<sheetData><row><c><v>1</v></c></row></sheetData>");
  parts["xl/workbook.xml"] =
      in("workbook",
         "<workbookPr date1904='1'/><sheets><sheet name='secret' state='hidden' sheetId='1' r:id='rId1'/>"
         "<sheet name='chart' sheetId='3' r:id='rId3'/><sheet name='units' sheetId='2' r:id='rId4'/></sheets>");
  parts["xl/_rels/workbook.xml.rels"] = relationships(
      relationship("rId1", "worksheet", "worksheets/sheet1.xml") + relationship("rId3", "chartsheet", "charts/1.xml") +
      relationship("rId4", "worksheet", "../other/two.xml") + relationship("rId5", "styles", "styles.xml"));
  parts["other/two.xml"] = in("worksheet", "<sheetData><row><c s='1'><v>1</v></c></row></sheetData>");
  const std::string bytes = zipped(parts);
  const std::string_view view = bytes;
  EXPECT_EQ(read(XlsxReader::open(view)).cells(), std::vector<Cells>{{"1904-01-02"}});
  EXPECT_EQ(read(XlsxReader::open(view)).sheet, "units");
  EXPECT_EQ(read(XlsxReader::open(view, "secret")).cells(), std::vector<Cells>{{"1"}});
  const Sheet none = read(XlsxReader::open(view, "楼栋"));
  EXPECT_EQ(none.end->code, "table.no_sheet");
  EXPECT_NE(none.end->message.en.find("secret, units"), std::string::npos);
}

class XlsxFile : public ::testing::Test {
 protected:
  ~XlsxFile() override { fs::remove(file); }
  const fs::path file = fs::temp_directory_path() / ("ward-table-" + crypto::random_token(8) + ".xlsx");

  void write(const std::vector<Cells>& rows) {
    auto writer = XlsxWriter::create(file, "名单");
    ASSERT_TRUE(writer);
    for (const Cells& cells : rows) ASSERT_TRUE(writer->row(cells));
    ASSERT_TRUE(writer->finish());
  }
};

TEST_F(XlsxFile, RandomTablesRoundTrip) {
  std::mt19937 random(9);
  for (int round = 0; round < 60; ++round) {
    std::vector<Cells> rows;
    for (unsigned r = 0; r < 1 + random() % 6; ++r) {
      Cells& cells = rows.emplace_back();
      for (unsigned c = 0; c < random() % 5; ++c) cells.push_back(random_text(random, 6));
      cells.push_back("\x01 end");
    }
    write(rows);
    const Sheet table = read(XlsxReader::open(file));
    EXPECT_FALSE(table.end);
    ASSERT_EQ(table.cells(), rows);
    for (const Row& row : table.rows) EXPECT_FALSE(row.fault);
  }
}

TEST_F(XlsxFile, RefusesWhatASheetCannotHold) {
  EXPECT_EQ(XlsxWriter::create(file, "").error().code, "table.bad_sheet_name");
  EXPECT_EQ(XlsxWriter::create(file, "a/b").error().code, "table.bad_sheet_name");
  auto writer = XlsxWriter::create(file, "a");
  ASSERT_TRUE(writer);
  std::string text;
  for (int i = 0; i < 32'767; ++i) text += "张";
  EXPECT_TRUE(writer->row(Cells{text}));
  EXPECT_EQ(writer->row(Cells{"", text + "x"}).error().code, "table.cell_too_long");
  EXPECT_EQ(writer->row(Cells{"", text + "x"}).error().field, "row 2 column 2");
  EXPECT_EQ(writer->row(Cells(16'385)).error().code, "table.too_many_columns");
  EXPECT_TRUE(writer->finish());
  EXPECT_EQ(read(XlsxReader::open(file)).cells(), std::vector<Cells>{{text}});
  auto nowhere = XlsxWriter::create("/nowhere/x.xlsx", "a");
  ASSERT_TRUE(nowhere);
  EXPECT_EQ(nowhere->finish().error().code, "file.unwritable");
}

TEST(XlsxValues, NumbersAreWrittenAsPeopleWriteThem) {
  for (const auto& [text, plain] : std::map<std::string, std::string>{{"0", "0"},
                                                                      {"-0", "0"},
                                                                      {"1", "1"},
                                                                      {"1.0", "1"},
                                                                      {"0.10000000000000001", "0.1"},
                                                                      {"36.600000000000001", "36.6"},
                                                                      {"3.3078200100000001E+11", "330782001000"},
                                                                      {"999999999999999", "999999999999999"},
                                                                      {"1E-7", "0.0000001"},
                                                                      {"-12.5", "-12.5"}})
    EXPECT_EQ(plain_number(text), plain);
  for (const char* text : {"", "x", "1 ", "1e400", "nan", "inf", "1e21"}) EXPECT_FALSE(plain_number(text)) << text;
  EXPECT_TRUE(has_lost_digits("1234567890123450"));
  EXPECT_FALSE(has_lost_digits("999999999999999"));
  EXPECT_FALSE(has_lost_digits("0.12345678901234567"));
}

TEST(XlsxValues, DatesAreThoseThatSpreadsheetsShow) {
  EXPECT_EQ(iso_date("1", false), "1900-01-01");
  EXPECT_EQ(iso_date("59", false), "1900-02-28");
  EXPECT_EQ(iso_date("60", false), std::nullopt);
  EXPECT_EQ(iso_date("61", false), "1900-03-01");
  EXPECT_EQ(iso_date("36526", false), "2000-01-01");
  EXPECT_EQ(iso_date("43831.9999999", false), "2020-01-02");
  EXPECT_EQ(iso_date("43831.75", false), "2020-01-01T18:00:00");
  EXPECT_EQ(iso_date("0.75", false), "18:00:00");
  EXPECT_EQ(iso_date("2958465", false), "9999-12-31");
  EXPECT_EQ(iso_date("1", true), "1904-01-02");
  for (const char* text : {"-1", "2958466", "0", "x", "1e300"}) EXPECT_FALSE(iso_date(text, false)) << text;
  EXPECT_FALSE(iso_date("2958465.99999999", false));
  EXPECT_FALSE(iso_date("2958000", true));
}

TEST(XlsxValues, KnowsFormatsOfDates) {
  for (const int id : {14, 22, 31, 57}) EXPECT_TRUE(is_date_format(id, "")) << id;
  for (const int id : {0, 1, 9, 44, 46, 49}) EXPECT_FALSE(is_date_format(id, "")) << id;
  for (const char* code :
       {"yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\";@", "[$-804]aaaa;m/d", "h:mm", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"})
    EXPECT_TRUE(is_date_format(176, code)) << code;
  for (const char* code :
       {"General", "0.00\"days\"", "[Red]0", "[h]:mm", "#,##0_);[Red]\\(#,##0\\)", "@", "\\d0", "0_d", "0;yy"})
    EXPECT_FALSE(is_date_format(176, code)) << code;
}

TEST(XlsxValues, EscapesGoBothWays) {
  EXPECT_EQ(unescaped("a_x000D_b_x5F20__x_"), "a\rb张_x_");
  EXPECT_EQ(unescaped("_xD800__x0000_"), "_xD800__x0000_");
  for (const std::string text : {"_x000D_", "\r", "__x000D_", "_x005F_x000D_", "\x01", "\uFFFE", "_x00", "张\r\n"})
    EXPECT_EQ(unescaped(escaped(text)), text);
}

TEST(XlsxValues, ReadsNamesOfCells) {
  EXPECT_EQ(cell_name("A1")->column, 1u);
  EXPECT_EQ(cell_name("XFD1048576")->column, 16'384u);
  EXPECT_EQ(cell_name("AB12")->row, 12);
  for (const char* text : {"", "A", "1", "A0", "a1", "A-1", "A1x", "AAAAA1", "A99999999999999999999"})
    EXPECT_FALSE(cell_name(text)) << text;
  for (std::size_t i = 1; i < 20'000; i += 13) EXPECT_EQ(cell_name(column_letters(i) + "1")->column, i);
}

}  // namespace
}  // namespace ward::tables
