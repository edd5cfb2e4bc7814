// How good estimates are, in the figures of the field.
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace ward::thermal {

struct Scored {
  double estimate = 0, oral = 0;  // °C
  double sd = 0;                  // of the estimate, °C
};

// What could not be measured, because nobody was there for it, is NaN: a zero would look like a result.
struct Score {
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

  std::size_t n = 0, fevers = 0;
  double rmse = unknown;        // °C
  double bias = unknown;        // mean of estimate - oral, °C
  double slope = unknown;       // of the estimate against oral, least squares; 1 is honest
  double auc = unknown;         // area under the ROC curve for oral >= 37.5 °C (Mann-Whitney; ties count half)
  double fever_bias = unknown;  // bias among those with oral >= 37.5 °C
  double sensitivity = unknown, specificity = unknown;  // with an estimate >= 37.5 °C taken for a fever
  double coverage_90 = unknown;                         // share of oral temperatures within estimate ± 1.645 SD
};

inline constexpr double fever = 37.5;  // °C by mouth

Score score(std::span<const Scored> pairs);

// Least-squares slope of y against x; NaN when x does not vary.
double slope_of(std::span<const double> x, std::span<const double> y);

}  // namespace ward::thermal
