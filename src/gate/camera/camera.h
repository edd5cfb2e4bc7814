// Where colour pictures come from. One small interface with real sources, a clip, and a simulated one.
#pragma once

#include <cstdint>
#include <memory>
#include <opencv2/core.hpp>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace ward::gate {

struct Frame {
  cv::Mat bgr;    // 8-bit BGR (CV_8UC3)
  Time time;      // when it was taken, by the wall clock: for records and for the thermal frame nearest to it
  Steady steady;  // the same moment by the clock that never jumps: for everything that lasts
  std::uint64_t sequence = 0;
};

class Camera {
 public:
  virtual ~Camera() = default;
  // Waits for the next frame, at most `patience`. Used by one thread. Errors: "camera.silent" (none in time),
  // "camera.lost" (unplugged or never there), "camera.wrong_format" (the device does not give what was asked for),
  // "camera.end" (a recording is over).
  virtual Result<Frame> next(Millis patience) = 0;
  virtual std::string describe() const = 0;  // for the device page: "/dev/video0, 640x480 at 15/s"
};

// What cameras say of themselves, in the words of Camera::next.
std::unexpected<Error> camera_silent(const std::string& name);
std::unexpected<Error> camera_lost(const std::string& name);
std::unexpected<Error> camera_end(const std::string& name);

}  // namespace ward::gate
