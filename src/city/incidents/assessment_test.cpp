#include "city/incidents/assessment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "city/incidents/test_incident.h"

namespace ward::city::incidents {
namespace {

const Figure& named(const std::vector<Figure>& figures, std::string_view name) {
  const auto found = std::ranges::find(figures, name, &Figure::name);
  if (found == figures.end()) throw std::out_of_range(std::string(name));
  return *found;
}

// Each unit for itself.
Assessment by_unit(const std::vector<Finished>& stages) {
  return assess(stages, [](const std::string& path) { return path; });
}

Time at(int minute) { return from_millis(1'583'000'000'000) + std::chrono::minutes{minute}; }

struct Counted : ::testing::Test {
  Id a = Id::make(at(0)), b = Id::make(at(0)), c = Id::make(at(0)), centre = Id::make(at(0)), team = Id::make(at(0));
  Finished handled(Id incident, int minutes, Action by = Action::feedback) const {
    return {incident, "garbage", team, State::handling, at(0), at(minutes), at(60), by, false, "1/2/"};
  }
};

TEST_F(Counted, AnIncidentIsOnTimeWhenEveryPassWas) {
  const std::vector<Finished> stages = {handled(a, 60), handled(b, 61, Action::return_), handled(b, 10), handled(c, 1)};
  const Figure on_time = named(by_unit(stages).all, "on_time.handling");
  EXPECT_EQ(on_time.incidents, (std::vector{a, c}));
  EXPECT_EQ(on_time.among, (std::vector{a, b, c}));
  EXPECT_EQ(named(by_unit(stages).all, "returned").incidents, std::vector{b});
}

TEST_F(Counted, AnAppealTakesTheStageOutOfTheStatisticsAndIsSeen) {
  std::vector<Finished> stages = {handled(a, 90), handled(b, 30)};
  for (Finished& stage : stages) stage.exempt = true;
  stages.push_back(handled(c, 90));
  const auto all = by_unit(stages).all;
  EXPECT_EQ(named(all, "on_time.handling").among, std::vector{c});
  EXPECT_TRUE(named(all, "on_time.handling").incidents.empty());
  EXPECT_EQ(named(all, "exempt").incidents, std::vector{a});  // b was in time: nothing to exempt
}

TEST_F(Counted, UnitsAndTypesAreCountedByThemselves) {
  const std::vector<Finished> stages = {
      handled(a, 90),
      {a, "garbage", centre, State::accepted, at(0), at(5), at(10), Action::file, false, "1/"},
      {b, "gathering", centre, State::closed, at(0), at(5), {}, Action::reopen, false, "1/"},
  };
  const Assessment out = by_unit(stages);
  EXPECT_EQ(named(out.by_part.at("1/"), "on_time.accepted").incidents, std::vector{a});
  EXPECT_TRUE(named(out.by_part.at("1/2/"), "on_time.handling").incidents.empty());
  EXPECT_EQ(named(out.by_type.at("gathering"), "reopened").incidents, std::vector{b});
  EXPECT_EQ(json::serialize(to_json(named(out.by_type.at("gathering"), "reopened")).at("of")), "1");
}

TEST(PartOfTheTree, IsATopOrWhatIsRightBelowIt) {
  const std::vector<std::string> one = {"1/2/"}, two = {"1/2/", "1/3/"}, everywhere = {""};
  EXPECT_EQ(part_of("1/2/a/b/", one, true), "1/2/a/");
  EXPECT_EQ(part_of("1/2/a/", one, true), "1/2/a/");
  EXPECT_EQ(part_of("1/2/", one, true), "1/2/");  // its own
  EXPECT_EQ(part_of("1/2/a/b/", two, false), "1/2/");
  EXPECT_EQ(part_of("1/3/", two, false), "1/3/");
  EXPECT_EQ(part_of("1/2/a/", everywhere, false), "1/");
  EXPECT_EQ(part_of("1/4/", two, false), "");
}

TEST_F(Counted, NothingOfNothing) {
  EXPECT_EQ(by_unit({}).all.size(), 3U);
  EXPECT_TRUE(by_unit({}).by_part.empty());
}

TEST(AssessmentProperty, EveryNumberIsItsListInAnyOrder) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Id> ids;
    for (int i = 0; i < 6; ++i) ids.push_back(Id::make(at(0)));
    std::vector<Finished> stages;
    for (int i = 0; i < 40; ++i)
      stages.push_back({ids[random() % 6], random() % 2 ? "x" : "y", ids[random() % 3], State(random() % state_count),
                        at(0), at(int(random() % 90)), random() % 4 ? std::optional(at(60)) : std::nullopt,
                        Action(random() % action_count), random() % 5 == 0,
                        std::array{"1/", "1/2/", "1/2/a/", "1/3/"}[random() % 4]});
    const Assessment out = by_unit(stages);
    for (const Figure& f : out.all) {
      EXPECT_TRUE(std::ranges::is_sorted(f.among));
      EXPECT_TRUE(std::ranges::includes(f.among, f.incidents)) << f.name;
      EXPECT_FALSE(f.rule.en.empty() || f.rule.zh.empty());
    }
    // Nothing of a unit is lost in its parts, and nothing comes to it.
    const auto parts = assess(stages, [](const std::string& path) {
                         return part_of(path, std::vector<std::string>{"1/"}, true);
                       }).by_part;
    std::set<Id> among;
    for (const auto& [path, figures] : parts) {
      EXPECT_TRUE((std::set<std::string>{"1/", "1/2/", "1/3/"}.contains(path)));
      const auto& ids = named(figures, "returned").among;
      among.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(std::vector<Id>(among.begin(), among.end()), named(out.all, "returned").among);
    std::ranges::shuffle(stages, random);
    EXPECT_EQ(by_unit(stages).all, out.all);
    EXPECT_EQ(by_unit(stages).by_part, out.by_part);
  }
}

}  // namespace
}  // namespace ward::city::incidents
