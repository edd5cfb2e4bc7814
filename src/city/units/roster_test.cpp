#include "city/units/roster.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace ward::city::units {
namespace {

using std::chrono::hours;

const Time start = ManualClock().now();

// The roster after a plan, as the store would leave it.
Roster applied(Roster roster, const Plan& plan) {
  const auto put = [](auto& all, const auto& ones) {
    for (const auto& one : ones) {
      const auto found = std::ranges::find(all, one.id, [](const auto& v) { return v.id; });
      if (found == all.end())
        all.push_back(one);
      else
        *found = one;
    }
  };
  put(roster.units, plan.new_units);
  put(roster.units, plan.changed_units);
  put(roster.units, plan.repathed_units);
  put(roster.members, plan.new_members);
  put(roster.members, plan.changed_members);
  put(roster.posts, plan.new_posts);
  put(roster.posts, plan.changed_posts);
  roster.next_number += std::int64_t(plan.new_units.size());
  return roster;
}

const std::vector<UnitRow> small_city = {{2, "city", "Yiwu", "city", ""},
                                         {3, "t1", "Choucheng", "town", "city"},
                                         {4, "t2", "Fotang", "town", "city"},
                                         {5, "c1", "Jiangbin", "community", "t1"},
                                         {6, "c2", "Xiachemen", "社区", "t1"},
                                         {7, "g1", "Grid 1", "grid", "c1"},
                                         {8, "g2", "Grid 2", "grid", "c1"},
                                         {9, "b1", "Building 1", "building", "g1"},
                                         {10, "l1", "Landlord Wang", "tenants", "b1"}};

Roster city() { return applied({}, plan_units({}, small_city, start)); }

const Unit& unit(const Roster& roster, const std::string& code) {
  return *std::ranges::find(roster.units, code, &Unit::code);
}
std::vector<std::string> codes(const Plan& plan) {
  std::vector<std::string> all;
  for (const RowFault& fault : plan.faults) all.push_back(std::to_string(fault.row) + " " + fault.error.code);
  return all;
}

TEST(PlanUnits, MakesAWholeTreeInOneFileInAnyOrder) {
  auto rows = small_city;
  std::ranges::reverse(rows);
  const Plan plan = plan_units({}, rows, start);
  EXPECT_EQ(codes(plan), std::vector<std::string>{});
  ASSERT_EQ(plan.new_units.size(), 9U);
  EXPECT_EQ(plan.new_units.front().code, "city") << "parents before children";
  for (const Unit& one : plan.new_units) {
    if (!one.parent) continue;
    const auto parent = std::ranges::find(plan.new_units, *one.parent, &Unit::id);
    EXPECT_TRUE(is_within(one.path, parent->path)) << one.path;
    EXPECT_EQ(std::ranges::count(one.path, '/'), std::ranges::count(parent->path, '/') + 1);
  }
}

TEST(PlanUnits, TheSameFileTwiceChangesNothing) {
  const Plan again = plan_units(city(), small_city, start + hours{1});
  EXPECT_TRUE(again.changes_nothing());
  EXPECT_EQ(again.unchanged, 9);
}

TEST(PlanUnits, NamesEachRowAtFaultAndKeepsTheOthers) {
  const Plan plan = plan_units(city(),
                               {{2, "t3", "Town", "town", "city"},
                                {3, "t3", "Town again", "town", "city"},
                                {4, "g9", "Grid", "grid", "nowhere"},
                                {5, "g8", "Grid", "grid", "t1"},
                                {6, "x y", "Grid", "grid", "c1"},
                                {7, "g7", "Grid", "gird", "c1"},
                                {8, "b7", "Building", "building", "g7"},
                                {9, "other", "Another city", "city", ""},
                                {10, "c1", "Jiangbin", "grid", "c2"},
                                {11, "g6", "", "grid", "c1"}},
                               start);
  EXPECT_EQ(codes(plan), (std::vector<std::string>{"3 unit.code_twice", "4 unit.parent_unknown", "5 unit.parent_kind",
                                                   "6 unit.code", "7 unit.kind", "8 unit.parent_refused",
                                                   "9 unit.two_cities", "10 unit.level", "11 unit.name"}));
  EXPECT_EQ(plan.new_units.size(), 1U);
  for (const RowFault& fault : plan.faults) EXPECT_FALSE(fault.error.field.empty()) << fault.error.code;
}

TEST(PlanUnits, RefusesACycle) {
  const Plan plan = plan_units({}, {{2, "a", "A", "town", "b"}, {3, "b", "B", "town", "a"}}, start);
  EXPECT_EQ(plan.new_units.size(), 0U);
  EXPECT_EQ(plan.faults.size(), 2U);
}

TEST(PlanUnits, AMovedUnitTakesThoseBelowWithIt) {
  const Roster before = city();
  const Plan plan = plan_units(before, {{2, "c1", "Jiangbin", "community", "t2"}}, start + hours{1});
  ASSERT_EQ(codes(plan), std::vector<std::string>{});
  ASSERT_EQ(plan.changed_units.size(), 1U);
  EXPECT_EQ(plan.repathed_units.size(), 4U);
  const Roster after = applied(before, plan);
  for (const char* code : {"c1", "g1", "g2", "b1", "l1"})
    EXPECT_TRUE(is_within(unit(after, code).path, unit(after, "t2").path)) << code;
  EXPECT_EQ(unit(after, "g1").since, start) << "it did not change itself";
}

// g1 is commanded by Li, who is in the team of c1.
Roster staffed() {
  const Roster roster = city();
  const Plan plan = plan_members(roster,
                                 {{2, "g1", "Li", "13900000001", "commander", {}, {}},
                                  {3, "c1", "Li", "139 0000 0001", "member", {}, {}},
                                  {4, "g1", "Chen", "13900000002", "", {}, {}}},
                                 start);
  EXPECT_EQ(codes(plan), std::vector<std::string>{});
  return applied(roster, plan);
}

TEST(PlanMembers, TakesACommanderWhoseRowInTheTeamAboveComesLater) {
  const Roster roster = staffed();
  EXPECT_EQ(roster.members.size(), 2U);
  EXPECT_EQ(roster.posts.size(), 3U);
}

TEST(PlanMembers, TheSameFileTwiceChangesNothing) {
  const Plan again = plan_members(staffed(),
                                  {{2, "g1", "Li", "13900000001", "指挥长", {}, {}},
                                   {3, "c1", "Li", "13900000001", "队员", {}, {}},
                                   {4, "g1", "Chen", "13900000002", "member", {}, {}}},
                                  start + hours{5});
  EXPECT_TRUE(again.changes_nothing());
  EXPECT_EQ(again.unchanged, 3);
}

TEST(PlanMembers, RefusesACommanderWhoIsNotInTheTeamAboveAndSaysHowToMendIt) {
  const Plan plan = plan_members(city(), {{2, "g1", "Li", "13900000001", "commander", {}, {}}}, start);
  ASSERT_EQ(codes(plan), std::vector<std::string>{"2 unit.commander_outside"});
  EXPECT_EQ(plan.faults[0].error.message.en,
            "Li commands Grid 1 and so must be in the team of Jiangbin for as long. Take Li into that team first, or "
            "give Grid 1 another commander.");
  EXPECT_TRUE(plan.changes_nothing());
}

TEST(PlanMembers, ARowThatFallsOutTakesTheCommandsThatRestOnItAlong) {
  // Zhao's place in c1 is refused for the wrong duty; the command of g2 rests on it.
  const Plan plan = plan_members(
      city(),
      {{2, "g2", "Zhao", "13900000003", "commander", {}, {}}, {3, "c1", "Zhao", "13900000003", "chief", {}, {}}},
      start);
  EXPECT_EQ(codes(plan), (std::vector<std::string>{"2 unit.commander_outside", "3 post.duty"}));
  EXPECT_TRUE(plan.changes_nothing());
}

TEST(PlanMembers, AnotherCommanderRelievesTheOneBefore) {
  const Roster before = staffed();
  const Plan plan = plan_members(
      before,
      {{2, "g1", "Chen", "13900000002", "commander", {}, {}}, {3, "c1", "Chen", "13900000002", "member", {}, {}}},
      start + hours{1});
  ASSERT_EQ(codes(plan), std::vector<std::string>{});
  EXPECT_EQ(plan.changed_posts.size(), 2U) << "Chen commands, Li stays in the team";
  EXPECT_EQ(plan.new_posts.size(), 1U);
}

TEST(PlanMembers, ARelievedCommanderStaysWhenTheRowOfTheNewOneIsRefused) {
  const Plan plan = plan_members(staffed(), {{2, "g1", "Chen", "13900000002", "commander", {}, {}}}, start + hours{1});
  EXPECT_EQ(codes(plan), std::vector<std::string>{"2 unit.commander_outside"});
  EXPECT_TRUE(plan.changes_nothing());
}

TEST(PlanMembers, RefusesToEndAMembershipThatACommandBelowRestsOn) {
  const Plan plan = plan_members(staffed(), {{2, "c1", "Li", "13900000001", "member", {}, start + hours{24}}}, start);
  EXPECT_EQ(codes(plan), std::vector<std::string>{"2 unit.commander_outside"});
  EXPECT_TRUE(plan.changes_nothing());
  const Plan both = plan_members(staffed(),
                                 {{2, "c1", "Li", "13900000001", "member", {}, start + hours{24}},
                                  {3, "g1", "Li", "13900000001", "commander", {}, start + hours{24}}},
                                 start);
  EXPECT_EQ(codes(both), std::vector<std::string>{});
}

TEST(PlanMembers, TwoCommandersInAFileAreOneTooMany) {
  const Plan plan = plan_members(city(),
                                 {{2, "c1", "Li", "13900000001", "", {}, {}},
                                  {3, "c1", "Wu", "13900000009", "", {}, {}},
                                  {4, "g1", "Li", "13900000001", "commander", {}, {}},
                                  {5, "g1", "Wu", "13900000009", "commander", {}, {}}},
                                 start);
  EXPECT_EQ(codes(plan), std::vector<std::string>{"5 unit.two_commanders"});
}

TEST(PlanMembers, OnePhoneIsOnePerson) {
  const Plan plan = plan_members(city(),
                                 {{2, "c1", "Li", "13900000001", "", {}, {}},
                                  {3, "g1", "Wu", "13900000001", "", {}, {}},
                                  {4, "g2", "Li", "139-x", "", {}, {}}},
                                 start);
  EXPECT_EQ(codes(plan), (std::vector<std::string>{"3 member.phone_shared", "4 member.phone"}));
}

TEST(PlanUnits, AUnitMovesOnlyWhereItsCommanderIsKnown) {
  const Roster roster = staffed();
  const Plan plan = plan_units(roster, {{2, "g1", "Grid 1", "grid", "c2"}}, start);
  EXPECT_EQ(codes(plan), std::vector<std::string>{"2 unit.commander_outside"});
  const Roster known = applied(roster, plan_members(roster, {{2, "c2", "Li", "13900000001", "", {}, {}}}, start));
  EXPECT_EQ(codes(plan_units(known, {{2, "g1", "Grid 1", "grid", "c2"}}, start)), std::vector<std::string>{});
}

// Whatever files come, the pyramid keeps its rule, and the same file again changes nothing.
TEST(Roster, HoldsTheRuleAfterAnyFiles) {
  std::mt19937 random(2020);
  const auto pick = [&](int n) { return int(random() % unsigned(n)); };
  for (int city_number = 0; city_number < 60; ++city_number) {
    Roster roster;
    Time now = start;
    for (int file = 0; file < 12; ++file) {
      now += hours{1 + pick(30)};
      const bool of_units = file == 0 || pick(3) == 0;
      Plan plan, again;
      if (of_units) {
        std::vector<UnitRow> rows;
        if (pick(4) > 0 || file == 0) rows.push_back({2, "u0", "City", "city", ""});
        for (int i = 0; i < 14; ++i) {
          const int number = 1 + pick(14);
          const int level = 1 + number % 4;
          rows.push_back({3 + i, "u" + std::to_string(number), "Unit", std::string(to_string(all_kinds[level])),
                          level == 1 ? "u0" : "u" + std::to_string(pick(15))});
        }
        plan = plan_units(roster, rows, now);
        roster = applied(roster, plan);
        again = plan_units(roster, rows, now + hours{1});
      } else {
        std::vector<MemberRow> rows;
        for (int i = 0; i < 20; ++i)
          rows.push_back({2 + i,
                          "u" + std::to_string(pick(15)),
                          "Member",
                          "1390000000" + std::to_string(pick(5)),
                          pick(2) == 0 ? "commander" : "member",
                          {},
                          pick(4) == 0 ? std::optional(now + hours{10 + pick(90)}) : std::nullopt});
        plan = plan_members(roster, rows, now);
        roster = applied(roster, plan);
        again = plan_members(roster, rows, now);
      }
      if (plan.faults.empty()) {
        EXPECT_TRUE(again.changes_nothing()) << "city " << city_number << ", file " << file;
      }

      std::set<std::string> paths;
      const RosterIndex index(roster);
      for (const Unit& one : roster.units) {
        EXPECT_TRUE(paths.insert(one.path).second);
        if (one.parent) {
          EXPECT_TRUE(is_within(one.path, index.unit(*one.parent)->path));
        }
        for (const Post* post : index.team(one.id)) {
          if (post->duty != Duty::commander) continue;
          for (const Post* other : index.team(one.id))
            if (other != post && other->duty == Duty::commander) {
              EXPECT_FALSE(overlap(other->span, post->span));
            }
          if (!one.parent) continue;
          std::vector<Span> above;
          for (const Post* other : index.team(*one.parent))
            if (other->member == post->member) above.push_back(other->span);
          EXPECT_TRUE(
              check_commander(index.member(post->member), one, *index.unit(*one.parent), post->span, above, now, ""));
        }
      }
    }
  }
}

// Nothing of it is looked for one by one: neither a large team, nor a thousand who all want to command.
TEST(PlanMembers, OneBadRowAmongThoseOfALargeTeamIsNamed) {
  Roster roster = applied({}, plan_units({}, {{2, "yw", "City", "city", ""}}, start));
  std::vector<MemberRow> rows;
  for (int i = 0; i < 20'000; ++i)
    rows.push_back(
        {2 + i, "yw", "Member", std::to_string(10'000'000 + i), i < 10'000 ? "commander" : "member", {}, {}});
  rows[15'000].phone = "12x";
  const Plan plan = plan_members(roster, rows, start);
  ASSERT_EQ(plan.faults.size(), 10'000U);
  EXPECT_EQ(plan.faults.front().row, 3) << "the first one commands";
  EXPECT_EQ(plan.faults.back().row, 15'002);
  EXPECT_EQ(plan.faults.back().error.code, "member.phone");
  roster = applied(roster, plan);
  rows.erase(rows.begin() + 1, rows.begin() + 10'000);
  rows.erase(std::ranges::find(rows, "12x", &MemberRow::phone));
  EXPECT_TRUE(plan_members(roster, rows, start).changes_nothing());
}

}  // namespace
}  // namespace ward::city::units
