// How many of each stratum are drawn when only the total is given. Pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "city/inspections/draw.h"

namespace ward::city::inspections {

// From earlier draws, by stratum: the rate of items that were declared, 0 to 1.
using Rates = std::map<std::string, double, std::less<>>;

// Shares `total` out over the strata, so that the sum is exact and each stratum has at least `minimum` of its items
// (all when it holds fewer) and at most what it holds.
//   without rates: in proportion to the sizes N_h (every item has the same chance).
//   with rates: in proportion to N_h * sqrt(p_h * (1 - p_h)), which makes the variance of the estimate least for the
//   total (Neyman 1934, J. Royal Statistical Society 97; Cochran, Sampling Techniques, 1977, section 5.5). A rate is
//   taken as at least 0.05 and at most 0.95: earlier draws were samples, and a stratum is not without risk because none
//   of ten visits found anything.
// Fractions are rounded by largest remainder (Hamilton), the first by name where remainders are the same.
// Errors: "allocation.total" (less than the minimums or more than there is), "allocation.rate" (a stratum without one,
// or one that is no rate), "allocation.minimum".
Result<Takes> allocate(const std::vector<StratumSize>& strata, std::int64_t total, std::int64_t minimum = 1,
                       const Rates& rates = {});

}  // namespace ward::city::inspections
