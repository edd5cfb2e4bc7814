#include "vision/training/share.h"

#include <algorithm>
#include <cmath>

namespace ward::vision::training {

Interval interval_of(const Share& share) {
  if (share.all == 0) return {};
  constexpr double z = 1.96;  // of the normal distribution, two-sided, 95 %
  const auto n = static_cast<double>(share.all);
  const double p = share.value(), scale = 1 + z * z / n;
  const double middle = (p + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace ward::vision::training
