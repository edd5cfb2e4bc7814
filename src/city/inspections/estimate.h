// The true rate of declared items in the whole frame, from the items that were drawn and looked at, with its confidence
// interval. Pure functions.
//
// The rate: the mean over all strata of what was found in each, weighted by what each holds, sum(N_h * k_h / n_h) / N
// (Cochran, Sampling Techniques, 1977, section 5.3).
//
// The interval, in four steps; why these and not a simpler one stands in docs/design/inspections.md with figures:
//   1. strata in which an item that was seen stands for about as many that were not ((N_h - n_h) / n_h, within a factor
//      of 2) are one group. Its sample counts as one from the whole group, of the size at which a simple sample would
//      be as good (Kish, Survey Sampling, 1965: 1 / sum(W_h^2 / n_h)), rounded to the careful side. Strata only make a
//      sum of such draws steadier than one draw from all (Hoeffding, Annals of Mathematical Statistics 27, 1956).
//   2. each group gets its exact interval by the hypergeometric distribution, both tails cut at half of what is left of
//      the confidence: also for 3 of 3, for rates at 0 and 1, and for samples of most of a stratum, because the finite
//      population is in it (Clopper and Pearson 1934, for finite populations as Buonaccorsi, The American Statistician
//      41, 1987).
//   3. the distances from each group's rate to its limits, weighted and added up as squares, are the distances of the
//      whole ("MOVER": Zou, Huang and Zhang, Computational Statistics & Data Analysis 53, 2009).
//   4. the limits are rounded outwards to whole items, and keep to what was seen.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace ward::city::inspections {

// What came of the draw in one stratum: 0 <= declared <= seen <= drawn <= items, and items at least 1.
struct StratumResult {
  std::string stratum;
  std::int64_t items = 0;     // in the frame
  std::int64_t drawn = 0;     // replacements, too
  std::int64_t seen = 0;      // of the drawn ones: somebody opened, the question was answered
  std::int64_t declared = 0;  // of the seen ones
};

struct Interval {
  double low = 0, high = 1;  // 0 to 1
  bool operator==(const Interval&) const = default;
};

struct Estimate {
  double rate = 0;  // 0 to 1
  Interval interval;
};

// As if whom nobody saw were like those who were seen, within each stratum. `confidence` between 0.5 and 1.
// Errors: "estimate.counts" and "estimate.unseen" (a stratum of which nobody was seen) with the stratum,
// "estimate.confidence", "estimate.empty".
Result<Estimate> estimate(std::span<const StratumResult> strata, double confidence = 0.95);

// Nothing is assumed of whom nobody saw (Manski, American Economic Review 80, 1990): the rate if none of them had
// declared, and if all had; and the interval from the lower limit of the one to the upper of the other. Strata of which
// nothing was drawn may be anything. Errors: those of estimate() but "estimate.unseen".
struct WorstCase {
  Interval rate;
  Interval interval;
};
Result<WorstCase> worst_case(std::span<const StratumResult> strata, double confidence = 0.95);

// How many of `items` may be declared when `declared` of `seen` drawn ones were: the least number for which so many or
// more, and the greatest for which so few or fewer, are seen with a probability above (1 - confidence) / 2.
struct Count {
  std::int64_t low, high;
  bool operator==(const Count&) const = default;
};
Count exact_count(std::int64_t items, std::int64_t seen, std::int64_t declared, double confidence);

}  // namespace ward::city::inspections
