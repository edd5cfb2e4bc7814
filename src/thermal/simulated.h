// A thermal sensor that is not there: the painted scene seen through the faults of a real uncooled one. For
// demonstrations and tests; every frame says simulated.
#pragma once

#include "thermal/black_body.h"
#include "thermal/paint.h"
#include "thermal/source.h"

namespace ward::thermal {

struct SimulatedSettings {
  cv::Size size{160, 120};  // of a Lepton 3.5
  double rate_hz = 8.8;     // as the recorded one has
  std::uint64_t seed = 1;
  float netd = 0.05F;       // noise of a pixel, °C (Lepton 3.5 datasheet: under 50 mK)
  float row_noise = 0.02F;  // noise of a line, °C
  float offset_sd = 0.6F;  // °C, new with every flat-field correction (FDA set: SD of T_offset .3 to .6 between people)
  float wander = 0.15F;    // °C the offset moves between two corrections
  Millis flat_field_every{180'000};  // Lepton 3.5: 3 min
  bool flat_field_announced = true;  // whether the frames after a correction are flagged
  float skin_emissivity = 0.98F;
  BlackBodySettings black_body{.rectangle = {4, 4, 14, 14}};
  bool paced = true;  // false: a frame whenever asked, for tests and benchmarks

  // Keys below `prefix` (thermal.simulated).
  static SimulatedSettings read(Config& config, const std::string& prefix);
};

// Counts in centikelvin as the sensor would send them `since_start` after it was switched on. Pure: the same arguments,
// the same picture.
cv::Mat simulated_counts(const SceneView& view, const Registration& registration, const SimulatedSettings& settings,
                         Millis since_start, std::uint64_t sequence);

class SimulatedSource final : public ThermalSource {
 public:
  // `registration` empty: both cameras see the same view.
  SimulatedSource(SimulatedSettings settings, std::optional<Registration> registration,
                  std::shared_ptr<const Scene> scene, const Clock& clock);

  Result<ThermalFrame> next(Millis patience) override;
  std::string describe() const override;

 private:
  Result<ThermalFrame> read_sensor(const SceneView& view);
  bool wait_for_next(Millis patience);

  const SimulatedSettings settings_;
  const std::optional<Registration> registration_;
  const std::shared_ptr<const Scene> scene_;
  const Clock& clock_;
  const Steady start_;
  Steady due_;
  std::uint64_t sequence_ = 0;
  std::optional<ThermalFrame> last_;
};

}  // namespace ward::thermal
