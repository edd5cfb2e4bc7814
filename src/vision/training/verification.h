// How well scores tell the same person from another (ISO/IEC 19795-1).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ward::vision::training {

struct Scores {
  std::vector<float> same, different;
};

// The smallest threshold that at most `false_match_rate` of `different` reach; compare with >=.
// With an empty `different` it is the largest float.
float threshold_at(std::span<const float> different, double false_match_rate);
// Share of `same` (plus `missed`, comparisons that never came to a score) that reach `threshold`.
double true_accept_rate(std::span<const float> same, float threshold, std::size_t missed = 0);
// Where false match and false non-match rate meet. `missed` counts as never matched.
double equal_error_rate(const Scores& scores, std::size_t missed = 0);

// Accuracy of k-fold cross-validation: the threshold that is best on the other folds, both classes weighted equally, is
// applied to the fold; the mean over folds of the balanced accuracy. Pairs are dealt to folds in their order.
double balanced_accuracy(const Scores& scores, std::size_t folds);

}  // namespace ward::vision::training
