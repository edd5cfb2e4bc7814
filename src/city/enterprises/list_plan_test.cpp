#include "city/enterprises/list_plan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "city/enterprises/credit_code.h"
#include "city/enterprises/list_file.h"
#include "city/enterprises/list_testing.h"

namespace ward::city::enterprises {
namespace {

const Time now = parse_rfc3339("2020-03-02T12:00:00+08:00").value();

// The code of a number, with the character that fits.
std::string code_of(int number) {
  const std::string first = fmt::format("91350100M{:08}", number);
  for (const char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY"))
    if (read_credit_code(first + c)) return first + c;
  return "";
}

using Faults = std::vector<std::pair<int, std::string>>;
// What an enterprise is, whatever its id.
using Shown = std::tuple<std::string, std::string, std::string, Kind, bool, std::int64_t>;
std::multiset<Shown> all_of(const Known& known) {
  std::multiset<Shown> all;
  for (const Entry& one : known.enterprises)
    all.emplace(one.path, one.name, one.credit_code, one.kind, one.premises.has_value(), one.version);
  return all;
}

class EnterpriseList : public ::testing::Test {
 protected:
  EnterpriseList() {
    for (const auto& [code, path] : {std::pair{"g1", "1/2/"}, std::pair{"g2", "1/3/"}})
      known.units[code] = {Id::make(now), path};
    for (const char* house : {"H-1", "H-2"}) known.premises[house] = Id::make(now);
  }
  ListFile plan(const std::string& csv, const std::string& top = "") {
    auto read = plan_file(csv, known, [&](std::string_view path) { return path.starts_with(top); }, now);
    EXPECT_TRUE(read) << read.error().message.en;
    return *std::move(read);
  }
  Faults faults(const std::string& csv, const std::string& top = "") {
    Faults all;
    for (const auto& [row, error] : plan(csv, top).plan.faults) all.emplace_back(row, error.code);
    return all;
  }
  void lay_well(const std::string& csv) {
    const ListPlan read = plan(csv).plan;
    EXPECT_TRUE(read.faults.empty()) << read.faults.front().error.message.en;
    lay(known, read);
  }
  const Entry& named(const std::string& name) { return *std::ranges::find(known.enterprises, name, &Entry::name); }
  Known known;
};

const std::string zippers = code_of(1), buttons = code_of(2);

TEST_F(EnterpriseList, AListMakesEnterprisesAndTheSameTwiceChangesNothing) {
  const std::string csv = "复工企业名单,,,,\n统一社会信用代码,所属单元,企业名称,行业,房屋编号,法人\n" + zippers +
                          ",g1,江滨拉链厂,工厂,H-1,x\n,g2,江滨路便民超市,商店,,\n";
  const auto first = plan(csv);
  EXPECT_EQ(first.rows, 2);
  EXPECT_EQ(first.ignored, std::vector<std::string>{"法人"});
  EXPECT_EQ(first.plan.new_enterprises.size(), 2U);
  lay_well(csv);
  EXPECT_EQ(named("江滨拉链厂").credit_code, zippers);
  EXPECT_EQ(named("江滨拉链厂").premises, known.premises.at("H-1"));
  EXPECT_EQ(named("江滨路便民超市").kind, Kind::shop);
  EXPECT_EQ(named("江滨路便民超市").path, "1/3/");
  const auto again = plan(csv).plan;
  EXPECT_TRUE(again.changes_nothing());
  EXPECT_EQ(again.unchanged, 2);
}

TEST_F(EnterpriseList, WhatIsEmptyStaysAndWhatIsSaidChanges) {
  lay_well("credit_code,unit,name,kind,premises\n" + zippers + ",g1,Zippers,factory,H-1\n");
  const auto changed = plan("credit_code,unit,name,kind\n" + zippers + ",g2,,\n").plan;
  ASSERT_EQ(changed.changed_enterprises.size(), 1U);
  const Entry& one = changed.changed_enterprises[0];
  EXPECT_EQ(std::tie(one.path, one.name, one.kind, one.premises, one.version),
            std::make_tuple("1/3/", "Zippers", Kind::factory, std::optional(known.premises.at("H-1")), 2));
  EXPECT_EQ(plan("credit code,name\n" + zippers + ",Zips\n").plan.changed_enterprises[0].name, "Zips");
  EXPECT_EQ(plan("unit,name,kind\ng1,Zippers,shop\n").plan.changed_enterprises[0].credit_code, zippers)
      << "known by its unit and name";
}

TEST_F(EnterpriseList, OneThatHadNoCodeGetsIt) {
  lay_well("unit,name\ng1,Zippers\ng2,Zippers\n");
  const std::string csv = "credit_code,unit,name\n" + zippers + ",g1,Zippers\n";
  const auto read = plan(csv).plan;
  EXPECT_TRUE(read.new_enterprises.empty());
  ASSERT_EQ(read.changed_enterprises.size(), 1U);
  EXPECT_EQ(read.changed_enterprises[0].path, "1/2/");
  lay_well(csv);
  EXPECT_EQ(plan(csv).plan.unchanged, 1);
  EXPECT_EQ(plan("credit_code,unit,name\n" + buttons + ",g1,Zippers\n").plan.new_enterprises.size(), 1U)
      << "another code is another enterprise";
  EXPECT_EQ(faults("credit_code,unit,name\n" + buttons + ",g2,Zippers\n" + code_of(3) + ",g2,Zippers\n"),
            (Faults{{2, "enterprise.which"}, {3, "enterprise.which"}}))
      << "two codes for one that has none";
}

TEST_F(EnterpriseList, ARowAtFaultIsNamedAndChangesNothing) {
  lay_well("credit_code,unit,name\n" + code_of(7) + ",g1,Twin\n" + code_of(8) + ",g1,Twin\n");
  const std::string csv = "credit_code,unit,name,kind,premises\n" + zippers + ",g1,Zippers,factory,H-1\n" + zippers +
                          ",g1,Zippers,,\n" +
                          "91350100M000100Y44,g1,A,,\n"
                          ",,B,,\n"
                          ",g1,,shop,\n"
                          ",g9,C,,\n"
                          ",g1,D,castle,\n"
                          ",g1,E,,H-9\n"
                          ",g1,Zippers,,\n"
                          ",g1,Twin,,\n" +
                          buttons + ",,F,,\n" + ",g1," + std::string(201, 'x') + ",,\n" + ",g2,Good,,\n";
  EXPECT_EQ(faults(csv), (Faults{{3, "enterprise.twice"},
                                 {4, "enterprise.credit_code"},
                                 {5, "enterprise.unit"},
                                 {6, "enterprise.name"},
                                 {7, "enterprise.unit_unknown"},
                                 {8, "enterprise.kind"},
                                 {9, "premises.unknown"},
                                 {10, "enterprise.twice"},
                                 {11, "enterprise.which"},
                                 {12, "enterprise.unit"},
                                 {13, "field.range"}}));
  EXPECT_EQ(plan(csv).plan.new_enterprises.size(), 2U);
}

TEST_F(EnterpriseList, NobodyReachesBeyondTheirUnits) {
  lay_well("credit_code,unit,name\n" + zippers + ",g1,Zippers\n" + buttons + ",g2,Buttons\n");
  EXPECT_EQ(faults("unit,name\ng2,Shop\n", "1/2/"), (Faults{{2, "access.unit"}})) << "a new one elsewhere";
  EXPECT_EQ(faults("credit_code,name\n" + buttons + ",Mine\n", "1/2/"), (Faults{{2, "access.unit"}}));
  EXPECT_EQ(faults("credit_code,unit,name\n" + buttons + ",g1,Mine\n", "1/2/"), (Faults{{2, "access.unit"}}))
      << "another's, drawn over";
  EXPECT_EQ(faults("credit_code,unit,name\n" + zippers + ",g2,\n", "1/2/"), (Faults{{2, "access.unit"}})) << "away";
  EXPECT_EQ(faults("credit_code,name\n" + zippers + ",Zips\n", "1/2/"), Faults{});
}

// Rows over few units, names and codes, so that they meet in every way.
TEST_F(EnterpriseList, TheSameTwiceChangesNothingAndTheOrderOfTheRowsDoesNotMatter) {
  std::mt19937 random(7);
  const auto any = [&](std::initializer_list<const char*> all) {
    return std::string(all.begin()[random() % all.size()]);
  };
  int without_twins = 0, changing = 0;
  for (int round = 0; round < 3'000; ++round) {
    if (round % 30 == 0) known.enterprises.clear();
    std::vector<ListRow> rows;
    for (int i = int(random() % 7); i >= 0; --i)
      rows.push_back({.row = i + 2,
                      .credit_code = random() % 2 ? code_of(int(random() % 5)) : "",
                      .unit = any({"g1", "g1", "g2", "g2", "g9", ""}),
                      .name = any({"A", "B", "C", "D", ""}),
                      .kind = any({"", "", "shop", "工厂"}),
                      .premises = any({"", "", "H-1", "H-2"})});
    const auto reach = [](std::string_view path) { return path.starts_with("1/"); };
    const ListPlan first = plan_rows(known, rows, reach, now);
    EXPECT_EQ(first.new_enterprises.size() + first.changed_enterprises.size() + std::size_t(first.unchanged) +
                  first.faults.size(),
              rows.size());
    Known after = known;
    lay(after, first);
    ASSERT_TRUE(plan_rows(after, rows, reach, now).changes_nothing()) << "round " << round;
    const auto codes = [](const ListPlan& plan) {
      std::multiset<std::string> all;
      for (const units::RowFault& one : plan.faults) all.insert(one.error.code);
      return all;
    };
    if (!codes(first).contains("enterprise.twice")) {
      ++without_twins;
      std::ranges::shuffle(rows, random);
      const ListPlan other = plan_rows(known, rows, reach, now);
      Known otherwise = known;
      lay(otherwise, other);
      ASSERT_EQ(all_of(otherwise), all_of(after)) << "round " << round;
      ASSERT_EQ(codes(other), codes(first)) << "round " << round;
    }
    changing += !first.changed_enterprises.empty();
    known = std::move(after);
  }
  EXPECT_GT(without_twins, 500);
  EXPECT_GT(changing, 500);
}

TEST_F(EnterpriseList, OneBadRowAmongFiftyThousandIsFound) {
  std::string csv = "credit_code,unit,name,kind\n";
  for (int i = 0; i < 50'000; ++i)
    csv += (i % 2 ? code_of(i) : "") + (i == 33'333 ? ",g7,N" : ",g1,N") + std::to_string(i) + ",factory\n";
  const auto read = plan(csv).plan;
  ASSERT_EQ(read.faults.size(), 1U);
  EXPECT_EQ(read.faults[0].row, 33'335);
  EXPECT_EQ(read.new_enterprises.size(), 49'999U);
}

}  // namespace
}  // namespace ward::city::enterprises
