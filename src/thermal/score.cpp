#include "thermal/score.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ward::thermal {

namespace {

double mean(std::span<const double> v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

double auc(std::vector<double> sick, std::vector<double> healthy) {
  if (sick.empty() || healthy.empty()) return Score::unknown;
  std::ranges::sort(healthy);
  double below = 0;
  for (const double s : sick) {
    const auto [first, last] = std::ranges::equal_range(healthy, s);
    below += static_cast<double>(first - healthy.begin()) + static_cast<double>(last - first) / 2;
  }
  return below / static_cast<double>(sick.size()) / static_cast<double>(healthy.size());
}

}  // namespace

double slope_of(std::span<const double> x, std::span<const double> y) {
  if (x.empty()) return Score::unknown;
  const double mx = mean(x), my = mean(y);
  double xy = 0, xx = 0;
  for (std::size_t i = 0; i < x.size(); ++i) xy += (x[i] - mx) * (y[i] - my), xx += (x[i] - mx) * (x[i] - mx);
  return xx > 0 ? xy / xx : Score::unknown;
}

Score score(std::span<const Scored> pairs) {
  Score s{.n = pairs.size()};
  if (pairs.empty()) return s;
  std::vector<double> oral, shown, sick, healthy;
  double squares = 0, fever_errors = 0, covered = 0, alarms_right = 0, alarms_wrong = 0;
  for (const Scored& p : pairs) {
    const double error = p.estimate - p.oral;
    const bool has_fever = p.oral >= fever, alarmed = p.estimate >= fever;
    oral.push_back(p.oral), shown.push_back(p.estimate);
    (has_fever ? sick : healthy).push_back(p.estimate);
    squares += error * error;
    covered += std::abs(error) <= 1.6449 * p.sd;
    if (has_fever)
      fever_errors += error, alarms_right += alarmed;
    else
      alarms_wrong += alarmed;
  }
  const auto n = static_cast<double>(pairs.size());
  s.fevers = sick.size();
  s.rmse = std::sqrt(squares / n);
  s.bias = mean(shown) - mean(oral);
  s.slope = slope_of(oral, shown);
  s.auc = auc(sick, healthy);
  s.coverage_90 = covered / n;
  if (!sick.empty()) s.fever_bias = fever_errors / static_cast<double>(sick.size());
  if (!sick.empty()) s.sensitivity = alarms_right / static_cast<double>(sick.size());
  if (!healthy.empty()) s.specificity = 1 - alarms_wrong / static_cast<double>(healthy.size());
  return s;
}

}  // namespace ward::thermal
