// Is the face good enough to be judged? Refuse rather than guess.
#pragma once

#include "vision/face_reader.h"

namespace ward::vision {

// Size, pose, sharpness and brightness of a face, its fault if it has one, and its score. `aligned` is the face from
// align(), `eyes_open` from Eyes. The fault is the first that holds, in the order of QualityFault.
Quality judge_quality(cv::Size picture, const Face& face, const Landmarks& landmarks, const cv::Mat& aligned,
                      float eyes_open, const QualityLimits& limits);

}  // namespace ward::vision
