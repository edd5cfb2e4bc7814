#include "formats/tables/table_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/crypto.h"
#include "formats/tables/csv.h"
#include "formats/tables/testing.h"
#include "formats/tables/xlsx.h"

namespace ward::tables {
namespace {

namespace fs = std::filesystem;

const std::vector<Column> columns = {
    {"code", {"code", "编号", "网格编号"}}, {"name", {"name", "名称"}}, {"phone", {"phone", "电话"}, false}};

Result<TableReader> open(std::string_view bytes) { return TableReader::open(*open_table(bytes), columns); }

std::vector<std::string> rows_of(TableReader& table) {
  std::vector<std::string> rows;
  Record record;
  while (true) {
    const auto there = table.next(record);
    if (!there) rows.push_back(there.error().code + " " + there.error().field);
    if (!there || !*there) return rows;
    if (record.fault)
      rows.push_back(record.fault->code + " " + record.fault->field);
    else
      rows.push_back(std::to_string(record.number) + ": " + std::string(table.value(record, "code")) + "|" +
                     std::string(table.value(record, "name")) + "|" + std::string(table.value(record, "phone")));
  }
}
using Rows = std::vector<std::string>;

TEST(TableReader, FindsColumnsByAnyOfTheirNames) {
  for (const char* header : {"编号,名称", "网格编号,NAME", " Code , Name", "*编号,\"名\n称\"", "编　号,名称*"}) {
    const std::string bytes = std::string(header) + ",备注\n007 , 张 伟,x\n";
    auto table = open(bytes);
    ASSERT_TRUE(table) << header << table.error().message.en;
    EXPECT_EQ(table->unknown(), Rows{"备注"});
    EXPECT_TRUE(table->has("code"));
    EXPECT_FALSE(table->has("phone"));
    EXPECT_EQ(rows_of(*table), Rows{"2: 007|张 伟|"}) << header;
  }
}

TEST(TableReader, LooksForTheHeaderBelowATitle) {
  auto table = open("稠城街道网格一览表\n填表日期：2026-03-02\n\n序号,编号,名称,电话\n1,007,张,138\n,,,\n2,008,李,\n");
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header_row(), 4);
  EXPECT_EQ(table->unknown(), Rows{"序号"});
  EXPECT_EQ(rows_of(*table), (Rows{"5: 007|张|138", "7: 008|李|"}));
}

TEST(TableReader, SaysWhatIsWrongWithAHeader) {
  const auto missing = open("编号,备注\n1,2\n");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "table.missing_columns");
  EXPECT_EQ(missing.error().field, "name");
  EXPECT_NE(missing.error().message.en.find("name / 名称"), std::string::npos);
  const auto twice = open("编号,名称,网格编号\n1,2,3\n");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, "table.column_twice");
  EXPECT_EQ(twice.error().field, "row 1 column 3");
  EXPECT_EQ(open("").error().code, "table.no_rows");
  EXPECT_EQ(open("\n,,\n").error().code, "table.no_rows");
}

TEST(TableReader, GivesFaultyRowsInTheirPlace) {
  auto table = open("编号,名称\n1,a\n2,\"b\"x\n3,c\n4,\"d");
  ASSERT_TRUE(table);
  EXPECT_EQ(rows_of(*table),
            (Rows{"2: 1|a|", "table.quote row 3 column 2", "4: 3|c|", "table.quote_open row 5 column 2"}));
}

TEST(TableReader, ReadsWorkbooks) {
  const fs::path file = fs::temp_directory_path() / ("ward-table-" + crypto::random_token(8) + ".xlsx");
  auto writer = XlsxWriter::create(file, "a");
  ASSERT_TRUE(writer->row(std::vector<std::string>{"一览表"}));
  ASSERT_TRUE(writer->row(std::vector<std::string>{"网格编号", "名称"}));
  ASSERT_TRUE(writer->row(std::vector<std::string>{"007", "张"}));
  ASSERT_TRUE(writer->finish());
  auto source = open_table(file);
  ASSERT_TRUE(source);
  auto table = TableReader::open(*std::move(source), columns);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->description().format, "xlsx");
  EXPECT_EQ(rows_of(*table), Rows{"3: 007|张|"});
  fs::remove(file);
  EXPECT_EQ(open_table(file).error().code, "file.unreadable");
  EXPECT_EQ(open_table(std::string_view("\xd0\xcf\x11\xe0 an old workbook")).error().code, "table.not_a_workbook");
}

TEST(TableReader, ReadsACsvFile) {
  const fs::path file = fs::temp_directory_path() / ("ward-table-" + crypto::random_token(8) + ".csv");
  std::ofstream(file) << encoded("编号,名称\n007,小学\n", "GB18030");
  auto table = TableReader::open(*open_table(file), columns);
  ASSERT_TRUE(table);
  EXPECT_EQ(rows_of(*table), Rows{"2: 007|小学|"});
  EXPECT_EQ(table->description().encoding, "GB18030");
  fs::remove(file);
  EXPECT_EQ(open_table(fs::path("/nowhere.csv")).error().code, "file.unreadable");
}

}  // namespace
}  // namespace ward::tables
