#include "vision/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/config.h"
#include "base/paths.h"

namespace ward::vision {

namespace {

Result<ThresholdCurve> read_curve(Config& config, const std::string& name) {
  std::vector<ThresholdCurve::Point> points;
  for (Config& row : config.tables(name, "points of the curve")) {
    points.push_back({row.number("log10_fmr", 0, -12, 0, "decimal logarithm of the false match rate"),
                      row.number("similarity", 0, -1, 1, "what that share of comparisons of strangers exceeds")});
    WARD_CHECK(row.finish());
  }
  return ThresholdCurve::make(std::move(points));
}

std::string curve_toml(std::string_view name, const ThresholdCurve& curve) {
  std::string text;
  for (const auto& point : curve.points())
    text += fmt::format("\n[[{}]]\nlog10_fmr = {:.3f}\nsimilarity = {:.5f}\n", name, point.log10_fmr, point.similarity);
  return text;
}

}  // namespace

double false_match_rate(double false_accept_rate, std::size_t people) {
  const double far = std::clamp(false_accept_rate, 0.0, 1.0);
  return -std::expm1(std::log1p(-far) / static_cast<double>(std::max<std::size_t>(1, people)));
}

Result<ThresholdCurve> ThresholdCurve::make(std::vector<Point> points) {
  bool ordered = points.size() >= 2;
  for (std::size_t i = 1; i < points.size() && ordered; ++i)
    ordered = points[i - 1].log10_fmr < points[i].log10_fmr && points[i - 1].similarity >= points[i].similarity;
  if (!ordered)
    return fail(
        ErrorKind::unavailable, "thresholds.malformed",
        {"A curve of thresholds needs two points or more, with ascending rates and similarities that never rise.",
         "阈值曲线至少需要两个点，误识率递增且相似度不得上升。"},
        "face_thresholds.toml");
  ThresholdCurve curve;
  curve.points_ = std::move(points);
  return curve;
}

float ThresholdCurve::at(double fmr) const {
  const double x = fmr > 0 ? std::log10(fmr) : points_.front().log10_fmr;
  const auto right = std::ranges::lower_bound(points_, x, {}, &Point::log10_fmr);
  if (right == points_.begin()) return static_cast<float>(points_.front().similarity);
  if (right == points_.end()) return static_cast<float>(points_.back().similarity);
  const Point &b = *right, &a = *std::prev(right);
  const double t = (x - a.log10_fmr) / (b.log10_fmr - a.log10_fmr);
  return static_cast<float>(a.similarity + t * (b.similarity - a.similarity));
}

Result<Thresholds> Thresholds::open(const std::filesystem::path& models) {
  WARD_TRY(file, find_model(models, "face_thresholds.toml"));
  WARD_TRY(config, Config::load(file));
  const double plain_to = config.number("plain_measured_to", 0, 0, 1, "plain rates below are extrapolated");
  const double masked_to = config.number("masked_measured_to", 0, 0, 1, "masked rates below are extrapolated");
  WARD_TRY(plain, read_curve(config, "plain"));
  WARD_TRY(masked, read_curve(config, "masked"));
  WARD_CHECK(config.finish());
  return Thresholds{std::move(plain), std::move(masked), plain_to, masked_to};
}

std::string Thresholds::toml() const {
  return fmt::format(
             "# Similarity asked for at a false match rate of 1:1 comparisons. Written by `ward train faces`.\n"
             "# Rates below *_measured_to are extrapolated (docs/design/vision.md).\n"
             "plain_measured_to = {:.3e}\nmasked_measured_to = {:.3e}\n",
             plain_measured_to, masked_measured_to) +
         curve_toml("plain", plain) + curve_toml("masked", masked);
}

}  // namespace ward::vision
