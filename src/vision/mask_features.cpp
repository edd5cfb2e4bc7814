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
const cv::Size whole_face{12, 12}, nose_thumbnail{12, 15};
const cv::Rect nose_and_mouth{32, 44, 48, 60};

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

// In Lab, lightness and colours from 0 to 100 and about -100 to 100.
cv::Mat thumbnail(const cv::Mat& bgr, cv::Size size) {
  cv::Mat small;
  cv::resize(bgr, small, size, 0, 0, cv::INTER_AREA);
  small.convertTo(small, CV_32F, 1 / 255.0);
  cv::cvtColor(small, small, cv::COLOR_BGR2Lab);
  return small;
}

// The pixels of `lab` less `level`, divided by the usual spread of lightness and of colours.
void append_pixels(const cv::Mat& lab, const cv::Scalar& level, float lightness, float colour,
                   std::vector<float>& out) {
  for (int y = 0; y < lab.rows; ++y)
    for (int x = 0; x < lab.cols; ++x)
      for (int c = 0; c < 3; ++c)
        out.push_back((lab.at<cv::Vec3f>(y, x)[c] - static_cast<float>(level[c])) / (c == 0 ? lightness : colour));
}

void append_colours(const cv::Mat& aligned, std::vector<float>& out) {
  const cv::Mat face = thumbnail(aligned, whole_face);
  const cv::Rect eyes(2, 2, whole_face.width - 4, whole_face.height / 2 - 2);
  append_pixels(face, cv::mean(face(eyes)), 25, 12, out);
}

void append_nose(const cv::Mat& aligned, std::vector<float>& out) {
  const cv::Mat nose = thumbnail(aligned(nose_and_mouth), nose_thumbnail);
  append_pixels(nose, cv::mean(nose), 20, 10, out);
}

}  // namespace

std::vector<float> mask_features(const cv::Mat& aligned, const Embedding& embedding) {
  assert(aligned.rows == aligned_size && aligned.cols == aligned_size && aligned.type() == CV_8UC3);
  std::vector<float> features;
  features.reserve(mask_feature_count);
  append_gradients(aligned, features);
  append_colours(aligned, features);
  append_nose(aligned, features);
  constexpr float spread = 22.6F;  // the square root of 512: unit length to unit spread
  for (const float x : embedding) features.push_back(x * spread);
  return features;
}

}  // namespace ward::vision
