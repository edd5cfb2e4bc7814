// Where thermal frames come from. One small interface with real sources and a simulated one.
#pragma once

#include <memory>

#include "thermal/types.h"

namespace ward::thermal {

class ThermalSource {
 public:
  virtual ~ThermalSource() = default;
  // Waits for the next frame, at most `patience`. Errors: "thermal.silent" (none in time), "thermal.lost" (device
  // gone), "thermal.wrong_size", "thermal.corrupt", "thermal.end" (a recording is over).
  virtual Result<ThermalFrame> next(Millis patience) = 0;
  virtual std::string describe() const = 0;  // for the device page: "Lepton 3.5, /dev/video2, 160x120"
};

}  // namespace ward::thermal
