// The curve from false match rate to similarity, measured where there were comparisons and extrapolated beyond.
#pragma once

#include <vector>

#include "vision/thresholds.h"

namespace ward::vision::training {

struct TailFit {
  ThresholdCurve curve;
  double measured_to = 0;  // the smallest rate read off the scores themselves: 50 comparisons exceed its similarity
};

// `scores`: similarities of different people, at least 10,000. Rates from 1e-1 down to measured_to are quantiles of the
// scores; below, excesses over the similarity of the rate `measured_to * 20` are taken as exponential (the generalised
// Pareto tail with shape 0; Pickands, Annals of Statistics 3:119, 1975), down to 1e-10 and at most .99. Similarities
// are bounded, so their true tail is no heavier: the threshold errs to the strict side.
// Errors: "training.too_little".
Result<TailFit> fit_tail(std::vector<float> scores);

}  // namespace ward::vision::training
