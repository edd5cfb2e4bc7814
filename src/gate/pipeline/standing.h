// What holds whoever stands there: everything is open (fire), or the camera is blind. Recorded once when it begins.
#pragma once

#include "gate/camera/watchdog.h"
#include "gate/pipeline/attendant.h"

namespace ward::gate {

class Standing {
 public:
  explicit Standing(Id device) : device_(device) {}

  struct Change {
    std::optional<Verdict> verdict;  // to be recorded; it may hold the barrier open
    bool release = false;            // the barrier is no longer held open
  };
  Change update(const city::Policy& policy, CameraFault camera, Time now, std::int64_t clock_offset_ms);

 private:
  Id device_;
  bool holding_ = false;
  bool open_all_ = false;
  CameraFault camera_ = CameraFault::none;
};

}  // namespace ward::gate
