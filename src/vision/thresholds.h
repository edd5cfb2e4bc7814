// From a stated false-accept rate and the number of people to the similarity that is asked for.
//
// A stranger is compared with each of N people. If one comparison is falsely accepted at the rate FMR (ISO/IEC 19795-1:
// false match rate), taken as independent, somebody of the list is falsely named at FAR = 1 - (1 - FMR)^N, so
// FMR = 1 - (1 - FAR)^(1/N). The table holds the similarity that a share FMR of all comparisons of different people
// exceeds, measured as far as there were comparisons and beyond that by the tail fitted to them (training/fit_tail.h).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "vision/types.h"

namespace ward::vision {

// The 1:1 rate at which a list of `people` (at least 1) has the 1:N rate `false_accept_rate` (between 0 and 1).
double false_match_rate(double false_accept_rate, std::size_t people);

// A curve from false match rate to similarity; falls as the rate grows.
class ThresholdCurve {
 public:
  struct Point {
    double log10_fmr = 0;  // e.g. -6
    double similarity = 0;
  };
  // Errors: "thresholds.malformed" unless there are two points or more, rates ascend and similarities never rise.
  static Result<ThresholdCurve> make(std::vector<Point> points);
  // Linear in log10 of the rate; outside the table it stays at its ends (the last extrapolated rate is 1e-10).
  float at(double fmr) const;
  const std::vector<Point>& points() const { return points_; }

 private:
  std::vector<Point> points_;
};

struct Thresholds {
  ThresholdCurve plain, masked;
  double plain_measured_to = 0, masked_measured_to = 0;  // false match rates below are extrapolated

  // Reads face_thresholds.toml, found by find_model. Errors: "model.missing", "config.*", "thresholds.malformed".
  static Result<Thresholds> open(const std::filesystem::path& models);
  std::string toml() const;
};

}  // namespace ward::vision
