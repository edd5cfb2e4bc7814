// Which way the head is turned, from the 68 landmarks.
#pragma once

#include "vision/types.h"

namespace ward::vision {

// Fits a mean head to twelve of the points under a scaled orthographic camera (POS: DeMenthon and Davis, IJCV
// 15:123, 1995). Yaw is positive when the head turns to the left of the picture, pitch when it looks up, roll when it
// leans clockwise in the picture.
Pose estimate_pose(const Landmarks& landmarks);

}  // namespace ward::vision
