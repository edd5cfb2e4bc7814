// The 68 points of a face: fr_landmark on 64x64 grey pixels.
#pragma once

#include <filesystem>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Landmarker {
 public:
  // Errors: those of Network::open.
  static Result<Landmarker> open(const std::filesystem::path& models);

  // Points in pixels of `bgr`. The network always answers: whether the box held a face is the detector's business.
  Landmarks find(const cv::Mat& bgr, const cv::Rect2f& box);

 private:
  explicit Landmarker(Network network) : network_(std::move(network)) {}
  Network network_;
};

}  // namespace ward::vision
