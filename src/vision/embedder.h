// An aligned face as a direction in 512 dimensions: fr_feature.
#pragma once

#include <filesystem>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Embedder {
 public:
  // Errors: those of Network::open.
  static Result<Embedder> open(const std::filesystem::path& models);

  // `aligned` is 112x112 BGR, from align().
  Embedding embed(const cv::Mat& aligned);
  // The same of its mirror image.
  Embedding embed_mirrored(const cv::Mat& aligned);

 private:
  explicit Embedder(Network network) : network_(std::move(network)) {}
  Network network_;
};

// The same direction with length 1; the zero vector stays zero.
Embedding normalized(const Embedding& vector);
// Half way between two directions, with length 1.
Embedding mean_direction(const Embedding& a, const Embedding& b);

}  // namespace ward::vision
