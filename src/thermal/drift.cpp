#include "thermal/drift.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ward::thermal {

namespace {

float median(const std::deque<float>& values) {
  std::vector<float> v(values.begin(), values.end());
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::ranges::nth_element(v, middle);
  return *middle;
}

}  // namespace

DriftSettings DriftSettings::read(Config& config, const std::string& prefix) {
  DriftSettings s;
  s.baseline_people = static_cast<int>(config.integer(prefix + ".baseline_people", s.baseline_people, 10, 100'000,
                                                      "the first so many people make the baseline of the drift watch"));
  s.window_people = static_cast<int>(config.integer(prefix + ".window_people", s.window_people, 10, 10'000,
                                                    "the last so many people are compared with it"));
  s.alarm = static_cast<float>(
      config.number(prefix + ".alarm", s.alarm, 0.05, 2, "difference of the medians that raises the alarm, °C"));
  return s;
}

void DriftWatch::note(float celsius) {
  if (baseline_.size() < static_cast<std::size_t>(settings_.baseline_people)) {
    baseline_.push_back(celsius);
    return;
  }
  window_.push_back(celsius);
  if (window_.size() > static_cast<std::size_t>(settings_.window_people)) window_.pop_front();
}

std::optional<float> DriftWatch::drift() const {
  if (window_.size() < static_cast<std::size_t>(settings_.window_people)) return std::nullopt;
  return median(window_) - median(baseline_);
}

bool DriftWatch::alarm() const {
  const auto moved = drift();
  return moved && std::abs(*moved) > settings_.alarm;
}

}  // namespace ward::thermal
