// Alignment, crops, pose and the shape of eyes: geometry whose answer is known beforehand.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <opencv2/calib3d.hpp>

#include "vision/alignment.h"
#include "vision/crop.h"
#include "vision/eyes.h"
#include "vision/pose.h"

namespace ward::vision {
namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

// Landmarks whose five points are the ArcFace template after a turn, a scale and a shift.
Landmarks moved_template(double turn, double scale, cv::Point2d shift) {
  const auto place = [&](double x, double y) {
    const double c = scale * std::cos(radians(turn)), s = scale * std::sin(radians(turn));
    return cv::Point2f(float(c * x - s * y + shift.x), float(s * x + c * y + shift.y));
  };
  Landmarks l{};
  for (const std::size_t i : {37, 38, 40, 41}) l[i] = place(38.2946, 51.6963);
  for (const std::size_t i : {43, 44, 46, 47}) l[i] = place(73.5318, 51.5014);
  l[30] = place(56.0252, 71.7366);
  for (const std::size_t i : {48, 60}) l[i] = place(41.5493, 92.3655);
  for (const std::size_t i : {54, 64}) l[i] = place(70.7299, 92.2041);
  return l;
}

TEST(Alignment, UndoesTurnScaleAndShift) {
  for (const double turn : {0.0, 20.0, -75.0}) {
    const Landmarks landmarks = moved_template(turn, 2.5, {300, 200});
    const cv::Mat matrix = alignment(landmarks);
    const cv::Mat nose = matrix * (cv::Mat_<double>(3, 1) << landmarks[30].x, landmarks[30].y, 1);
    EXPECT_NEAR(nose.at<double>(0), 56.0252, 1e-3) << turn;
    EXPECT_NEAR(nose.at<double>(1), 71.7366, 1e-3) << turn;
    EXPECT_NEAR(std::hypot(matrix.at<double>(0, 0), matrix.at<double>(1, 0)), 1 / 2.5, 1e-6) << turn;
  }
}

TEST(Alignment, PaintsTheFaceIntoItsPlace) {
  cv::Mat bgr = cv::Mat::zeros(600, 800, CV_8UC3);
  const Landmarks landmarks = moved_template(30, 3, {400, 50});
  cv::Mat(bgr, cv::Rect(cv::Point(landmarks[30]) - cv::Point(6, 6), cv::Size(13, 13))) = cv::Scalar(10, 20, 250);
  const cv::Mat aligned = align(bgr, landmarks);
  ASSERT_EQ(aligned.size(), cv::Size(aligned_size, aligned_size));
  EXPECT_EQ(aligned.at<cv::Vec3b>(72, 56), cv::Vec3b(10, 20, 250));
  EXPECT_EQ(aligned.at<cv::Vec3b>(20, 56), cv::Vec3b(0, 0, 0));
}

TEST(Alignment, PointsInOneSpotGiveNoFace) {
  Landmarks same;
  same.fill({50, 50});
  EXPECT_EQ(cv::countNonZero(align(cv::Mat(100, 100, CV_8UC3, cv::Scalar::all(0)), same).reshape(1)), 0);
}

TEST(Crop, RepeatsTheEdgeOutsideThePicture) {
  cv::Mat gray(10, 10, CV_8UC1, cv::Scalar(50));
  gray.col(0) = 200;
  const cv::Mat cut = crop(gray, {-5, 0, 10, 10}, 10);
  EXPECT_EQ(cut.at<std::uint8_t>(5, 0), 200);
  EXPECT_EQ(cut.at<std::uint8_t>(5, 5), 200);
  EXPECT_EQ(cut.at<std::uint8_t>(5, 6), 50);
}

TEST(Crop, TakesAnySquare) {
  const cv::Mat bgr(20, 20, CV_8UC3, cv::Scalar::all(90));
  for (const cv::Rect2f square : {cv::Rect2f(100, 100, 10, 10), {-50, 2, 10, 10}, {3, 3, 0, 0}, {-5, -5, 400, 400}})
    EXPECT_EQ(crop(bgr, square, 16).size(), cv::Size(16, 16));
}

TEST(Crop, SquareAroundKeepsTheCentre) {
  EXPECT_EQ(square_around({10, 20, 40, 80}, 1.5F), cv::Rect2f(-30, 0, 120, 120));
}

// The points that estimate_pose reads, of a head seen by a far camera. Ends of the brows and eyes, wings of the nose,
// corners of the mouth; x right, y down, z away.
Landmarks head(Pose pose) {
  struct Point {
    std::size_t index;
    cv::Vec3d at;
  };
  const Point points[] = {{17, {-6.8, -6.8, -4.4}}, {21, {-1.3, -7.1, -6.9}}, {22, {1.3, -7.1, -6.9}},
                          {26, {6.8, -6.8, -4.4}},  {36, {-5.3, -5.5, -4.0}}, {39, {-1.8, -5.4, -4.4}},
                          {42, {1.8, -5.4, -4.4}},  {45, {5.3, -5.5, -4.0}},  {31, {-2.0, -1.4, -6.2}},
                          {35, {2.0, -1.4, -6.2}},  {48, {-2.8, 2.1, -5.0}},  {54, {2.8, 2.1, -5.0}}};
  cv::Matx33d yaw, pitch, roll;
  cv::Rodrigues(cv::Vec3d(0, radians(pose.yaw), 0), yaw);
  cv::Rodrigues(cv::Vec3d(-radians(pose.pitch), 0, 0), pitch);
  cv::Rodrigues(cv::Vec3d(0, 0, radians(pose.roll)), roll);
  Landmarks landmarks{};
  for (const auto& [index, at] : points) {
    const cv::Vec3d turned = roll * (pitch * (yaw * at));
    landmarks[index] = {float(300 + 10 * turned[0]), float(200 + 10 * turned[1])};
  }
  return landmarks;
}

TEST(Pose, FindsTheTurnOfAHead) {
  for (const Pose pose : {Pose{0, 0, 0}, Pose{30, 0, 0}, Pose{-40, 5, 0}, Pose{0, 25, 0}, Pose{0, -25, 0},
                          Pose{0, 0, 35}, Pose{20, -15, -25}}) {
    const Pose found = estimate_pose(head(pose));
    EXPECT_NEAR(found.yaw, pose.yaw, 1.5) << pose.yaw << ' ' << pose.pitch << ' ' << pose.roll;
    EXPECT_NEAR(found.pitch, pose.pitch, 1.5) << pose.yaw << ' ' << pose.pitch << ' ' << pose.roll;
    EXPECT_NEAR(found.roll, pose.roll, 1.5) << pose.yaw << ' ' << pose.pitch << ' ' << pose.roll;
  }
}

TEST(Pose, PointsInOneSpotHaveNone) {
  Landmarks same;
  same.fill({7, 7});
  EXPECT_LT(std::abs(estimate_pose(same).yaw), 180.1F);
}

TEST(Eyes, AspectRatioIsHeightOverWidth) {
  const std::array<cv::Point2f, 6> eye{{{0, 5}, {10, 0}, {20, 0}, {30, 5}, {20, 9}, {10, 9}}};
  EXPECT_FLOAT_EQ(aspect_ratio(eye), 0.3F);
  const std::array<cv::Point2f, 6> nothing{};
  EXPECT_EQ(aspect_ratio(nothing), 0);
}

}  // namespace
}  // namespace ward::vision
