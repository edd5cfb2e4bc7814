#include "vision/training/verification.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ward::vision::training {

namespace {

std::vector<float> ascending(std::span<const float> scores) {
  std::vector<float> sorted(scores.begin(), scores.end());
  std::ranges::sort(sorted);
  return sorted;
}

double share_at_least(const std::vector<float>& sorted, float threshold) {
  if (sorted.empty()) return 0;
  return static_cast<double>(sorted.end() - std::ranges::lower_bound(sorted, threshold)) /
         static_cast<double>(sorted.size());
}

// (share of same accepted + share of different refused) / 2.
double balance(const Scores& sorted, float threshold) {
  return (share_at_least(sorted.same, threshold) + 1 - share_at_least(sorted.different, threshold)) / 2;
}

float best_threshold(const Scores& sorted) {
  float best = 0;
  double highest = -1;
  for (const auto* side : {&sorted.same, &sorted.different})
    for (const float threshold : *side)
      if (const double now = balance(sorted, threshold); now > highest) highest = now, best = threshold;
  return best;
}

// The scores of one fold, or of all others.
std::vector<float> part(const std::vector<float>& scores, std::size_t folds, std::size_t fold, bool inside) {
  std::vector<float> out;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if ((i * folds / scores.size() == fold) == inside) out.push_back(scores[i]);
  std::ranges::sort(out);
  return out;
}

}  // namespace

float threshold_at(std::span<const float> different, double false_match_rate) {
  if (different.empty()) return std::numeric_limits<float>::max();
  const std::vector<float> sorted = ascending(different);
  const auto allowed = static_cast<std::size_t>(std::floor(false_match_rate * static_cast<double>(sorted.size())));
  if (allowed >= sorted.size()) return sorted.front();
  return std::nextafter(sorted[sorted.size() - 1 - allowed], std::numeric_limits<float>::infinity());
}

double true_accept_rate(std::span<const float> same, float threshold, std::size_t missed) {
  if (same.empty() && missed == 0) return 0;
  const auto accepted = std::ranges::count_if(same, [&](float score) { return score >= threshold; });
  return static_cast<double>(accepted) / static_cast<double>(same.size() + missed);
}

double equal_error_rate(const Scores& scores, std::size_t missed) {
  const Scores sorted{ascending(scores.same), ascending(scores.different)};
  const double found = static_cast<double>(sorted.same.size()) / static_cast<double>(sorted.same.size() + missed);
  double nearest = 2, rate = 1;
  for (const auto* side : {&sorted.same, &sorted.different})
    for (const float threshold : *side) {
      const double refused = 1 - share_at_least(sorted.same, threshold) * found;
      const double accepted = share_at_least(sorted.different, threshold);
      if (std::abs(refused - accepted) < nearest) {
        nearest = std::abs(refused - accepted);
        rate = (refused + accepted) / 2;
      }
    }
  return rate;
}

double balanced_accuracy(const Scores& scores, std::size_t folds) {
  double sum = 0;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    const Scores others{part(scores.same, folds, fold, false), part(scores.different, folds, fold, false)};
    const Scores mine{part(scores.same, folds, fold, true), part(scores.different, folds, fold, true)};
    sum += balance(mine, best_threshold(others));
  }
  return sum / static_cast<double>(folds);
}

}  // namespace ward::vision::training
