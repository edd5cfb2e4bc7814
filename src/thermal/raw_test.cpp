#include "thermal/raw.h"

#include <gtest/gtest.h>

#include "thermal/bad_lines.h"

namespace ward::thermal {
namespace {

// A smooth scene with noise of 0.05 °C, as a Lepton sees a room.
cv::Mat quiet_room() {
  cv::Mat celsius(120, 160, CV_32FC1);
  cv::RNG random(7);
  for (int y = 0; y < celsius.rows; ++y)
    for (int x = 0; x < celsius.cols; ++x)
      celsius.at<float>(y, x) = 22 + 0.02F * static_cast<float>(y) + static_cast<float>(random.gaussian(0.05));
  return celsius;
}

TEST(Raw, ReadsLittleEndianCountsWithTheirStride) {
  const std::vector<std::uint8_t> bytes{0x01, 0x02, 0x03, 0x04, 0xFF, 0xFF, 0x05, 0x06, 0x07, 0x08};
  const auto counts = counts_from_bytes(std::as_bytes(std::span(bytes)), {2, 2}, 6);
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->at<std::uint16_t>(0, 0), 0x0201);
  EXPECT_EQ(counts->at<std::uint16_t>(0, 1), 0x0403);
  EXPECT_EQ(counts->at<std::uint16_t>(1, 1), 0x0807);
}

TEST(Raw, RefusesBuffersOfTheWrongSize) {
  const std::vector<std::byte> bytes(100);
  EXPECT_EQ(counts_from_bytes(bytes, {10, 6}, 20).error().code, "thermal.wrong_size");
  EXPECT_EQ(counts_from_bytes(bytes, {10, 5}, 18).error().code, "thermal.wrong_size");
  EXPECT_EQ(counts_from_bytes(bytes, {0, 5}, 20).error().code, "thermal.wrong_size");
  EXPECT_EQ(counts_from_bytes(bytes, {100'000, 100'000}, 200'000).error().code, "thermal.wrong_size");
  EXPECT_TRUE(counts_from_bytes(bytes, {10, 5}, 20));
}

TEST(Raw, CentikelvinBecomeCelsius) {
  const cv::Mat counts = (cv::Mat_<std::uint16_t>(1, 2) << 27315, 30995);
  const cv::Mat celsius = celsius_from_centikelvin(counts);
  EXPECT_NEAR(celsius.at<float>(0, 0), 0, 1e-3);
  EXPECT_NEAR(celsius.at<float>(0, 1), 36.8, 1e-3);
}

TEST(BadLines, NothingIsBadInAQuietRoom) { EXPECT_TRUE(find_bad_rows(quiet_room()).empty()); }

TEST(BadLines, EdgesOfAFaceAreNoBadLines) {
  cv::Mat celsius = quiet_room();
  celsius(cv::Rect(50, 30, 60, 70)) = 34;                                // a step at every side
  celsius(cv::Rect(0, 100, 160, 20)) = 29;                               // and one across the whole picture
  celsius.rowRange(100, 120) += quiet_room().rowRange(100, 120) * 0.1F;  // not constant
  EXPECT_TRUE(find_bad_rows(celsius).empty());
}

TEST(BadLines, FindsAndRepairsDeadStuckAndFlippedLines) {
  const cv::Mat good = quiet_room();
  cv::Mat celsius = good.clone();
  celsius.row(0) = -273.15;
  celsius.row(40) = 55;
  cv::RNG random(3);
  for (int x = 0; x < celsius.cols; ++x)
    if (random.uniform(0, 2)) celsius.at<float>(76, x) += 10.24F;
  const auto repaired = repair_rows(celsius);
  ASSERT_TRUE(repaired);
  EXPECT_EQ(*repaired, (std::vector<int>{0, 40, 76}));
  EXPECT_LT(cv::norm(celsius, good, cv::NORM_INF), 0.5);
}

TEST(BadLines, RefusesWhatCannotBeRepaired) {
  cv::Mat many = quiet_room();
  for (int y = 3; y < 120; y += 10) many.row(y) = 0;
  EXPECT_EQ(repair_rows(many).error().code, "thermal.corrupt");
  cv::Mat block = quiet_room();
  block.rowRange(60, 64) = -273.15;
  EXPECT_EQ(repair_rows(block).error().code, "thermal.corrupt");
  cv::Mat all(120, 160, CV_32FC1, cv::Scalar(20));
  EXPECT_EQ(repair_rows(all).error().code, "thermal.corrupt");
}

}  // namespace
}  // namespace ward::thermal
