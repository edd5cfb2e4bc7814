// Faces in pictures that they fill: a detector that was trained on people in scenes misses a face that touches all
// edges, and finds it once the picture has a margin.
#pragma once

#include <functional>
#include <vector>

#include "vision/types.h"

namespace ward::vision {

using Detect = std::function<std::vector<Face>(const cv::Mat& bgr)>;

// What `detect` finds in the picture or, when that is nothing, in the picture with a black margin of a quarter, a half
// and all of its size. Boxes are in pixels of the picture and may reach beyond its edge.
std::vector<Face> detect_close_up(const Detect& detect, const cv::Mat& bgr);

}  // namespace ward::vision
