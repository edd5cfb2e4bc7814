#include "vision/mask_features.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>

#include "vision/alignment.h"

namespace ward::vision {

namespace {

constexpr int cell = 8, columns = 8, rows = 6, bins = 9;
const cv::Rect lower_face{8, 40, 96, 72};  // of the aligned face: from the eyes down, cheeks and chin
constexpr int thumbnail = 12;

// Energy of the gradient by cell and orientation, shared between the two nearest orientations.
std::vector<float> cell_histograms(const cv::Mat& gray) {
  std::vector<float> cells(columns * rows * bins, 0.0F);
  for (int y = 0; y < gray.rows; ++y)
    for (int x = 0; x < gray.cols; ++x) {
      const auto at = [&](int dy, int dx) {
        return gray.at<float>(std::clamp(y + dy, 0, gray.rows - 1), std::clamp(x + dx, 0, gray.cols - 1));
      };
      const float gx = at(0, 1) - at(0, -1), gy = at(1, 0) - at(-1, 0);
      const float angle = std::atan2(gy, gx) * std::numbers::inv_pi_v<float>;  // -1 to 1; unsigned: modulo 1
      const float place = (angle < 0 ? angle + 1 : angle) * bins;
      const int left = static_cast<int>(place);
      const float energy = std::hypot(gx, gy), share = place - static_cast<float>(left);
      float* histogram = cells.data() + ((y / cell) * columns + x / cell) * bins;
      histogram[left % bins] += energy * (1 - share);
      histogram[(left + 1) % bins] += energy * share;
    }
  return cells;
}

void append_gradients(const cv::Mat& aligned, std::vector<float>& out) {
  cv::Mat gray;
  cv::cvtColor(aligned(lower_face), gray, cv::COLOR_BGR2GRAY);
  cv::resize(gray, gray, {columns * cell, rows * cell}, 0, 0, cv::INTER_AREA);
  gray.convertTo(gray, CV_32F);
  const std::vector<float> cells = cell_histograms(gray);
  constexpr float spread = 6;  // a block has 36 numbers and unit length, so each is about 1/6
  for (int y = 0; y + 1 < rows; ++y)
    for (int x = 0; x + 1 < columns; ++x) {
      const std::size_t start = out.size();
      float squares = 100;  // keeps a block without edges from becoming noise
      for (const int corner : {0, 1, columns, columns + 1})
        for (int b = 0; b < bins; ++b) {
          out.push_back(cells[static_cast<std::size_t>((y * columns + x + corner) * bins + b)]);
          squares += out.back() * out.back();
        }
      for (std::size_t i = start; i < out.size(); ++i) out[i] *= spread / std::sqrt(squares);
    }
}

void append_colours(const cv::Mat& aligned, std::vector<float>& out) {
  cv::Mat small;
  cv::resize(aligned, small, {thumbnail, thumbnail}, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F, 1 / 255.0);
  cv::cvtColor(small, small, cv::COLOR_BGR2Lab);
  const cv::Scalar upper = cv::mean(small(cv::Rect(2, 2, thumbnail - 4, thumbnail / 2 - 2)));
  constexpr float lightness = 25, colour = 12;  // the usual spread of L and of a and b
  for (int y = 0; y < thumbnail; ++y)
    for (int x = 0; x < thumbnail; ++x)
      for (int c = 0; c < 3; ++c)
        out.push_back((small.at<cv::Vec3f>(y, x)[c] - static_cast<float>(upper[c])) / (c == 0 ? lightness : colour));
}

}  // namespace

std::vector<float> mask_features(const cv::Mat& aligned, const Embedding& embedding) {
  assert(aligned.rows == aligned_size && aligned.cols == aligned_size && aligned.type() == CV_8UC3);
  std::vector<float> features;
  features.reserve(mask_feature_count);
  append_gradients(aligned, features);
  append_colours(aligned, features);
  constexpr float spread = 22.6F;  // the square root of 512: unit length to unit spread
  for (const float x : embedding) features.push_back(x * spread);
  return features;
}

}  // namespace ward::vision
