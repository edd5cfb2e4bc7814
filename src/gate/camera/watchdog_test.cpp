#include "gate/camera/watchdog.h"

#include <gtest/gtest.h>

namespace ward::gate {
namespace {

constexpr Millis beat{100};

// A picture as a sensor gives it: never twice the same.
cv::Mat noisy(int brightness, std::uint64_t seed, cv::Size size = {320, 240}) {
  cv::Mat picture(size, CV_8UC3);
  cv::RNG random(seed + 1);
  random.fill(picture, cv::RNG::NORMAL, brightness, 3);
  return picture;
}

class Watchdog : public testing::Test {
 protected:
  ManualClock clock;
  CameraWatchdog dog{clock.steady()};

  CameraFault see(const cv::Mat& picture) {
    clock.advance(beat);
    return dog.see(picture, clock.steady());
  }
};

TEST_F(Watchdog, FindsNothingWrongWithALivePicture) {
  for (std::uint64_t i = 0; i < 100; ++i) ASSERT_EQ(see(noisy(120, i)), CameraFault::none);
  EXPECT_NEAR(dog.frames_per_second(), 10, 0.5);
}

TEST_F(Watchdog, TellsAFrozenPictureAfterTwoSecondsAndForgivesTheFirstNewOne) {
  const cv::Mat same = noisy(120, 1);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(see(same), CameraFault::none) << i;
  EXPECT_EQ(see(same), CameraFault::frozen);
  EXPECT_EQ(see(noisy(120, 2)), CameraFault::none);
}

TEST_F(Watchdog, OneChangedBitIsNotFrozen) {
  cv::Mat picture = noisy(120, 1);
  for (int i = 0; i < 60; ++i) {
    picture.at<cv::Vec3b>(239, 319)[2] ^= 1;
    ASSERT_EQ(see(picture), CameraFault::none);
  }
}

TEST_F(Watchdog, TellsACoveredLensEvenWithNoise) {
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_EQ(see(noisy(4, i)), CameraFault::none) << i;
  EXPECT_EQ(see(noisy(4, 11)), CameraFault::black);
  EXPECT_EQ(see(noisy(90, 12)), CameraFault::none);
}

TEST_F(Watchdog, ADarkStreetWithALampIsNotBlack) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    cv::Mat picture = noisy(5, i);
    picture(cv::Rect(100, 50, 60, 60)) = cv::Scalar(200, 220, 240);
    ASSERT_EQ(see(picture), CameraFault::none);
  }
}

TEST_F(Watchdog, TellsTheWrongFormatAtOnce) {
  EXPECT_EQ(see(noisy(120, 1)), CameraFault::none);
  cv::Mat gray(240, 320, CV_8UC1, cv::Scalar(100));
  EXPECT_EQ(see(gray), CameraFault::wrong_format);
  EXPECT_EQ(see(noisy(120, 2, {640, 480})), CameraFault::wrong_format) << "a camera does not change its size";
  EXPECT_EQ(see(noisy(120, 3)), CameraFault::none);
  EXPECT_EQ(see(cv::Mat()), CameraFault::wrong_format);
  EXPECT_EQ(see(noisy(120, 4, {80, 60})), CameraFault::wrong_format);
}

TEST_F(Watchdog, TellsAnUnpluggedCameraAfterTwoSecondsOfSilenceOrAtOnce) {
  EXPECT_EQ(see(noisy(120, 1)), CameraFault::none);
  clock.advance(Millis{1999});
  EXPECT_EQ(dog.miss(clock.steady()), CameraFault::none);
  clock.advance(Millis{1});
  EXPECT_EQ(dog.miss(clock.steady()), CameraFault::unplugged);
  EXPECT_EQ(dog.frames_per_second(), 0);
  EXPECT_EQ(see(noisy(120, 2, {640, 480})), CameraFault::none) << "another camera may be plugged in";
  EXPECT_EQ(dog.miss(clock.steady(), true), CameraFault::unplugged);
}

}  // namespace
}  // namespace ward::gate
