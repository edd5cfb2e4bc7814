#include "vision/thresholds.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

namespace ward::vision {
namespace {

ThresholdCurve curve() { return ThresholdCurve::make({{-9, 0.7}, {-6, 0.55}, {-3, 0.3}}).value(); }

TEST(FalseMatchRate, IsTheRateItselfForOnePersonAndAboutAShareOfItForMany) {
  EXPECT_DOUBLE_EQ(false_match_rate(1e-3, 1), 1e-3);
  EXPECT_NEAR(false_match_rate(1e-3, 50'000), 1e-3 / 50'000, 1e-10);
  const double fmr = false_match_rate(0.2, 100);
  EXPECT_NEAR(1 - std::pow(1 - fmr, 100), 0.2, 1e-12);
}

TEST(ThresholdCurve, RisesWithTheListAndWithStrictness) {
  float before = -1;
  for (const std::size_t people : {1U, 2U, 10U, 100U, 1'000U, 50'000U, 1'000'000U}) {
    const float now = curve().at(false_match_rate(1e-3, people));
    EXPECT_GE(now, before);
    before = now;
  }
  before = -1;
  for (const double far : {0.5, 0.1, 1e-2, 1e-3, 1e-4, 1e-6, 0.0}) {
    const float now = curve().at(false_match_rate(far, 1000));
    EXPECT_GE(now, before);
    before = now;
  }
}

TEST(ThresholdCurve, IsLinearInTheLogarithmAndStopsAtItsEnds) {
  EXPECT_FLOAT_EQ(curve().at(1e-6), 0.55F);
  EXPECT_NEAR(curve().at(std::pow(10, -4.5)), 0.425, 1e-6);
  EXPECT_FLOAT_EQ(curve().at(0), 0.7F);
  EXPECT_FLOAT_EQ(curve().at(1), 0.3F);
}

TEST(ThresholdCurve, RefusesPointsOutOfOrder) {
  EXPECT_FALSE(ThresholdCurve::make({}));
  EXPECT_FALSE(ThresholdCurve::make({{-3, 0.3}}));
  EXPECT_FALSE(ThresholdCurve::make({{-3, 0.3}, {-6, 0.5}}));
  EXPECT_FALSE(ThresholdCurve::make({{-6, 0.3}, {-3, 0.5}}));
}

TEST(Thresholds, AreReadAsTheyWereWritten) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "thresholds_test";
  std::filesystem::create_directories(folder);
  const Thresholds written{curve(), ThresholdCurve::make({{-7, 0.8}, {-2, 0.4}}).value(), 1e-6, 1e-5};
  std::ofstream(folder / "face_thresholds.toml") << written.toml();
  const auto read = Thresholds::open(folder);
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_FLOAT_EQ(read->plain.at(1e-5), written.plain.at(1e-5));
  EXPECT_FLOAT_EQ(read->masked.at(1e-5), written.masked.at(1e-5));
  EXPECT_NEAR(read->masked_measured_to, 1e-5, 1e-9);
  std::ofstream(folder / "face_thresholds.toml", std::ios::app) << "\n[[plain]]\nlog10_fmr = -1\nsimilarity = 0.9\n";
  EXPECT_FALSE(Thresholds::open(folder));
}

}  // namespace
}  // namespace ward::vision
