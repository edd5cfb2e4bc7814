#include "city/inspections/rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace ward::city::inspections {
namespace {

using Visits = std::vector<Visit>;
using Inspectors = std::vector<Inspector>;

TEST(Rotation, NobodyInspectsTheirOwnUnitNorAboveNorBelowIt) {
  const Inspector li{"li", {"1/2/3/"}, {}};
  for (const char* unit : {"1/2/3/", "1/2/3", "1/2/3/9/", "1/2/", "1/2", "1/"})
    EXPECT_FALSE(may_inspect(li, unit)) << unit;
  for (const char* unit : {"1/2/33/", "1/2/4/", "1/22/3/", "2/"}) EXPECT_TRUE(may_inspect(li, unit)) << unit;
  EXPECT_FALSE(may_inspect({"wu", {"9/", "1/2/"}, {}}, "1/2/7/"));  // any post counts
}

TEST(Rotation, NobodyInspectsTheSameUnitTwiceInARow) {
  const Inspector li{"li", {}, {"1/2/", "1/3"}};
  EXPECT_FALSE(may_inspect(li, "1/2"));
  EXPECT_FALSE(may_inspect(li, "1/3/"));
  EXPECT_TRUE(may_inspect(li, "1/2/5/"));
}

TEST(Rotation, IsTheSameForTheSameSeedAndAnotherForAnother) {
  Visits visits;
  for (int i = 0; i < 12; ++i) visits.push_back({"item " + std::to_string(i), "1/" + std::to_string(i) + "/"});
  const Inspectors three{{"a", {}, {}}, {"b", {}, {}}, {"c", {}, {}}};
  EXPECT_EQ(*rotate(visits, three, "seed"), *rotate(visits, three, "seed"));
  EXPECT_NE(*rotate(visits, three, "seed"), *rotate(visits, three, "another"));
}

TEST(Rotation, NamesWhatNobodyMayInspect) {
  const Inspectors two{{"a", {"1/2/"}, {}}, {"b", {}, {"1/2/3/"}}};
  const auto refused = rotate(Visits{{"X-1", "1/2/3/"}, {"X-2", "1/4/"}, {"X-3", "1/2/5/"}}, two, "seed");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "rotation.nobody");
  EXPECT_TRUE(refused.error().message.en.ends_with("inspect: X-1")) << refused.error().message.en;
  EXPECT_EQ(rotate(Visits{{"X-1", "1/"}}, {}, "seed").error().code, "rotation.no_inspectors");
  EXPECT_EQ(rotate({}, Inspectors{{"a", {}, {}}, {"a", {}, {}}}, "").error().code, "rotation.inspector_twice");
  EXPECT_TRUE(rotate({}, two, "seed")->empty());
}

TEST(Rotation, HandsVisitsOnThroughOthers) {
  // Only a may do X, only b and a may do Y, and everybody Z: one each.
  const Inspectors three{{"a", {"3/"}, {}}, {"b", {"1/", "3/"}, {}}, {"c", {"1/", "2/"}, {}}};
  for (const char* seed : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    const auto owners = rotate(Visits{{"Z", "4/"}, {"Y", "2/"}, {"X", "1/"}}, three, seed);
    EXPECT_EQ(std::set<std::size_t>(owners->begin(), owners->end()).size(), 3u) << seed;
  }
}

TEST(Rotation, GoesTwoByTwo) {
  Inspectors five;
  for (const char* id : {"a", "b", "c", "d", "e"})
    five.push_back({id, {std::string(id) + "/"}, {"last " + std::string(id)}});
  const auto pairs = in_pairs(five, "seed");
  ASSERT_EQ(pairs->size(), 2u);
  EXPECT_EQ(pairs->front().id.size(), 3u);
  EXPECT_EQ(pairs->back().id.size(), 5u);
  for (const Inspector& pair : *pairs)
    for (const Inspector& one : five)
      if (pair.id.find(one.id) != std::string::npos) {
        EXPECT_FALSE(may_inspect(pair, one.posts[0])) << "what one may not, both may not";
        EXPECT_FALSE(may_inspect(pair, one.last_units[0]));
      }
  EXPECT_EQ(*in_pairs(five, "seed"), *pairs);
  EXPECT_EQ(in_pairs(std::span(five).first(1), "seed").error().code, "rotation.pairs");
}

// ---- random instances -----------------------------------------------------------------------------------------------

struct Instance {
  Visits visits;
  Inspectors inspectors;
};

std::string some_path(std::mt19937_64& random) {
  std::string path = "1/";
  for (std::uint64_t depth = random() % 3; depth > 0; --depth) path += std::to_string(random() % 3) + "/";
  return path;
}

Instance made_up(std::mt19937_64& random, std::size_t most_visits, std::size_t most_inspectors) {
  Instance out;
  for (std::size_t i = 0, n = 1 + random() % most_visits; i < n; ++i)
    out.visits.push_back({"item " + std::to_string(i), some_path(random) + std::to_string(random() % 4) + "/"});
  for (std::size_t i = 0, n = 1 + random() % most_inspectors; i < n; ++i) {
    Inspector inspector{"inspector " + std::to_string(i), {}, {}};
    if (random() % 3) inspector.posts.push_back(some_path(random) + std::to_string(random() % 4) + "/");
    if (random() % 2) inspector.last_units.push_back(out.visits[random() % out.visits.size()].unit);
    out.inspectors.push_back(std::move(inspector));
  }
  return out;
}

std::vector<std::size_t> loads_of(const std::vector<std::size_t>& owners, std::size_t inspectors) {
  std::vector<std::size_t> loads(inspectors);
  for (const std::size_t owner : owners) ++loads[owner];
  std::ranges::sort(loads);
  return loads;
}

std::size_t squares(const std::vector<std::size_t>& loads) {
  std::size_t sum = 0;
  for (const std::size_t load : loads) sum += load * load;
  return sum;
}

// The least sum of squared loads over all assignments, by trying them all.
std::size_t least_squares(const Instance& in, std::size_t visit, std::vector<std::size_t>& loads) {
  if (visit == in.visits.size()) return squares(loads);
  std::size_t least = std::size_t(-1);
  for (std::size_t i = 0; i < in.inspectors.size(); ++i) {
    if (!may_inspect(in.inspectors[i], in.visits[visit].unit)) continue;
    ++loads[i];
    least = std::min(least, least_squares(in, visit + 1, loads));
    --loads[i];
  }
  return least;
}

TEST(Rotation, SharesOutAsEvenlyAsAnyOtherWay) {
  std::mt19937_64 random(1);
  int shared = 0, refused = 0;
  for (int i = 0; i < 1'500; ++i) {
    const Instance in = made_up(random, 6, 4);
    const auto owners = rotate(in.visits, in.inspectors, std::to_string(i));
    std::vector<std::size_t> loads(in.inspectors.size());
    const std::size_t least = least_squares(in, 0, loads);
    ASSERT_EQ(owners.has_value(), least != std::size_t(-1));
    owners ? ++shared : ++refused;
    if (owners) {
      ASSERT_EQ(squares(loads_of(*owners, in.inspectors.size())), least);
    }
  }
  EXPECT_GT(shared, 300);
  EXPECT_GT(refused, 300);
}

TEST(Rotation, KeepsItsRulesInLargeDraws) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 40; ++i) {
    Instance in = made_up(random, 300, 30);
    in.inspectors.push_back({"from outside", {}, {}});
    in.inspectors.push_back({"from outside, too", {"2/"}, {}});
    const auto owners = rotate(in.visits, in.inspectors, "seed");
    ASSERT_TRUE(owners) << owners.error().message.en;
    for (std::size_t v = 0; v < in.visits.size(); ++v)
      ASSERT_TRUE(may_inspect(in.inspectors[(*owners)[v]], in.visits[v].unit));
  }
}

TEST(Rotation, LoadsDifferByAtMostOneWhereEverybodyMayDoEverything) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100; ++i) {
    Instance in = made_up(random, 100, 12);
    for (Inspector& inspector : in.inspectors) inspector.posts.clear(), inspector.last_units.clear();
    const auto loads = loads_of(*rotate(in.visits, in.inspectors, "seed"), in.inspectors.size());
    ASSERT_LE(loads.back() - loads.front(), 1u);
  }
}

}  // namespace
}  // namespace ward::city::inspections
