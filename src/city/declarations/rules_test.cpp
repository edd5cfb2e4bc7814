#include "city/declarations/rules.h"

#include <gtest/gtest.h>

namespace ward::city::declarations {
namespace {

Date date_of(const char* text) { return parse_date(text).value(); }

Rule observing(std::vector<Region> regions, int days, const char* from = "2020-02-10") {
  return {.regions = std::move(regions),
          .from = date_of(from),
          .kind = Observed::home,
          .days = days,
          .why = {{"en", "They come from a region with many cases."}, {"zh", "来自重点疫区。"}}};
}
Rule letting_in(std::vector<Region> regions) {
  return {.regions = std::move(regions),
          .from = date_of("2020-02-10"),
          .why = {{"en", "Nothing awaits them."}, {"zh", "无需观察。"}}};
}
int days_for(const Rules& rules, std::vector<Stay> stays, const char* day = "2020-02-19") {
  const auto judged = judge(rules, stays, date_of(day));
  return judged ? judged->rule->days : -1;
}

TEST(Regions, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(read_region("420106", "at").value(), "420106");
  EXPECT_EQ(read_region("湖北省武汉市", "at").value(), "420000");
  EXPECT_EQ(read_region("Italy", "at").value(), "ITA");
  EXPECT_EQ(read_region("意大利", "at").value(), "ITA");
  for (const auto hong_kong : {"Hong Kong", "HKG", "香港", "810000"})
    EXPECT_EQ(read_region(hong_kong, "at").value(), "810000") << hong_kong;
  for (const char* wrong : {"", "991234", "4201", "Atlantis"}) {
    const auto read = read_region(wrong, "stays[0].region");
    ASSERT_FALSE(read) << wrong;
    EXPECT_EQ(read.error().code, "region.unknown");
    EXPECT_EQ(read.error().field, "stays[0].region");
  }
}

TEST(Regions, CoverWhatLiesInThem) {
  EXPECT_EQ(covers("420106", "420106"), 4);
  EXPECT_EQ(covers("420100", "420106"), 3);
  EXPECT_EQ(covers("420000", "420106"), 2);
  EXPECT_EQ(covers("CHN", "420106"), 1);
  EXPECT_EQ(covers("ITA", "ITA"), 1);
  EXPECT_EQ(covers("*", "ITA"), 0);
  EXPECT_EQ(covers("420106", "420100"), std::nullopt) << "the prefecture is more than the county";
  EXPECT_EQ(covers("430000", "420106"), std::nullopt);
  EXPECT_EQ(covers("ITA", "420106"), std::nullopt);
}

TEST(Rules, TheOneThatNamesThePlaceMostExactlyCounts) {
  const Rules rules{.version = 3, .rules = {observing({"420000"}, 14), letting_in({"420500"}), observing({"*"}, 3)}};
  EXPECT_EQ(days_for(rules, {{.region = "420106"}}), 14);
  EXPECT_EQ(days_for(rules, {{.region = "420502"}}), 0) << "taken out of the province's rule";
  EXPECT_EQ(days_for(rules, {{.region = "ITA"}}), 3);
  EXPECT_EQ(days_for(rules, {}), -1);
}

TEST(Rules, OfSeveralPlacesTheLongestObservation) {
  const Rules rules{.rules = {observing({"420000"}, 14), observing({"330300"}, 7)}};
  EXPECT_EQ(days_for(rules, {{.region = "330302"}, {.region = "420106"}}), 14);
  EXPECT_EQ(days_for(rules, {{.region = "420106", .left_on = date_of("2020-02-05")}}), 14) << "14 days ago";
  EXPECT_EQ(days_for(rules, {{.region = "420106", .left_on = date_of("2020-02-04")}}), -1);
}

TEST(Rules, HoldOnTheirDays) {
  Rules rules{.rules = {observing({"420000"}, 14)}};
  rules.rules[0].until = date_of("2020-03-01");
  EXPECT_EQ(days_for(rules, {{.region = "420106"}}, "2020-02-09"), -1);
  EXPECT_EQ(days_for(rules, {{.region = "420106"}}, "2020-02-29"), 14);
  EXPECT_EQ(days_for(rules, {{.region = "420106"}}, "2020-03-01"), -1);
}

TEST(Rules, AreReadAndWritten) {
  Rules rules{.version = 2, .look_back_days = 21, .rules = {observing({"420000", "*"}, 14), letting_in({"CHN"})}};
  rules.rules[0].basis = "通告第 3 号";
  rules.rules[0].why["ar"] = "لأن";
  EXPECT_EQ(rules_from_json(to_json(rules)).value(), rules);
}

TEST(Rules, WhatIsWrongIsNamed) {
  const auto refused = [](const char* key, json::value value) {
    json::object body = to_json(Rules{.rules = {observing({"420000"}, 14)}});
    body["rules"].as_array()[0].as_object()[key] = std::move(value);
    const auto read = rules_from_json(body);
    return read ? "" : read.error().code + " " + read.error().field;
  };
  EXPECT_EQ(refused("until", "2020-02-10"), "rule.order rules[0].until");
  EXPECT_EQ(refused("days", 0), "rule.days rules[0].days");
  EXPECT_EQ(refused("kind", nullptr), "rule.days rules[0].days");
  EXPECT_EQ(refused("kind", "prison"), "field.choice rules[0].kind");
  EXPECT_EQ(refused("regions", json::array{}), "field.range rules[0].regions");
  EXPECT_EQ(refused("why", json::object{{"en", "Because"}}), "field.missing rules[0].why");
  EXPECT_EQ(refused("from", nullptr), "field.missing rules[0].from");
}

}  // namespace
}  // namespace ward::city::declarations
