#include "formats/tables/csv.h"

#include <gtest/gtest.h>

#include <spanstream>
#include <sstream>

#include "formats/tables/testing.h"

namespace ward::tables {
namespace {

using Cells = std::vector<std::string>;

struct Table {
  std::vector<Row> rows;
  Description description;
  std::optional<Error> end;

  std::vector<Cells> cells() const {
    std::vector<Cells> all;
    for (const Row& row : rows) all.push_back(row.cells);
    return all;
  }
};

Table read(const std::string& bytes, const Limits& limits = {}) {
  std::istringstream in(bytes);
  CsvReader reader(in, limits);
  Table table;
  Row row;
  while (true) {
    const auto there = reader.next(row);
    if (!there) table.end = there.error();
    if (!there || !*there) break;
    table.rows.push_back(row);
  }
  table.description = reader.description();
  return table;
}

std::string written(const std::vector<Cells>& rows) {
  std::ostringstream out;
  CsvWriter writer(out);
  for (const Cells& cells : rows) writer.row(cells);
  return out.str();
}

TEST(Csv, ReadsWhatRfc4180Writes) {
  const Table table = read("a,b,c\r\n1,\"x, \"\"y\"\"\r\nz\",3\r\n\"\",,\r\n4,5,6");
  EXPECT_EQ(table.cells(), (std::vector<Cells>{{"a", "b", "c"}, {"1", "x, \"y\"\r\nz", "3"}, {"4", "5", "6"}}));
  EXPECT_EQ(table.rows[2].number, 4);  // the third is blank
  EXPECT_FALSE(table.end);
  EXPECT_EQ(table.description.detail, ",");
}

TEST(Csv, ReadsWhatExcelAndWpsWrite) {
  const std::vector<Cells> expected = {{"编号", "名称"}, {"007", "张伟"}};
  for (const std::string& bytes :
       std::vector<std::string>{"编号,名称\r\n007,张伟\r\n", "编号;名称\n007;张伟\n", "编号\t名称\r007\t张伟\r",
                                "\xef\xbb\xbf编号,名称\n007,张伟", "编号,名称,,,\n\n\n007,张伟,,,\n,,,,\n\n",
                                "\n\n编号,名称\n007,张伟\r\n\r\n\r\n", "sep=;\r\n编号;名称\r\n007;张伟\r\n",
                                encoded("编号,名称\r\n007,张伟\r\n", "GB18030"),
                                "\xff\xfe" + encoded("编号\t名称\r\n007\t张伟\r\n", "UTF-16LE"),
                                "\xef\xbb\xbf\"编号\",\"名称\"\n\"007\",\"张伟\"\n"}) {
    const Table table = read(bytes);
    EXPECT_EQ(table.cells(), expected) << bytes;
    EXPECT_FALSE(table.end);
  }
  EXPECT_EQ(read("sep=;\r\na;b,c,d\r\n").rows[0].number, 2);
  // A title without separators above the header, and separators inside of quotes.
  EXPECT_EQ(read("某街道网格一览表\n\"a,b,c\";d\n").rows[1].cells, (Cells{"a,b,c", "d"}));
  EXPECT_TRUE(read("").rows.empty());
  EXPECT_TRUE(read("\xef\xbb\xbf\r\n").rows.empty());
}

TEST(Csv, AFaultOfARowNamesRowAndColumnAndTheRestIsRead) {
  const Table table = read("a,b\n1,\"x\"y\n2,z\n");
  ASSERT_EQ(table.rows.size(), 3u);
  ASSERT_TRUE(table.rows[1].fault);
  EXPECT_EQ(table.rows[1].fault->code, "table.quote");
  EXPECT_EQ(table.rows[1].fault->field, "row 2 column 2");
  EXPECT_TRUE(table.rows[1].fault->message.en.starts_with("Row 2, column B: "));
  EXPECT_TRUE(table.rows[1].fault->message.zh.starts_with("第 2 行 B 列："));
  EXPECT_FALSE(table.rows[2].fault);
  EXPECT_EQ(table.rows[2].cells, (Cells{"2", "z"}));
}

TEST(Csv, AQuoteThatNeverClosesNamesWhereItOpened) {
  const Table table = read("a,b\n1,2\n3,\"x\n4,5\n6,7\n");
  ASSERT_TRUE(table.end);
  EXPECT_EQ(table.end->code, "table.quote_open");
  EXPECT_EQ(table.end->field, "row 3 column 2");
  EXPECT_EQ(table.rows.size(), 2u);
}

TEST(Csv, BrokenTextNamesItsRow) {
  const Table table = read("编号\n张伟\n王\xff\n");
  ASSERT_TRUE(table.end);
  EXPECT_EQ(table.end->code, "table.encoding");
  EXPECT_EQ(table.end->field, "row 3");
  EXPECT_EQ(table.rows.size(), 2u);
}

TEST(Csv, LimitsDoWhatTheySay) {
  const Limits limits{.cell_bytes = 8, .row_bytes = 200, .columns = 3, .rows = 5};
  const Table table = read("12345678,b\n123456789,b\n1,2,3,4\n1,2,3,,,\n5,6\n7\n", limits);
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_FALSE(table.rows[0].fault);
  EXPECT_EQ(table.rows[1].fault->code, "table.cell_too_long");
  EXPECT_EQ(table.rows[1].fault->field, "row 2 column 1");
  EXPECT_EQ(table.rows[2].fault->code, "table.too_many_columns");
  EXPECT_FALSE(table.rows[3].fault);
  ASSERT_TRUE(table.end);
  EXPECT_EQ(table.end->code, "table.too_many_rows");
  EXPECT_EQ(table.end->field, "row 6");
  EXPECT_EQ(read(std::string(100, ',') + "\na\n", {.row_bytes = 1000}).rows[0].cells, Cells{"a"});
  EXPECT_EQ(read("a" + std::string(100, ',') + "b\n", {.row_bytes = 1000}).rows[0].fault->code, "table.row_too_long");
}

TEST(Csv, FormulasAreHarmlessAndComeBackTheSame) {
  const std::vector<Cells> rows = {{"=1+1", "+86 138", "-x", "@a", "\tx", "\rx", "＝1"},
                                   {"'=1", "''=1", "'a", "'", "-12.5", "-7", "a=b"}};
  const std::string bytes = written(rows);
  EXPECT_EQ(bytes, "\xef\xbb\xbf'=1+1,'+86 138,'-x,'@a,\"'\tx\",\"'\rx\",'＝1\r\n''=1,'''=1,'a,',-12.5,-7,a=b\r\n");
  EXPECT_EQ(read(bytes).cells(), rows);
  EXPECT_EQ(written(read(bytes).cells()), bytes);
  // No cell of what we write begins as a formula.
  EXPECT_EQ(written({{"-12.", "-.5", "--1", "-1-1", "-"}}), "\xef\xbb\xbf'-12.,'-.5,'--1,'-1-1,'-\r\n");
}

TEST(Csv, RandomTablesRoundTrip) {
  std::mt19937 random(5);
  for (int round = 0; round < 400; ++round) {
    std::vector<Cells> rows;
    for (unsigned r = 0; r < 1 + random() % 6; ++r) {
      Cells& cells = rows.emplace_back();
      for (unsigned c = 0; c < random() % 5; ++c) cells.push_back(random_text(random, 6));
      cells.push_back("end");
    }
    const std::string bytes = written(rows);
    const Table table = read(bytes);
    EXPECT_FALSE(table.end);
    ASSERT_EQ(table.cells(), rows) << bytes;
    for (const Row& row : table.rows) EXPECT_FALSE(row.fault);
    EXPECT_EQ(written(table.cells()), bytes);
  }
}

// A table that is made while it is read.
class EndlessTable final : public std::streambuf {
 public:
  EndlessTable(int rows, int bad) : rows_(rows), bad_(bad) {}

 private:
  int_type underflow() override {
    if (row_ > rows_) return traits_type::eof();
    line_ = row_ == 0 ? "编号,姓名,电话\r\n" : std::to_string(row_) + ",\"张, 伟\",13800000000\r\n";
    if (row_ == bad_) line_ = std::to_string(row_) + ",\"张\"伟,13800000000\r\n";
    ++row_;
    setg(line_.data(), line_.data(), line_.data() + line_.size());
    return traits_type::to_int_type(line_.front());
  }
  const int rows_, bad_;
  int row_ = 0;
  std::string line_;
};

TEST(Csv, OneBadRowInManyIsFoundAndNothingElse) {
  EndlessTable table(50'000, 41'234);
  std::istream in(&table);
  CsvReader reader(in);
  Row row;
  std::vector<std::string> faults;
  std::int64_t rows = 0;
  while (*reader.next(row)) {
    ++rows;
    if (row.fault) faults.push_back(row.fault->field);
  }
  EXPECT_EQ(rows, 50'001);
  EXPECT_EQ(faults, std::vector<std::string>{"row 41235 column 2"});
}

}  // namespace
}  // namespace ward::tables
