// Watches a camera's frames and says what is wrong with them. Pure: time comes in with the calls.
#pragma once

#include <optional>
#include <string_view>

#include "gate/camera/camera.h"

namespace ward::gate {

enum class CameraFault { none, unplugged, frozen, black, wrong_format };
std::string_view to_string(CameraFault fault);  // "", "unplugged", ...: as openapi.yaml's Health has them
Text describe(CameraFault fault);               // one sentence for people; empty for none

struct WatchdogLimits {
  Millis silence{2000};       // without a frame: unplugged
  Millis frozen_after{2000};  // the same picture to the last bit: a real sensor always has noise
  Millis black_after{1000};
  double black_mean = 12;      // mean grey value, 0 to 255, at or below which a picture may be black ...
  double black_deviation = 6;  // ... when its standard deviation is at most this: a dark street still has lamps
  cv::Size smallest{160, 120};
};

class CameraWatchdog {
 public:
  explicit CameraWatchdog(Steady start, WatchdogLimits limits = {});

  // A frame came. Returns what is wrong now; only frames seen with `none` may be judged.
  CameraFault see(const cv::Mat& bgr, Steady now);
  // No frame came (yet). A camera that answered "lost" is told at once with `lost`.
  CameraFault miss(Steady now, bool lost = false);
  // The device answers, but not in the format that was asked for.
  CameraFault refuse();

  CameraFault fault() const { return fault_; }
  double frames_per_second() const;  // over about the last two seconds

 private:
  CameraFault judge(const cv::Mat& bgr, Steady now);
  void count(Steady now);

  WatchdogLimits limits_;
  CameraFault fault_ = CameraFault::none;
  Steady last_frame_;
  std::uint64_t last_digest_ = 0;
  std::optional<Steady> same_since_, black_since_;
  cv::Size size_;  // of the first good frame: a camera does not change it by itself
  Steady window_start_;
  int window_frames_ = 0;
  double rate_ = 0;
};

}  // namespace ward::gate
