// Black body, freshness and regions: what is known of the sensor and of where the face lies.
#include <gtest/gtest.h>

#include "thermal/black_body.h"
#include "thermal/estimator.h"
#include "thermal/freshness.h"
#include "thermal/regions.h"
#include "thermal/test_face.h"

namespace ward::thermal {
namespace {

const BlackBodySettings settings{.rectangle = {10, 10, 12, 12}, .celsius = 35};

cv::Mat room_with_emitter(float sensor_is_off, cv::Rect emitter = {9, 9, 14, 14}) {
  cv::Mat celsius(120, 160, CV_32FC1, cv::Scalar(22));
  celsius(emitter) = 35;
  return celsius + sensor_is_off;
}

TEST(BlackBody, GivesTheOffsetOfTheSensor) {
  for (const float off : {-3.0F, 0.0F, 1.5F}) {
    const auto reading = read_black_body(room_with_emitter(off), settings);
    EXPECT_EQ(reading.fault, ThermalFault::none);
    EXPECT_NEAR(reading.offset, -off, 1e-4);
  }
}

TEST(BlackBody, SaysWhenItIsLostOrMoved) {
  EXPECT_EQ(read_black_body(cv::Mat(120, 160, CV_32FC1, cv::Scalar(22)), settings).fault,
            ThermalFault::black_body_lost);
  EXPECT_EQ(read_black_body(room_with_emitter(0, {16, 9, 14, 14}), settings).fault, ThermalFault::black_body_moved);
  EXPECT_EQ(read_black_body(room_with_emitter(0, {9, 14, 14, 14}), settings).fault, ThermalFault::black_body_moved);
  EXPECT_EQ(read_black_body(room_with_emitter(7), settings).fault,
            ThermalFault::black_body_lost);  // further off than a sensor is
  EXPECT_EQ(read_black_body(cv::Mat(15, 15, CV_32FC1, cv::Scalar(35)), settings).fault, ThermalFault::black_body_lost);
}

ThermalFrame frame_of(int seed, bool flat_field = false) {
  ThermalFrame frame{.celsius = cv::Mat(4, 4, CV_32FC1), .time = {}};
  cv::RNG(static_cast<std::uint64_t>(seed) + 1).fill(frame.celsius, cv::RNG::NORMAL, 22, 1);
  frame.flat_field = flat_field;
  return frame;
}

TEST(Freshness, KnowsSilenceFreezingAndSettling) {
  Freshness sensor({.silent_after = Millis{1000}, .frozen_after = 3, .settle = Millis{500}});
  Steady now{};
  EXPECT_EQ(sensor.fault(now), ThermalFault::no_frame);
  sensor.note(frame_of(1), std::nullopt, now);
  EXPECT_EQ(sensor.fault(now), ThermalFault::none);
  EXPECT_EQ(sensor.fault(now + Millis{1001}), ThermalFault::no_frame);
  sensor.note(frame_of(1), std::nullopt, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::none);
  sensor.note(frame_of(1), std::nullopt, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::frozen);
  sensor.note(frame_of(2, true), std::nullopt, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::settling);
  EXPECT_EQ(sensor.fault(now + Millis{500}), ThermalFault::none);
  EXPECT_NEAR(sensor.rate_hz(), 10, 0.01);
}

TEST(Freshness, AJumpOfTheOffsetIsAnUnannouncedCorrection) {
  Freshness sensor({.settle = Millis{500}, .jump = 0.2F});
  Steady now{};
  sensor.note(frame_of(1), 0.5F, now);
  sensor.note(frame_of(2), 0.6F, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::none);
  sensor.note(frame_of(3), 0.1F, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::settling);
}

TEST(Freshness, AMinuteAwayMeansWarmingUpAgain) {
  Freshness sensor({.warm_up = Millis{5000}});
  Steady now{};
  sensor.note(frame_of(1), std::nullopt, now);
  EXPECT_EQ(sensor.fault(now), ThermalFault::settling);
  for (int i = 2; i < 60; ++i) sensor.note(frame_of(i), std::nullopt, now += Millis{100});
  EXPECT_EQ(sensor.fault(now), ThermalFault::none);
  sensor.note(frame_of(99), std::nullopt, now += Millis{61'000});
  EXPECT_EQ(sensor.fault(now), ThermalFault::settling);
}

const Registration same = Registration::same_view(test_colour_size, {160, 120});

ThermalFace located() {
  const SceneFace face = test_face();
  return locate_face(face.box, face.landmarks, test_colour_size, same);
}

TEST(Regions, LieWhereTheLandmarksSay) {
  const ThermalFace face = located();
  EXPECT_EQ(face.box, cv::Rect2f(60, 35, 50, 60));
  EXPECT_NEAR(face.right_canthus.x, 79.5, 0.1);  // 240 + 200 (.30 + .09), quartered
  EXPECT_NEAR(face.left_canthus.x, 90.5, 0.1);
  EXPECT_TRUE(face.box.contains(face.mouth.tl()));
  EXPECT_LT(face.forehead.y + face.forehead.height, face.right_eye.y);
  EXPECT_LT(face.nose.y + face.nose.height, face.mouth.y + 1);
  EXPECT_EQ(face.colour_height_px, 240);
}

TEST(Regions, CanthiAreTheMeanOfTheFourHottest) {
  cv::Mat celsius(120, 160, CV_32FC1, cv::Scalar(33));
  const ThermalFace face = located();
  const cv::Point right(face.right_canthus), left(face.left_canthus);
  celsius.at<float>(right) = 37;
  celsius.at<float>(left) = 36;
  celsius.at<float>(left + cv::Point(1, 0)) = 36;
  const auto t = read_regions(celsius, face);
  ASSERT_TRUE(t);
  EXPECT_NEAR(t->canthi, (37 + 36 + 36 + 33) / 4.0, 1e-4);
  EXPECT_NEAR(t->cooler, 34, 1e-4);  // the right one has a single warm pixel
  EXPECT_NEAR(t->nose, 33, 1e-4);
}

TEST(Regions, AreRefusedOutsideOfTheFrame) {
  ThermalFace face = located();
  face.mouth.y = 118;
  EXPECT_EQ(read_regions(cv::Mat(120, 160, CV_32FC1, cv::Scalar(30)), face).error().code, "thermal.outside");
}

}  // namespace
}  // namespace ward::thermal
