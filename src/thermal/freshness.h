// Whether the sensor itself can be believed just now: frames arrive, they differ, and it is neither warming up nor
// settling after a flat-field correction.
#pragma once

#include <deque>
#include <optional>

#include "base/config.h"
#include "thermal/types.h"

namespace ward::thermal {

struct FreshnessSettings {
  Millis silent_after{1000};  // no frame for so long: the sensor is silent
  int frozen_after = 4;       // so many frames alike to the bit: noise never repeats
  Millis settle{700};         // after a flat-field correction
  Millis warm_up{0};          // after the first frame; IEC 80601-2-59 instruments state theirs, 30 min is usual
  float jump = 0.2F;          // °C of the black-body offset between two frames: an unannounced flat-field correction

  static FreshnessSettings read(Config& config, const std::string& prefix);
};

// Fed every frame in order. Counts time by the steady clock, so that a jump of the wall clock is no fault. Not locked.
class Freshness {
 public:
  explicit Freshness(FreshnessSettings settings) : settings_(settings) {}

  // `offset`: the black body's of this frame, if it was read; `now`: when the frame arrived; `late`: long after it was
  // taken.
  void note(const ThermalFrame& frame, std::optional<float> offset, Steady now, bool late = false);
  // The sensor sent something that is no frame.
  void refuse() { refused_ = true; }
  // none, no_frame, corrupt (nothing came but what was refused), late (three frames running), frozen or settling.
  ThermalFault fault(Steady now) const;
  float rate_hz() const;  // over the last three seconds of frames

 private:
  FreshnessSettings settings_;
  std::deque<Steady> arrivals_;
  cv::Mat last_picture_;
  int alike_ = 0, late_ = 0;  // frames running
  std::optional<float> last_offset_;
  Steady last_{}, warm_since_{}, settled_at_{};
  bool any_ = false, refused_ = false;
};

}  // namespace ward::thermal
