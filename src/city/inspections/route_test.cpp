#include "city/inspections/route.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace ward::city::inspections {
namespace {

using incidents::Point;
using Stops = std::vector<Stop>;

Point at(double latitude, double longitude) {
  return {int(std::lround(latitude * 1e6)), int(std::lround(longitude * 1e6))};
}

std::int64_t as_given(const Stops& stops, std::optional<Point> before) {
  std::int64_t sum = 0;
  for (const Stop& stop : stops) {
    if (!stop.at) continue;
    if (before) sum += metres_between(*before, *stop.at);
    before = stop.at;
  }
  return sum;
}

TEST(Route, MeasuresGreatCircles) {
  EXPECT_EQ(metres_between(at(0, 0), at(1, 0)), 111'195);        // a degree of a great circle: 6,371,008.8 * pi / 180
  EXPECT_EQ(metres_between(at(60, 0), at(60, 180)), 6'671'705);  // over the pole: 60 of them
  EXPECT_EQ(metres_between(at(0, -179.5), at(0, 179.5)), 111'195);  // over the date line
  EXPECT_EQ(metres_between(at(90, 0), at(-90, 0)), 20'015'114);     // half of a great circle
  EXPECT_NEAR(double(metres_between(at(29.306841, 120.075058), at(29.31, 120.08))), 594, 2);
  EXPECT_EQ(metres_between(at(29.3, 120), at(29.3, 120)), 0);
}

TEST(Route, WalksAStreetFromOneEndToTheOther) {
  Stops stops;
  for (const int house : {5, 1, 4, 2, 3, 0})
    stops.push_back({std::to_string(house), "1/", at(29.3, 120 + house * 0.001)});
  const auto route = plan_route(stops, at(29.3, 119.99));
  std::string order;
  for (const Leg& leg : route->legs) order += stops[leg.stop].id;
  EXPECT_EQ(order, "012345");
  EXPECT_EQ(route->legs[0].metres, metres_between(at(29.3, 119.99), at(29.3, 120)));
  EXPECT_FALSE(plan_route(stops)->legs[0].metres) << "without a start the first place is where the day begins";
}

TEST(Route, PutsThoseWithoutAPositionLastByTheirUnit) {
  const Stops stops{
      {"a", "1/9/", {}}, {"b", "1/", at(29, 120)}, {"c", "1/2/", {}}, {"d", "1/9/", {}}, {"e", "1/", at(29, 121)}};
  const auto route = plan_route(stops, at(29, 119));
  std::string order;
  for (const Leg& leg : route->legs) order += stops[leg.stop].id;
  EXPECT_EQ(order, "becad");
  EXPECT_FALSE(route->legs[2].metres);
  EXPECT_EQ(route->metres, *route->legs[0].metres + *route->legs[1].metres);
}

TEST(Route, OfNothingAndOfOneIsThatAndTooManyAreRefused) {
  EXPECT_TRUE(plan_route({})->legs.empty());
  EXPECT_TRUE(plan_route({}, at(29, 120))->legs.empty());
  EXPECT_EQ(plan_route(Stops{{"a", "1/", at(29, 120)}})->legs.size(), 1u);
  const auto many = plan_route(Stops(max_stops + 1, {"a", "1/", {}}));
  EXPECT_EQ(many.error().code, "route.too_many");
  const auto nowhere = plan_route(Stops{{"a", "1/", Point{90'000'001, 0}}});
  EXPECT_EQ(nowhere.error().code + " " + nowhere.error().field, "route.position a");
  EXPECT_EQ(plan_route({}, Point{0, -180'000'001}).error().field, "start");
}

struct Day {
  Stops stops;
  std::optional<Point> start;
};

Day some_day(std::mt19937_64& random, std::size_t most) {
  Day day;
  const auto coordinate = [&](double middle) { return middle + double(random() % 100'000) / 1e6; };
  for (std::size_t i = 0, n = random() % (most + 1); i < n; ++i) {
    Stop stop{std::to_string(i), std::to_string(random() % 5) + "/", {}};
    if (random() % 8) stop.at = at(coordinate(29.3), coordinate(120));
    if (random() % 10 == 0 && !day.stops.empty()) stop.at = day.stops.back().at;  // two in one house
    day.stops.push_back(std::move(stop));
  }
  if (random() % 2) day.start = at(coordinate(29.3), coordinate(120));
  return day;
}

TEST(Route, VisitsEverythingOnceAndIsNeverLongerThanTheOrderGiven) {
  std::mt19937_64 random(1);
  double shorter = 0, given = 0;
  for (int i = 0; i < 300; ++i) {
    const Day day = some_day(random, max_stops);
    const auto route = plan_route(day.stops, day.start);
    std::set<std::size_t> visited;
    std::int64_t sum = 0;
    bool placed = true;
    for (const Leg& leg : route->legs) {
      ASSERT_TRUE(visited.insert(leg.stop).second);
      ASSERT_TRUE(placed || !day.stops[leg.stop].at) << "those without a position come last";
      placed = day.stops[leg.stop].at.has_value();
      sum += leg.metres.value_or(0);
    }
    ASSERT_EQ(visited.size(), day.stops.size());
    ASSERT_EQ(route->metres, sum);
    ASSERT_LE(route->metres, as_given(day.stops, day.start));
    shorter += double(route->metres), given += double(as_given(day.stops, day.start));
    const auto again = plan_route(day.stops, day.start);
    ASSERT_TRUE(std::ranges::equal(again->legs, route->legs, {}, &Leg::stop, &Leg::stop));
  }
  EXPECT_LT(shorter, given / 3);
}

// Against all orders of up to seven stops: 2-opt finds the shortest nearly always, and is never far from it.
TEST(Route, IsNearTheShortestThereIs) {
  std::mt19937_64 random(2);
  int best = 0;
  constexpr int days = 100;
  for (int i = 0; i < days; ++i) {
    Day day = some_day(random, 7);
    std::erase_if(day.stops, [](const Stop& stop) { return !stop.at; });
    const std::int64_t found = plan_route(day.stops, day.start)->metres;
    std::int64_t shortest = as_given(day.stops, day.start);
    std::ranges::sort(day.stops, {}, &Stop::id);
    do shortest = std::min(shortest, as_given(day.stops, day.start));
    while (std::ranges::next_permutation(day.stops, {}, &Stop::id).found);
    ASSERT_LE(double(found), double(shortest) * 1.3 + 1);
    best += found == shortest;
  }
  EXPECT_GE(best, days * 8 / 10);
}

}  // namespace
}  // namespace ward::city::inspections
