// What the pipeline shows to the person in front of the gate. The page behind it is gate/screen/screen.h.
#pragma once

#include "gate/screen/state.h"

namespace ward::gate {

// Safe to call from any thread; never blocks.
class Display {
 public:
  virtual ~Display() = default;
  virtual void show(const ScreenState& state) = 0;
  // The newest picture; `faces` in its pixels, the judged one first.
  virtual void picture(const cv::Mat& bgr, const std::vector<cv::Rect2f>& faces) = 0;
};

}  // namespace ward::gate
