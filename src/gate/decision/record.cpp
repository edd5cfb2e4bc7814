#include "gate/decision/record.h"

#include <cmath>

namespace ward::gate {

namespace {

std::optional<int> milli(const std::optional<float>& value) {
  if (!value || !std::isfinite(*value)) return std::nullopt;
  return int(std::lround(*value * 1000));
}

void fill_temperature(city::Passage& passage, const thermal::TemperatureEstimate& estimate) {
  passage.temperature_cc = int(std::lround(estimate.celsius * 100));
  passage.temperature_sd_cc = int(std::lround(estimate.sd * 100));
  passage.temperature_method = estimate.method;
  passage.simulated = estimate.simulated;
  passage.shots = estimate.shots;
}

}  // namespace

city::Passage to_passage(const city::Policy& policy, const Observation& observation, const Decision& decision,
                         const Id& device, Time at, std::int64_t clock_offset_ms) {
  city::Passage passage;
  passage.device = device;
  passage.at = at;
  passage.clock_offset_ms = clock_offset_ms;
  passage.outcome = decision.outcome;
  passage.reasons = decision.reasons;
  passage.opened = decision.open;
  passage.policy_version = policy.version();
  if (observation.camera_fault || policy.open_all) return passage;  // no face was judged

  if (decision.identify) {
    const Recognition& found = *observation.recognition;
    passage.person = found.match.person;
    passage.method = found.method;
    if (found.method == city::Method::face) passage.similarity_milli = milli(found.match.similarity);
  }
  if (decision.show_temperature) fill_temperature(passage, *observation.thermal.estimate);
  if (policy.mask != city::Level::off) passage.mask = vision::to_string(observation.mask);
  passage.live_milli = milli(observation.live);
  passage.warmth_milli = milli(observation.thermal.warmth);
  return passage;
}

}  // namespace ward::gate
