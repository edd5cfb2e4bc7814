#include "city/inspections/allocation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace ward::city::inspections {
namespace {

std::int64_t sum_of(const Takes& takes) {
  std::int64_t sum = 0;
  for (const auto& [stratum, take] : takes) sum += take;
  return sum;
}

TEST(Allocation, IsProportionalWithAMinimum) {
  EXPECT_EQ(*allocate({{"a", 600}, {"b", 300}, {"c", 100}}, 10), (Takes{{"a", 6}, {"b", 3}, {"c", 1}}));
  EXPECT_EQ(*allocate({{"a", 10'000}, {"b", 50}, {"c", 3}}, 100, 5), (Takes{{"a", 92}, {"b", 5}, {"c", 3}}));
  EXPECT_EQ(*allocate({{"a", 1}, {"b", 1}, {"c", 1}}, 2, 0), (Takes{{"a", 1}, {"b", 1}, {"c", 0}}));  // by name
}

TEST(Allocation, NeymanGivesMoreWhereRatesSayLess) {
  // Cochran 1977, 5.5: n_h in proportion to N_h * S_h; here 1000 * 0.3, 1000 * 0.5, 1000 * 0.4.
  EXPECT_EQ(*allocate({{"a", 1000}, {"b", 1000}, {"c", 1000}}, 120, 1, {{"a", 0.9}, {"b", 0.5}, {"c", 0.2}}),
            (Takes{{"a", 30}, {"b", 50}, {"c", 40}}));
  // A stratum in which nothing was ever found still gets its visits.
  EXPECT_GT((*allocate({{"a", 1000}, {"b", 1000}}, 100, 1, {{"a", 1.0}, {"b", 0.5}}))["a"], 25);
  // A small stratum that Neyman would ask for more than it has: the others get the rest.
  EXPECT_EQ(*allocate({{"a", 10'000}, {"b", 10}}, 9'000, 1, {{"a", 0.99}, {"b", 0.5}}),
            (Takes{{"a", 8'990}, {"b", 10}}));
}

TEST(Allocation, SaysWhatCannotBe) {
  const auto code = [](const Result<Takes>& result) { return result ? "" : result.error().code; };
  EXPECT_EQ(code(allocate({{"a", 5}, {"b", 5}}, 11)), "allocation.total");
  EXPECT_EQ(code(allocate({{"a", 5}, {"b", 5}}, 3, 2)), "allocation.total");
  EXPECT_EQ(code(allocate({{"a", 5}}, 0, 0)), "allocation.total");
  EXPECT_EQ(code(allocate({}, 1)), "allocation.total");
  EXPECT_EQ(code(allocate({{"a", 5}}, 1, -1)), "allocation.minimum");
  EXPECT_EQ(code(allocate({{"a", 5}, {"b", 5}}, 3, 1, {{"a", 0.5}})), "allocation.rate");
  EXPECT_EQ(code(allocate({{"a", 5}}, 3, 1, {{"a", std::nan("")}})), "allocation.rate");
}

// Whatever the sizes: the sum is exact and every bound is kept; a free stratum is less than one off its exact share.
TEST(Allocation, AddsUpExactlyForAnySizes) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 3'000; ++i) {
    std::vector<StratumSize> strata;
    Rates rates;
    std::int64_t all = 0, least = 0;
    const std::int64_t minimum = std::int64_t(random() % 4);
    for (std::size_t h = 0; h < 1 + random() % 12; ++h) {
      strata.push_back({std::string(1, char('a' + h)), 1 + std::int64_t(random() % (h % 3 ? 50'000 : 9))});
      rates[strata.back().stratum] = double(random() % 101) / 100;
      all += strata.back().items;
      least += std::min(minimum, strata.back().items);
    }
    if (random() % 2) rates.clear();
    least = std::max<std::int64_t>(least, 1);
    const std::int64_t total = least + std::int64_t(random() % std::uint64_t(all - least + 1));
    const auto takes = allocate(strata, total, minimum, rates);
    ASSERT_TRUE(takes) << takes.error().message.en;
    ASSERT_EQ(sum_of(*takes), total);
    ASSERT_EQ(takes->size(), strata.size());
    for (const StratumSize& stratum : strata) {
      const std::int64_t take = takes->at(stratum.stratum);
      ASSERT_GE(take, std::min(minimum, stratum.items));
      ASSERT_LE(take, stratum.items);
      if (rates.empty() && minimum == 0) {
        ASSERT_LT(std::abs(double(take) - double(total) * double(stratum.items) / double(all)), 1.0 + 1e-6);
      }
    }
  }
}

}  // namespace
}  // namespace ward::city::inspections
