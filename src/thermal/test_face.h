// For tests: a face as vision would report it, and the scene that shows it.
#pragma once

#include <array>
#include <cmath>
#include <numbers>

#include "thermal/scene.h"

namespace ward::thermal {

// Landmarks of an upright, frontal face filling `box`, in the proportions of an average adult face.
inline std::array<cv::Point2f, 68> frontal_landmarks(const cv::Rect2f& box) {
  std::array<cv::Point2f, 68> p;
  const auto at = [&](float x, float y) { return cv::Point2f(box.x + x * box.width, box.y + y * box.height); };
  const auto arc = [&](std::size_t first, int count, float cx, float cy, float rx, float ry, float from, float to) {
    for (int i = 0; i < count; ++i) {
      const float share = count > 1 ? static_cast<float>(i) / static_cast<float>(count - 1) : 0;
      const float angle = (from + share * (to - from)) * std::numbers::pi_v<float>;
      p[first + static_cast<std::size_t>(i)] = at(cx + rx * std::cos(angle), cy + ry * std::sin(angle));
    }
  };
  arc(0, 17, 0.5F, 0.42F, 0.5F, 0.58F, 1, 0);    // jaw, from the picture's left over the chin
  arc(17, 5, 0.28F, 0.31F, 0.14F, 0.04F, 1, 2);  // brows
  arc(22, 5, 0.72F, 0.31F, 0.14F, 0.04F, 1, 2);
  for (std::size_t i = 0; i < 4; ++i) p[27 + i] = at(0.5F, 0.40F + 0.07F * static_cast<float>(i));  // bridge to tip
  for (std::size_t i = 0; i < 5; ++i) p[31 + i] = at(0.42F + 0.04F * static_cast<float>(i), 0.66F);
  const auto eye = [&](std::size_t first, float cx) {
    const std::array<cv::Point2f, 6> shape{
        {{-0.09F, 0}, {-0.03F, -0.03F}, {0.03F, -0.03F}, {0.09F, 0}, {0.03F, 0.03F}, {-0.03F, 0.03F}}};
    for (std::size_t i = 0; i < 6; ++i) p[first + i] = at(cx + shape[i].x, 0.40F + shape[i].y);
  };
  eye(36, 0.30F);
  eye(42, 0.70F);
  arc(48, 12, 0.5F, 0.78F, 0.17F, 0.06F, 1, 3 - 2.0F / 12);
  arc(60, 8, 0.5F, 0.78F, 0.12F, 0.03F, 1, 3 - 2.0F / 8);
  return p;
}

inline constexpr float test_face_width = 200, test_face_height = 240;
inline const cv::Size test_colour_size{640, 480};

// One person in the middle of a 640x480 picture.
inline SceneFace test_face(float core_celsius = 36.8F) {
  const cv::Rect2f box(240, 140, test_face_width, test_face_height);
  return {.box = box, .landmarks = frontal_landmarks(box), .core_celsius = core_celsius};
}

}  // namespace ward::thermal
