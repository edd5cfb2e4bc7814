#include "vision/training/fit_tail.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ward::vision::training {

namespace {

constexpr std::size_t least = 10'000, in_last_quantile = 50, in_tail = 1000;
constexpr double last_rate = -10, step = 0.25, highest_similarity = 0.99;

}  // namespace

Result<TailFit> fit_tail(std::vector<float> scores) {
  if (scores.size() < least)
    return fail(ErrorKind::invalid, "training.too_little",
                {fmt::format("Thresholds need {} comparisons of different people; there are {}.", least, scores.size()),
                 fmt::format("阈值需要 {} 次不同人之间的比较，目前只有 {} 次。", least, scores.size())},
                "data");
  std::ranges::sort(scores, std::ranges::greater{});
  const auto n = static_cast<double>(scores.size());
  const double measured = in_last_quantile / n;

  const double start = scores[in_tail - 1];  // in_tail scores reach it
  double excess = 0;
  for (std::size_t i = 0; i < in_tail; ++i) excess += scores[i] - start;
  excess /= in_tail;
  const auto extrapolated = [&](double rate) {
    return std::min(highest_similarity, start + excess * std::log(in_tail / n / rate));
  };

  std::vector<ThresholdCurve::Point> points;
  for (double x = -1; x >= last_rate - 1e-9; x -= step) {
    const double rate = std::pow(10, x);
    const double similarity = rate >= measured ? scores[static_cast<std::size_t>(rate * n) - 1] : extrapolated(rate);
    points.push_back({x, points.empty() ? similarity : std::max(similarity, points.back().similarity)});
  }
  std::ranges::reverse(points);
  WARD_TRY(curve, ThresholdCurve::make(std::move(points)));
  return TailFit{std::move(curve), measured};
}

}  // namespace ward::vision::training
