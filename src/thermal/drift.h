// Watches the population: healthy people are alike, so when the median of the last hundred moves, the instrument did.
// An alarm for a person to look at, never a correction: on the FDA set a rolling median recovers nothing of a lost
// black body.
#pragma once

#include <deque>
#include <optional>

#include "base/config.h"

namespace ward::thermal {

struct DriftSettings {
  int baseline_people = 200;  // the first so many make the baseline
  int window_people = 60;     // the last so many are compared with it
  float alarm = 0.2F;         // °C between the medians
  static DriftSettings read(Config& config, const std::string& prefix);
};

class DriftWatch {
 public:
  explicit DriftWatch(DriftSettings settings) : settings_(settings) {}

  void note(float celsius);
  // Median of the window minus median of the baseline, °C; nothing until both are full.
  std::optional<float> drift() const;
  bool alarm() const;

 private:
  DriftSettings settings_;
  std::deque<float> baseline_, window_;
};

}  // namespace ward::thermal
