#include "city/residents/list_row.h"

#include <gtest/gtest.h>

#include "city/residents/list_file.h"

namespace ward::city::residents {
namespace {

class ListRow : public ::testing::Test {
 protected:
  static premises::Register standing() {
    premises::Register all;
    const Id unit = Id::make(Time{}), house = Id::make(Time{});
    all.units.emplace("g1", premises::Register::Place{unit, "1/2/"});
    all.paths.emplace(unit, "1/2/");
    all.premises.push_back({.id = house, .unit = unit, .code = "H-1", .address = "Road 1"});
    all.rooms.push_back({Id::make(Time{}), house, "101", ""});
    all.rooms.push_back({Id::make(Time{}), house, "102", ""});
    return all;
  }
  Reading reading(std::string top = "") const {
    return {rooms, [top](std::string_view path) { return path.starts_with(top); },
            crypto::sha256(crypto::as_bytes("d")), crypto::sha256(crypto::as_bytes("i")),
            parse_date("2020-02-19").value()};
  }
  static ListCells good() {
    return {.row = 2,
            .premises = "H-1",
            .room = "101",
            .name = "王小明",
            .spellings = "Wang Xiaoming; 王晓明",
            .phone = "139 0000 0001/13900000002",
            .birth = "1984年2月9日",
            .sex = "男",
            .nationality = "中国",
            .document_kind = "护照",
            .document_number = "E12345678",
            .document_country = "中国",
            .since = "2020/2/1"};
  }
  std::string fault(const ListCells& cells, std::string top = "") const {
    const auto read = read_cells(cells, reading(std::move(top)));
    return read ? "" : read.error().field + ": " + read.error().code;
  }
  const Rooms rooms{standing()};
};

TEST_F(ListRow, IsReadAsListsAreWritten) {
  const auto read = read_cells(good(), reading());
  ASSERT_TRUE(read) << read.error().message.en;
  const Person& person = read->person;
  EXPECT_EQ(person.spellings, (std::vector<std::string>{"Wang Xiaoming", "王晓明"}));
  EXPECT_EQ(person.phones, (std::vector<std::string>{"139 0000 0001", "13900000002"}));
  EXPECT_EQ(person.birth, parse_date("1984-02-09").value());
  EXPECT_EQ(person.sex, Sex::male);
  EXPECT_EQ(person.nationality, "CHN");
  EXPECT_EQ(person.documents.at(0).last, "5678");
  EXPECT_EQ(read->home->since, parse_date("2020-02-01").value());
  for (const char* written : {"1984-02-09", "1984/2/9", "1984.2.9", "19840209"}) {
    ListCells cells = good();
    cells.birth = written;
    EXPECT_EQ(read_cells(cells, reading())->person, person) << written;
  }
}

TEST_F(ListRow, ACardSaysWhatTheRowLeavesEmptyAndIsMeantWhereNoKindIsSaid) {
  ListCells cells;
  cells.premises = "H-1";
  cells.room = "101";
  cells.name = "A";
  cells.document_number = "11010519491231002X";
  const auto read = read_cells(cells, reading());
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->person.birth, parse_date("1949-12-31").value());
  EXPECT_EQ(read->person.sex, Sex::female);
  EXPECT_EQ(read->home->since, parse_date("2020-02-19").value()) << "today";
}

TEST_F(ListRow, IsTheSameRecordWhenItSaysTheSameOfTheSameRoom) {
  const auto id = [&](auto change) {
    ListCells cells = good();
    change(cells);
    return read_cells(cells, reading())->person.id;
  };
  const Id same = id([](ListCells&) {});
  EXPECT_EQ(id([](ListCells& cells) { cells.since = "", cells.row = 9, cells.document_number = " e1234-5678"; }), same);
  EXPECT_NE(id([](ListCells& cells) { cells.room = "102"; }), same);
  EXPECT_NE(id([](ListCells& cells) { cells.name = "王晓明"; }), same);
  EXPECT_NE(id([](ListCells& cells) { cells.phone = ""; }), same);
  EXPECT_NE(id([](ListCells& cells) { std::swap(cells.phone, cells.spellings); }), same);
  EXPECT_EQ(same.str()[14], '8') << "RFC 9562, section 5.8";
}

TEST_F(ListRow, EveryFaultNamesItsField) {
  const auto with = [&](auto change, std::string top = "") {
    ListCells cells = good();
    change(cells);
    return fault(cells, std::move(top));
  };
  EXPECT_EQ(with([](ListCells& cells) { cells.name = ""; }), "name: resident.name");
  EXPECT_EQ(with([](ListCells& cells) { cells.name = std::string("A\0B", 3); }), "name: resident.name");
  EXPECT_EQ(with([](ListCells& cells) { cells.birth = "1984-02-30"; }), "birth: resident.date");
  EXPECT_EQ(with([](ListCells& cells) { cells.birth = "9.2.1984"; }), "birth: resident.date");
  EXPECT_EQ(with([](ListCells& cells) { cells.birth = "2020-02-20"; }), "birth: resident.birth");
  EXPECT_EQ(with([](ListCells& cells) { cells.since = "soon"; }), "since: resident.date");
  EXPECT_EQ(with([](ListCells& cells) { cells.sex = "?"; }), "sex: resident.sex");
  EXPECT_EQ(with([](ListCells& cells) { cells.nationality = "Atlantis"; }), "nationality: country.unknown");
  EXPECT_EQ(with([](ListCells& cells) { cells.document_kind = "library card"; }), "document_kind: document.kind");
  EXPECT_EQ(with([](ListCells& cells) { cells.document_number = "E1"; }), "document_number: document.form");
  EXPECT_EQ(with([](ListCells& cells) { cells.document_country = ""; }), "document_country: document.country_missing");
  EXPECT_EQ(with([](ListCells& cells) { cells.phone = std::string(41, '1'); }), "phone: resident.too_many");
  EXPECT_EQ(with([](ListCells& cells) { cells.premises = "H-9"; }), "premises: premises.unknown");
  EXPECT_EQ(with([](ListCells& cells) { cells.room = "999"; }), "room: room.unknown");
  EXPECT_EQ(with([](ListCells& cells) { cells.room = ""; }), "room: resident.home");
  EXPECT_EQ(with([](ListCells& cells) { cells.premises = ""; }), "premises: resident.home");
  EXPECT_EQ(with([](ListCells& cells) { cells.premises = cells.room = ""; }), "") << "whoever may everywhere";
  EXPECT_EQ(with([](ListCells& cells) { cells.premises = cells.room = ""; }, "1/2/"), "premises: resident.home");
  EXPECT_EQ(with([](ListCells&) {}, "1/3/"), "premises: access.unit");
}

TEST_F(ListRow, AFormWithATitleAboveIsReadByItsHeader) {
  const std::string csv =
      "义乌市实有人口登记表,,,\n填表日期：2020 年 2 月,,,\n房屋编号 "
      "*,房号,姓名*,身份证号\nH-1,101,王小明,11010519491231002X\n,,,\nH-1,101,,\n";
  auto file = ListFile::open(csv);
  ASSERT_TRUE(file) << file.error().message.en;
  std::vector<units::RowFault> faults;
  const auto rows = file->next(10, reading(), faults);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->at(0).row, 4);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].row, 6);
  EXPECT_EQ(file->rows(), 2);
}

}  // namespace
}  // namespace ward::city::residents
