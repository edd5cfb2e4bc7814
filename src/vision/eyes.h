// Whether the eyes are open: fr_eye on 24x24 grey pixels an eye.
#pragma once

#include <filesystem>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Eyes {
 public:
  // Errors: those of Network::open.
  static Result<Eyes> open(const std::filesystem::path& models);

  // Probability that both eyes are open, 0 to 1: of the eye that is less surely open.
  float open_probability(const cv::Mat& bgr, const Landmarks& landmarks);

 private:
  explicit Eyes(Network network) : network_(std::move(network)) {}
  float one(const cv::Mat& bgr, const Landmarks& landmarks, std::size_t first);
  Network network_;
};

}  // namespace ward::vision
