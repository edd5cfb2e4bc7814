// A recorded clip played as if it were a camera: paced by the clock, looped if wanted.
#pragma once

#include <filesystem>
#include <optional>

#include "gate/camera/camera.h"

namespace ward::gate {

struct ClipOptions {
  std::filesystem::path file;
  double frames_per_second = 0;  // of the camera it plays; 0 is the clip's own. Frames are skipped or shown again
  bool loop = true;
};

// Errors: "camera.lost" when the file cannot be played.
Result<std::unique_ptr<Camera>> open_clip(const ClipOptions& options, const Clock& clock, Wait wait = sleep_for);

// The beat of a camera that is not one: frame k is due at start + k / rate. Who comes late skips beats, as a camera's
// driver drops frames.
class Pace {
 public:
  Pace(double frames_per_second, const Clock& clock, Wait wait);
  // Waits until the next beat and returns its number, counting from 0; nothing when it lies more than `patience` ahead
  // (then all of `patience` has passed).
  std::optional<std::uint64_t> next(Millis patience);
  double seconds(std::uint64_t beat) const { return static_cast<double>(beat) / rate_; }

 private:
  Steady due(std::uint64_t beat) const;

  const double rate_;
  const Clock& clock_;
  Wait wait_;
  std::optional<Steady> start_;  // the first call
  std::uint64_t beat_ = 0;       // the next one
};

}  // namespace ward::gate
