#include "city/inspections/draws.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace ward::city::inspections {
namespace {

Planned planned(const char* stratum, std::int64_t rank, bool replaces, Visited outcome = Visited::open,
                std::optional<bool> declared = {}) {
  Planned one{
      .drawn = {.item = {fmt::format("{}{}", stratum, rank), stratum, "1/"}, .rank = rank, .replaces = replaces}};
  one.outcome = outcome;
  one.declared = declared;
  return one;
}
std::vector<std::string> ids(const std::vector<const Planned*>& all) {
  std::vector<std::string> ids;
  for (const Planned* one : all) ids.push_back(one->drawn.item.id);
  return ids;
}
using Names = std::vector<std::string>;

TEST(Visits, AReplacementIsVisitedForEachThatDoesNotExist) {
  std::vector<Planned> all{planned("a", 1, false), planned("a", 2, false), planned("a", 3, true),
                           planned("a", 4, true),  planned("b", 1, false), planned("b", 2, true)};
  EXPECT_EQ(ids(to_visit(all)), (Names{"a1", "a2", "b1"}));
  all[1].outcome = Visited::not_there;
  EXPECT_EQ(ids(to_visit(all)), (Names{"a1", "a2", "a3", "b1"}));
  all[2].outcome = Visited::not_there;
  EXPECT_EQ(ids(to_visit(all)), (Names{"a1", "a2", "a3", "a4", "b1"})) << "that does not exist either";
  all[1].outcome = all[2].outcome = Visited::nobody;
  EXPECT_EQ(ids(to_visit(all)), (Names{"a1", "a2", "b1"})) << "nobody there is no reason for another one";
}

TEST(Visits, WhatTheySayOfEachStratum) {
  const Commitment commitment{.strata = {{"a", 100, 3}, {"b", 10, 1}}};
  const std::vector<Planned> all{
      planned("a", 1, false, Visited::seen, true), planned("a", 2, false, Visited::seen, false),
      planned("a", 3, false, Visited::not_there), planned("a", 4, true, Visited::nobody), planned("b", 1, false)};
  const auto found = results(commitment, all);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].items, 100);
  EXPECT_EQ(found[0].drawn, 3);
  EXPECT_EQ(found[0].seen, 2);
  EXPECT_EQ(found[0].declared, 1);
  EXPECT_EQ(found[1].drawn, 1);
  EXPECT_EQ(found[1].seen, 0);
}

TEST(DrawInput, WhatIsWrongIsNamed) {
  const auto code = [](const std::string& rest) {
    const auto read = draw_from_json(
        json::parse(R"({"unit": "0190a1b2-0000-7000-8000-000000000001", "title": "Landlords", )" + rest + "}"));
    return read ? "" : read.error().code + " " + read.error().field;
  };
  EXPECT_EQ(code(R"("sources": ["landlords"], "total": 3)"), "");
  EXPECT_EQ(code(R"("sources": ["landlords"], "takes": {"landlords": 3})"), "");
  EXPECT_EQ(code(R"("sources": ["landlords"])"), "draw.takes total");
  EXPECT_EQ(code(R"("sources": ["landlords"], "total": 3, "takes": {"landlords": 3})"), "draw.takes total");
  EXPECT_EQ(code(R"("sources": ["weather"], "total": 3)"), "draw.sources sources");
  EXPECT_EQ(code(R"("sources": ["shops"], "takes": {"shops": -1})"), "field.range takes");
}

TEST(VisitInput, DeclaredIsSaidOfWhoWasSeen) {
  const auto code = [](const char* text) {
    const auto read = visit_from_json(json::parse(text), {});
    return read ? "" : read.error().code;
  };
  EXPECT_EQ(code(R"({"outcome": "seen", "declared": false, "version": 0})"), "");
  EXPECT_EQ(code(R"({"outcome": "seen", "version": 0})"), "visit.declared");
  EXPECT_EQ(code(R"({"outcome": "nobody", "declared": true, "version": 0})"), "visit.declared");
  EXPECT_EQ(code(R"({"outcome": "open", "version": 0})"), "field.choice");
}

TEST(VisitInput, TheChecklistIsAnsweredByWhoWasSeen) {
  const std::vector<incidents::Field> form = {
      {.key = "extinguisher", .name = {"Extinguisher", "灭火器"}, .kind = incidents::Kind::yes_no, .required = true}};
  const auto code = [&](const char* rest) {
    const auto read = visit_from_json(json::parse(std::string(R"({"version": 0, )") + rest + "}"), form);
    return read ? json::serialize(read->answers) : read.error().code + " " + read.error().field;
  };
  EXPECT_EQ(code(R"("outcome": "seen", "declared": true, "answers": {"extinguisher": true})"),
            R"({"extinguisher":true})");
  EXPECT_EQ(code(R"("outcome": "seen", "declared": true)"), "field.missing answers.extinguisher");
  EXPECT_EQ(code(R"("outcome": "seen", "declared": true, "answers": {"extinguisher": 3})"),
            "field.type answers.extinguisher");
  EXPECT_EQ(code(R"("outcome": "nobody", "answers": {"extinguisher": true})"), "{}") << "nobody answered";
}

}  // namespace
}  // namespace ward::city::inspections
