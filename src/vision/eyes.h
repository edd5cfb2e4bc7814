// Whether the eyes are open, by two witnesses: fr_eye on 24x24 grey pixels an eye, and the shape of the landmarks.
// Each alone is wrong too often: the network calls blurred or shaded eyes closed, the shape calls narrow eyes closed.
#pragma once

#include <filesystem>
#include <span>

#include "vision/network.h"
#include "vision/types.h"

namespace ward::vision {

class Eyes {
 public:
  // Errors: those of Network::open.
  static Result<Eyes> open(const std::filesystem::path& models);

  // How surely the eyes are open, 0 to 1: the mean of the witnesses and of the eyes.
  float open_probability(const cv::Mat& bgr, const Landmarks& landmarks);

 private:
  explicit Eyes(Network network) : network_(std::move(network)) {}
  float by_look(const cv::Mat& bgr, std::span<const cv::Point2f, 6> eye);
  Network network_;
};

// Height over width of an eye's outline (eye aspect ratio: Soukupova and Cech, CVWW 2016): about .3 open, .18 closed.
// Six points: outer end, two of the upper lid, inner end, two of the lower lid.
float aspect_ratio(std::span<const cv::Point2f, 6> eye);

}  // namespace ward::vision
