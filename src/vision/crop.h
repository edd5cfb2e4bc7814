// Square cut-outs around a face.
#pragma once

#include <opencv2/core.hpp>

namespace ward::vision {

// The square of side `scale` times the box's height around its centre.
cv::Rect2f square_around(const cv::Rect2f& box, float scale);

// `square` cut out of `picture` (8-bit, any channels) and brought to `side` pixels; pixels outside the picture repeat
// its edge. `square` may lie partly or wholly outside.
cv::Mat crop(const cv::Mat& picture, const cv::Rect2f& square, int side);

}  // namespace ward::vision
