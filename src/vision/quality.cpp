#include "vision/quality.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/pose.h"

namespace ward::vision {

namespace {

constexpr float min_visible =
    0.85F;  // share of the box inside the picture; the detector's boxes are generous at the chin

float visible_share(cv::Size picture, const cv::Rect2f& box) {
  return (box & cv::Rect2f({0, 0}, cv::Size2f(picture))).area() / std::max(box.area(), 1e-6F);
}

std::optional<QualityFault> find_fault(const Quality& q, float visible, const QualityLimits& limits) {
  if (q.height_px < limits.min_height_px) return QualityFault::too_small;
  if (visible < min_visible) return QualityFault::cut_off;
  if (std::abs(q.pose.yaw) > limits.max_yaw || std::abs(q.pose.pitch) > limits.max_pitch ||
      std::abs(q.pose.roll) > limits.max_roll)
    return QualityFault::turned;
  // Darkness before blur: what is black has no edges either.
  if (q.brightness < limits.min_brightness) return QualityFault::too_dark;
  if (q.brightness > limits.max_brightness) return QualityFault::too_bright;
  if (q.sharpness < limits.min_sharpness) return QualityFault::blurred;
  if (limits.eyes_matter && q.eyes_open < limits.min_eyes_open) return QualityFault::eyes_closed;
  return std::nullopt;
}

// 0 to 1, rising with `value` and saturating: one half at `half`.
float rising(float value, float half) { return value / (value + half); }

// Larger, more frontal and sharper is better. Any shot without a fault beats every shot with one.
float score(const Quality& q, const QualityLimits& limits) {
  const float turn = std::abs(q.pose.yaw) / limits.max_yaw + std::abs(q.pose.pitch) / limits.max_pitch;
  const float good =
      rising(q.height_px, limits.min_height_px) * rising(q.sharpness, 4 * limits.min_sharpness) / (1 + turn);
  return q.fault ? good / 2 : 0.5F + good / 2;
}

}  // namespace

Quality judge_quality(cv::Size picture, const Face& face, const Landmarks& landmarks, const cv::Mat& aligned,
                      float eyes_open, const QualityLimits& limits) {
  cv::Mat gray, edges;
  cv::cvtColor(aligned, gray, cv::COLOR_BGR2GRAY);
  cv::Laplacian(gray, edges, CV_16S);
  cv::Scalar mean, deviation;
  cv::meanStdDev(edges, mean, deviation);

  Quality quality;
  quality.height_px = face.box.height;
  quality.sharpness = float(deviation[0] * deviation[0]);
  quality.brightness = float(cv::mean(gray)[0]);
  quality.eyes_open = eyes_open;
  quality.pose = estimate_pose(landmarks);
  quality.fault = find_fault(quality, visible_share(picture, face.box), limits);
  quality.score = score(quality, limits);
  return quality;
}

}  // namespace ward::vision
