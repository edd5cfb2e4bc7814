#include "vision/pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>

namespace ward::vision {

namespace {

// Mean face of the anthropometric model of Martins and Batista (AIFI, University of Coimbra), in our axes: outer and
// inner ends of brows and eyes, wings of the nose, corners of the mouth. Lower lip and chin are left out: they move
// with the jaw and hide under a mask.
// Columns: landmark; x to the right of the picture, y down, z away from the camera, in centimetres.
constexpr double model[][4] = {
    {17, -6.825897, -6.760612, -4.402142}, {21, -1.330353, -7.122144, -6.903745}, {22, 1.330353, -7.122144, -6.903745},
    {26, 6.825897, -6.760612, -4.402142},  {36, -5.311432, -5.485328, -3.987654}, {39, -1.789930, -5.393625, -4.413414},
    {42, 1.789930, -5.393625, -4.413414},  {45, 5.311432, -5.485328, -3.987654},  {31, -2.005628, -1.409845, -6.165652},
    {35, 2.005628, -1.409845, -6.165652},  {48, -2.774015, 2.080775, -5.048531},  {54, 2.774015, 2.080775, -5.048531}};

constexpr int points = int(std::size(model));

// Pseudo-inverse of the model's rows (x y z 1): the head is rigid, so it is computed once.
cv::Matx<double, 4, points> inverse_of_model() {
  cv::Matx<double, points, 4> rows;
  for (int i = 0; i < points; ++i)
    rows(i, 0) = model[i][1], rows(i, 1) = model[i][2], rows(i, 2) = model[i][3], rows(i, 3) = 1;
  return rows.inv(cv::DECOMP_SVD);
}

float degrees(double radians) { return float(radians * 180 / std::numbers::pi); }

}  // namespace

Pose estimate_pose(const Landmarks& landmarks) {
  static const auto inverse = inverse_of_model();
  cv::Matx<double, points, 2> seen;
  for (int i = 0; i < points; ++i) {
    const cv::Point2f& at = landmarks[std::size_t(model[i][0])];
    seen(i, 0) = at.x, seen(i, 1) = at.y;
  }
  // Rows of the scaled rotation: what moves a point to the right, and what moves it down.
  const cv::Matx<double, 4, 2> fit = inverse * seen;
  const cv::Vec3d right(fit(0, 0), fit(1, 0), fit(2, 0)), down(fit(0, 1), fit(1, 1), fit(2, 1));
  const double right_length = cv::norm(right), down_length = cv::norm(down);
  if (right_length == 0 || down_length == 0) return {};
  const cv::Vec3d r1 = right / right_length, r2 = down / down_length;
  const cv::Vec3d r3 = r1.cross(r2);
  // R = roll(z) pitch(x) yaw(y), so its last row and second column give the angles.
  return {.yaw = degrees(std::atan2(-r3[0], r3[2])),
          .pitch = degrees(-std::asin(std::clamp(r3[1] / cv::norm(r3), -1.0, 1.0))),
          .roll = degrees(std::atan2(-r1[1], r2[1]))};
}

}  // namespace ward::vision
