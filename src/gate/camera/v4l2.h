// A USB or built-in camera through Video4Linux 2.
#pragma once

#include "gate/camera/camera.h"

namespace ward::gate {

struct V4l2Options {
  std::string device = "/dev/video0";
  cv::Size size{640, 480};
  double frames_per_second = 15;
};

// Opens the device and asks for its format. Errors: "camera.lost", "camera.wrong_format" when it refuses the size.
Result<std::unique_ptr<Camera>> open_v4l2(const V4l2Options& options, const Clock& clock);

}  // namespace ward::gate
