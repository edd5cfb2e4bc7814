// Where the faces are: fr_detect, a small single-shot detector on 320x240 pixels.
#pragma once

#include <filesystem>
#include <vector>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Detector {
 public:
  // Errors: those of Network::open.
  static Result<Detector> open(const std::filesystem::path& models);

  // Faces whose score is at least `min_score`, largest first, overlapping ones merged. Boxes may reach over the edge
  // of the picture. The picture is fitted into 320x240 with its proportions kept, so a face needs about 10 pixels of
  // those to be seen. An empty picture has no faces.
  std::vector<Face> detect(const cv::Mat& bgr, float min_score = 0.5F);

 private:
  explicit Detector(Network network) : network_(std::move(network)) {}
  Network network_;
};

}  // namespace ward::vision
