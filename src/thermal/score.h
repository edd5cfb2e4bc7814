// How good estimates are, in the figures of the field.
#pragma once

#include <span>
#include <vector>

namespace ward::thermal {

struct Scored {
  double estimate = 0, oral = 0;  // °C
  double sd = 0;                  // of the estimate, °C
};

struct Score {
  std::size_t n = 0, fevers = 0;
  double rmse = 0;        // °C
  double bias = 0;        // mean of estimate - oral, °C
  double slope = 0;       // of the estimate against oral, least squares; 1 is honest
  double auc = 0;         // area under the ROC curve for oral >= 37.5 °C (Mann-Whitney; ties count half)
  double fever_bias = 0;  // bias among those with oral >= 37.5 °C
  double sensitivity = 0, specificity = 0;  // with an estimate >= 37.5 °C taken for a fever
  double coverage_90 = 0;                   // share of oral temperatures within estimate ± 1.645 SD
};

inline constexpr double fever = 37.5;  // °C by mouth

// Of at least one pair. Figures that need fevers, or healthy people, are 0 without them.
Score score(std::span<const Scored> pairs);

// Least-squares slope of y against x; 0 when x does not vary.
double slope_of(std::span<const double> x, std::span<const double> y);

}  // namespace ward::thermal
