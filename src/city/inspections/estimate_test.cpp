#include "city/inspections/estimate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <vector>

namespace ward::city::inspections {
namespace {

using Results = std::vector<StratumResult>;

double choose(std::int64_t n, std::int64_t k) {
  return k < 0 || k > n ? 0
                        : std::round(std::exp(std::lgamma(double(n) + 1) - std::lgamma(double(k) + 1) -
                                              std::lgamma(double(n - k) + 1)));
}
double chance(std::int64_t items, std::int64_t of, std::int64_t seen, std::int64_t k) {
  return choose(of, k) * choose(items - of, seen - k) / choose(items, seen);
}

TEST(Estimate, ExactCountsAreThoseOfTheDefinition) {
  for (std::int64_t items = 1; items <= 25; ++items)
    for (std::int64_t seen = 1; seen <= items; seen += 1 + items / 8)
      for (std::int64_t k = 0; k <= seen; ++k) {
        Count wanted{items, 0};
        for (std::int64_t of = k; of <= items - (seen - k); ++of) {
          double many = 0, few = 0;
          for (std::int64_t x = 0; x <= seen; ++x) (x >= k ? many : few) += chance(items, of, seen, x);
          few += chance(items, of, seen, k);
          if (many > 0.025) wanted.low = std::min(wanted.low, of);
          if (few > 0.025) wanted.high = std::max(wanted.high, of);
        }
        ASSERT_EQ(exact_count(items, seen, k, 0.95), wanted) << items << ' ' << seen << ' ' << k;
      }
}

TEST(Estimate, OfOneStratumCoversWhateverIsTrue) {
  for (const auto& [items, seen] : {std::pair{16, 15}, {20, 15}, {39, 26}, {50, 5}, {30, 3}, {12, 1}})
    for (std::int64_t of = 0; of <= items; ++of) {
      double covered = 0;
      for (std::int64_t k = std::max<std::int64_t>(0, seen - (items - of)); k <= std::min<std::int64_t>(seen, of);
           ++k) {
        const Interval interval = estimate(Results{{"a", items, seen, seen, k}})->interval;
        const double rate = double(of) / items;
        if (interval.low <= rate && rate <= interval.high) covered += chance(items, of, seen, k);
      }
      ASSERT_GE(covered, 0.95 - 1e-9) << of << " of " << items << ", seen " << seen;
    }
}

// By hand: 0.2 * 0.9 + 0.8 * 0.5; and a census knows.
TEST(Estimate, WeighsTheStrataByWhatTheyHold) {
  const auto two = estimate(Results{{"a", 200, 20, 20, 18}, {"b", 800, 20, 20, 10}});
  EXPECT_DOUBLE_EQ(two->rate, 0.58);
  EXPECT_LT(two->interval.low, 0.58);
  EXPECT_GT(two->interval.high, 0.58);
  const auto census = estimate(Results{{"a", 20, 20, 20, 18}, {"b", 80, 80, 80, 41}});
  EXPECT_DOUBLE_EQ(census->rate, 0.59);
  EXPECT_EQ(census->interval, (Interval{0.59, 0.59}));
}

TEST(Estimate, KeepsAnIntervalAtRatesOfNoneAndAll) {
  const auto all = estimate(Results{{"a", 1'000, 50, 50, 50}, {"b", 1'000, 50, 50, 50}});
  EXPECT_EQ(all->rate, 1);
  EXPECT_EQ(all->interval.high, 1);
  EXPECT_NEAR(all->interval.low, 0.9645, 0.001);  // as 100 of 100 from 2,000: 1 - 0.025^(1/100), a little less
  const auto none = estimate(Results{{"a", 1'000, 50, 50, 0}, {"b", 1'000, 50, 50, 0}});
  EXPECT_NEAR(none->interval.high, 1 - all->interval.low, 1e-12);
  EXPECT_EQ(none->interval.low, 0);
  EXPECT_EQ(estimate(Results{{"a", 1'000, 1, 1, 1}})->interval.high, 1);
}

TEST(Estimate, SaysWhatItCannotCount) {
  const auto code = [](const Results& results, double confidence = 0.95) {
    const auto result = estimate(results, confidence);
    return result ? "" : result.error().code + " " + result.error().field;
  };
  EXPECT_EQ(code({}), "estimate.empty strata");
  EXPECT_EQ(code({{"a", 10, 5, 5, 5}}, 1), "estimate.confidence confidence");
  EXPECT_EQ(code({{"a", 10, 5, 5, 5}}, std::nan("")), "estimate.confidence confidence");
  EXPECT_EQ(code({{"a", 10, 5, 5, 5}, {"b", 10, 5, 0, 0}}), "estimate.unseen b");
  for (const StratumResult& bad : Results{{"b", 0, 0, 0, 0},
                                          {"b", 5, 6, 6, 6},
                                          {"b", 5, 5, 5, 6},
                                          {"b", 5, 4, 5, 5},
                                          {"b", 5, 5, 5, -1},
                                          {"b", 1'000'000'000, 5, 5, 5}})
    EXPECT_EQ(code({bad}), "estimate.counts b");
}

TEST(WorstCase, WidensByWhomNobodySaw) {
  const Results full{{"a", 1'000, 100, 100, 90}}, part{{"a", 1'000, 100, 80, 72}};
  const auto seen_all = worst_case(full);
  EXPECT_EQ(seen_all->rate, (Interval{0.9, 0.9}));
  EXPECT_EQ(seen_all->interval, estimate(full)->interval);
  const auto bounds = worst_case(part);
  EXPECT_DOUBLE_EQ(bounds->rate.low, 0.72);
  EXPECT_DOUBLE_EQ(bounds->rate.high, 0.92);
  const auto as_if = estimate(part);
  EXPECT_DOUBLE_EQ(as_if->rate, 0.9);
  EXPECT_LT(bounds->interval.low, as_if->interval.low);
  // A stratum of which nothing was drawn may be anything.
  EXPECT_EQ(worst_case(Results{{"a", 50, 50, 50, 50}, {"b", 50, 0, 0, 0}})->rate, (Interval{0.5, 1}));
}

// ---- simulations ----------------------------------------------------------------------------------------------------

struct Stratum {
  std::int64_t items, sampled;
  double rate;
  std::int64_t declared() const { return std::llround(double(items) * rate); }
};
using Population = std::vector<Stratum>;

std::int64_t draw_one(std::mt19937_64& random, std::int64_t items, std::int64_t declared, std::int64_t sampled) {
  std::int64_t found = 0;
  for (std::int64_t i = 0; i < sampled; ++i)
    if (std::int64_t(random() % std::uint64_t(items - i)) < declared - found) ++found;
  return found;
}

double true_rate(const Population& population) {
  double all = 0, declared = 0;
  for (const Stratum& stratum : population) {
    all += double(stratum.items);
    declared += double(stratum.declared());
  }
  return declared / all;
}

// How often the interval holds the truth; each result is computed once.
double coverage(const Population& population, int times, std::uint64_t seed = 1) {
  std::mt19937_64 random(seed);
  std::map<std::vector<std::int64_t>, bool> known;
  const double truth = true_rate(population);
  int covered = 0;
  for (int i = 0; i < times; ++i) {
    Results results;
    std::vector<std::int64_t> found;
    for (const Stratum& s : population) {
      found.push_back(draw_one(random, s.items, s.declared(), s.sampled));
      results.push_back({"", s.items, s.sampled, s.sampled, found.back()});
    }
    const auto [at, is_new] = known.try_emplace(found);
    if (is_new) {
      const Interval interval = estimate(results)->interval;
      at->second = interval.low <= truth + 1e-9 && truth <= interval.high + 1e-9;
    }
    covered += at->second;
  }
  return double(covered) / times;
}

Population same(int strata, Stratum stratum) { return Population(std::size_t(strata), stratum); }

// 2,000 draws each: a true coverage of 95 % is seen as 94 % or less once in fifty.
TEST(Estimate, CoversTheTruthInManyKindsOfCities) {
  Population one_big = same(10, {200, 2, 0.5});
  one_big.push_back({8'000, 400, 0.99});
  const std::map<std::string, Population> cities = {
      {"four kinds", {{20'000, 200, 0.95}, {60'000, 300, 0.9}, {3'000, 100, 0.8}, {800, 80, 0.97}}},
      {"rarely undeclared", {{20'000, 200, 0.999}, {60'000, 300, 0.998}, {3'000, 100, 0.99}, {800, 80, 1}}},
      {"rarely declared", {{20'000, 200, 0.001}, {60'000, 300, 0}, {3'000, 100, 0.01}, {800, 80, 0.03}}},
      {"fifty small strata, two of each", same(50, {100, 2, 0.5})},
      {"fifty small strata, mostly declared", same(50, {100, 2, 0.95})},
      {"fourteen towns of four kinds", same(56, {500, 10, 0.99})},
      {"a heavy stratum with five", {{9'000, 5, 0.6}, {1'000, 500, 0.5}}},
      {"a bad stratum with two", {{1'000, 2, 0.5}, {9'000, 200, 0.99}}},
      {"many bad small ones and a good big one", one_big},
      {"one of each", {{600, 1, 0.5}, {280, 1, 0.5}, {120, 1, 0.5}}},
      {"ever heavier", {{100, 3, 0.9}, {210, 3, 0.2}, {450, 3, 0.9}, {950, 3, 0.2}}},
      {"nearly all were seen", {{42, 37, 0.0714}, {35, 34, 0.143}, {36, 30, 0.056}}},
      {"nearly all were seen here, half there", {{41, 39, 1}, {10, 5, 0.9}}},
      {"nearly all were seen but in the one bad stratum", {{14, 7, 0.143}, {39, 34, 0}, {24, 19, 0}, {31, 28, 0}}},
      {"Neyman", {{10'000, 20, 0.99}, {10'000, 60, 0.8}, {5'000, 50, 0.5}, {500, 20, 0.5}}},
  };
  for (const auto& [name, city] : cities) EXPECT_GE(coverage(city, 2'000), 0.94) << name;
}

TEST(Estimate, CoversTheTruthInCitiesMadeUpAtRandom) {
  std::mt19937_64 random(7);
  const auto unit = [&] { return double(random() % 10'001) / 10'000; };
  double all = 0;
  constexpr int cities = 300;
  for (int i = 0; i < cities; ++i) {
    Population city;
    const bool small = random() % 2;
    const double around = random() % 3 ? 1 - unit() / 10 : unit();
    for (std::size_t h = 0; h < 1 + random() % 8; ++h) {
      const auto items = std::int64_t(small ? 5 + random() % 40 : std::uint64_t(3 * std::pow(700, unit())));
      const auto sampled =
          std::int64_t(small ? std::uint64_t(items) - random() % (std::uint64_t(items) / 2) : 1 + random() % 30);
      const double rate = random() % 6 ? std::clamp(around + (unit() - 0.5) / 5, 0.0, 1.0) : double(random() % 2);
      city.push_back({items, std::min(items, sampled), rate});
    }
    const double covered = coverage(city, 300, random());
    ASSERT_GE(covered, 0.89) << "city " << i;  // 95 % of 300 is seen as less than 89 % once in a million
    all += covered;
  }
  EXPECT_GE(all / cities, 0.97);
}

TEST(Estimate, IsRightOnTheAverage) {
  std::mt19937_64 random(5);
  const Population city{{500, 10, 0.9}, {3'000, 10, 0.4}, {40, 10, 0.05}};
  double sum = 0;
  constexpr int times = 3'000;
  for (int i = 0; i < times; ++i) {
    double all = 0, declared = 0;
    for (const Stratum& s : city) {
      all += double(s.items);
      declared += double(s.items) * double(draw_one(random, s.items, s.declared(), s.sampled)) / double(s.sampled);
    }
    sum += declared / all;
  }
  EXPECT_NEAR(sum / times, true_rate(city), 0.005);
}

// Who has not declared does not open: the estimate is misled, the worst case is not.
TEST(WorstCase, HoldsTheTruthWhenTheUndeclaredHide) {
  std::mt19937_64 random(9);
  int misled = 0, held = 0;
  constexpr int times = 500;
  for (int i = 0; i < times; ++i) {
    const std::int64_t found = draw_one(random, 5'000, 4'000, 100);  // 80 % declared
    const std::int64_t hidden = (100 - found) * 3 / 4;
    const Results results{{"a", 5'000, 100, 100 - hidden, found}};
    const Interval as_if = estimate(results)->interval, worst = worst_case(results)->interval;
    misled += 0.8 < as_if.low;
    held += worst.low <= 0.8 && 0.8 <= worst.high;
  }
  EXPECT_GT(misled, times / 2);
  EXPECT_GE(held, times * 95 / 100);
}

}  // namespace
}  // namespace ward::city::inspections
