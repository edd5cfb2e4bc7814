#include "city/premises/register.h"

#include <gtest/gtest.h>

#include "city/premises/files.h"

namespace ward::city::premises {
namespace {

const Time now = parse_rfc3339("2020-02-19T08:00:00+08:00").value();

class RegisterTest : public ::testing::Test {
 protected:
  RegisterTest() {
    for (const auto& [code, path] : {std::pair{"g1", "1/2/"}, std::pair{"g2", "1/3/"}}) {
      const Id id = Id::make(now);
      standing.units[code] = {id, path};
      standing.paths[id] = path;
    }
    standing.members["10000000001"] = Id::make(now);
  }
  FilePlan plan(const std::string& csv, const std::string& top = "") {
    auto read = plan_file(csv, standing, [&](std::string_view path) { return path.starts_with(top); }, now);
    EXPECT_TRUE(read) << read.error().message.en;
    return *std::move(read);
  }
  // Lays the file over what stands, as if it were stored.
  void lay(const std::string& csv) {
    const auto read = plan(csv).plan;
    EXPECT_TRUE(read.faults.empty()) << read.faults.front().error.message.en;
    for (const Premises& one : read.new_premises) standing.premises.push_back(one);
    for (const auto& one : read.new_rooms) standing.rooms.push_back(one);
    for (const Premises& one : read.changed_premises)
      *std::ranges::find(standing.premises, one.id, &Premises::id) = one;
    for (const auto& one : read.changed_rooms)
      *std::ranges::find(standing.rooms, one.id, &Register::Standing::id) = one;
  }
  std::vector<std::pair<int, std::string>> faults(const std::string& csv, const std::string& top = "") {
    std::vector<std::pair<int, std::string>> all;
    for (const auto& [row, error] : plan(csv, top).plan.faults) all.emplace_back(row, error.code);
    return all;
  }
  Register standing;
};
using Faults = std::vector<std::pair<int, std::string>>;

constexpr const char* houses =
    "网格编号,房屋编号,地址,类型,房东电话,房号,楼层\n"
    "g1,H-1,城中路 1 号,住宅,100 0000 0001,101,1\n"
    "g1,H-1,,,,102,1\n"
    ",H-1,,,,201,2\n"
    "g2,H-2,城中路 2 号,宿舍,,,\n";

TEST_F(RegisterTest, AFileOfRoomsMakesHousesAndTheSameTwiceChangesNothing) {
  const auto first = plan(houses);
  EXPECT_EQ(first.rows, 4);
  ASSERT_EQ(first.plan.new_premises.size(), 2U);
  EXPECT_EQ(first.plan.new_premises[0].landlord, standing.members.at("10000000001"));
  EXPECT_EQ(first.plan.new_premises[1].kind, Kind::dormitory);
  EXPECT_EQ(first.plan.new_rooms.size(), 3U);
  lay(houses);
  const auto again = plan(houses).plan;
  EXPECT_TRUE(again.changes_nothing());
  EXPECT_EQ(again.unchanged, 4);
}

TEST_F(RegisterTest, WhatIsEmptyStaysAndWhatIsSaidChanges) {
  lay(houses);
  const auto changed = plan("code,unit,kind,room,floor\nH-1,g2,flats,101,\nH-1,,,102,G\n").plan;
  EXPECT_TRUE(changed.faults.empty());
  ASSERT_EQ(changed.changed_premises.size(), 1U);
  EXPECT_EQ(changed.changed_premises[0].unit, standing.units.at("g2").unit);
  EXPECT_EQ(changed.changed_premises[0].address, "城中路 1 号");
  EXPECT_EQ(changed.changed_premises[0].kind, Kind::flats);
  EXPECT_EQ(changed.changed_premises[0].version, 2);
  ASSERT_EQ(changed.changed_rooms.size(), 1U);
  EXPECT_EQ(changed.changed_rooms[0].floor, "G");
  EXPECT_EQ(changed.changed_rooms[0].version, 2);
  EXPECT_TRUE(changed.new_rooms.empty());
}

TEST_F(RegisterTest, ARowAtFaultIsNamedAndChangesNothing) {
  const char* const wrong =
      "unit,code,address,kind,landlord,room\n"
      "g1,H-1,A,house,,101\n"
      "g1,H-1,B,,,102\n"
      "g2,H-1,,,,102\n"
      "g1,H-1,,shop,,102\n"
      "g1,H-1,,,,101\n"
      ",H-3,C,,,\n"
      "g9,H-3,C,,,\n"
      "g1,H-3,,,,\n"
      "g1,H 3,C,,,\n"
      "g1,H-3,C,castle,,\n"
      "g1,H-3,C,,123,\n"
      "g1,H-3,C,,10000000009,\n";
  EXPECT_EQ(faults(wrong), (Faults{{3, "premises.rows_differ"},
                                   {4, "premises.rows_differ"},
                                   {5, "premises.rows_differ"},
                                   {6, "room.twice"},
                                   {7, "premises.unit_unknown"},
                                   {8, "premises.unit_unknown"},
                                   {9, "premises.address"},
                                   {10, "premises.code"},
                                   {11, "premises.kind"},
                                   {12, "member.phone"},
                                   {13, "premises.landlord_unknown"}}));
  const auto good = plan(wrong).plan;
  EXPECT_EQ(good.new_premises.size(), 1U);
  EXPECT_EQ(good.new_rooms.size(), 1U);
}

TEST_F(RegisterTest, AHouseStandsWhereTheFileSays) {
  lay(houses);
  const auto placed = plan("code,纬度,经度,room\nH-1,29.3065,120.0751,101\nH-1,,,102\n").plan;
  ASSERT_EQ(placed.changed_premises.size(), 1U);
  EXPECT_EQ(placed.changed_premises[0].place, (incidents::Point{29'306'500, 120'075'100}));
  EXPECT_EQ(faults("code,lat,lng\nH-1,29.3,\nH-1,95,120\nH-1,29.3,120\nH-1,29.4,120\n"),
            (Faults{{2, "place.half"}, {3, "place.degrees"}, {5, "premises.rows_differ"}}));
  lay("code,lat,lng\nH-1,-29.306501,-0.000001\n");
  EXPECT_TRUE(plan(write_csv(standing, {""})).plan.changes_nothing());
  EXPECT_EQ(plan("code,address\nH-1,Elsewhere\n").plan.changed_premises.at(0).place,
            (incidents::Point{-29'306'501, -1}))
      << "what is not said stays";
}

TEST_F(RegisterTest, NobodyReachesBeyondTheirUnits) {
  lay(houses);
  EXPECT_EQ(faults("unit,code,address\ng2,H-9,D\n", "1/2/"), (Faults{{2, "access.unit"}})) << "a new house elsewhere";
  EXPECT_EQ(faults("code,address\nH-2,D\n", "1/2/"), (Faults{{2, "access.unit"}})) << "another's house";
  EXPECT_EQ(faults("code,unit\nH-1,g2\n", "1/2/"), (Faults{{2, "access.unit"}})) << "away to another's";
  EXPECT_EQ(faults("code,address\nH-1,D\n", "1/2/"), Faults{});
}

TEST_F(RegisterTest, WhatIsWrittenIsReadAgainAndIsOfTheTopsAlone) {
  lay(houses);
  EXPECT_TRUE(plan(write_csv(standing, {""})).plan.changes_nothing());
  EXPECT_EQ(plan(write_csv(standing, {""})).rows, 4);
  EXPECT_EQ(plan(write_csv(standing, {"1/3/"})).rows, 1);
  const auto workbook = write_xlsx(standing, {""});
  ASSERT_TRUE(workbook);
  EXPECT_TRUE(plan(*workbook).plan.changes_nothing());
}

TEST_F(RegisterTest, OneBadRowAmongAHundredThousandIsFound) {
  std::string csv = "unit,code,address,room\n";
  for (int i = 0; i < 100'000; ++i)
    csv += (i == 77'777 ? "g7" : "g1") + std::string(",H-") + std::to_string(i / 10) + ",A," + std::to_string(i % 10) +
           "\n";
  const auto read = plan(csv).plan;
  ASSERT_EQ(read.faults.size(), 1U);
  EXPECT_EQ(read.faults[0].row, 77'779);
  EXPECT_EQ(read.new_rooms.size(), 99'999U);
}

}  // namespace
}  // namespace ward::city::premises
