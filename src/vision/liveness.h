// Whether the face is a living one, by its look: fr_liveness. Advisory: attack rates are not known
// (docs/design/vision.md).
#pragma once

#include <filesystem>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Liveness {
 public:
  // Errors: those of Network::open.
  static Result<Liveness> open(const std::filesystem::path& models);

  // Probability of a living face, 0 to 1.
  float judge(const cv::Mat& bgr, const cv::Rect2f& box);

 private:
  explicit Liveness(Network network) : network_(std::move(network)) {}
  Network network_;
};

}  // namespace ward::vision
