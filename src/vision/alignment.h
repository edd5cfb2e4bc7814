// A face turned upright and brought to 112x112 by a similarity of five points, as the embedder was trained on.
#pragma once

#include <opencv2/core.hpp>

#include "vision/types.h"

namespace ward::vision {

constexpr int aligned_size = 112;  // pixels, square

// 2x3 matrix (CV_64F) from picture to aligned face: the least-squares similarity (Umeyama, PAMI 13:376, 1991) of eye
// centres, nose tip and mouth corners to the ArcFace template (Deng et al., CVPR 2019).
cv::Mat alignment(const Landmarks& landmarks);

// The aligned face, 112x112 BGR. What lies outside the picture is black.
cv::Mat align(const cv::Mat& bgr, const Landmarks& landmarks);

}  // namespace ward::vision
