#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <opencv2/calib3d.hpp>

#include "thermal/registration.h"

namespace ward::thermal {

namespace {

struct Points {
  std::vector<cv::Point2d> colour, thermal;
};

std::unexpected<Error> refuse(const char* code, Text message, std::string field = "pairs") {
  return fail(ErrorKind::invalid, std::string("registration.") + code, std::move(message), std::move(field));
}

bool inside(cv::Point2d p, cv::Size size) { return p.x >= 0 && p.y >= 0 && p.x < size.width && p.y < size.height; }

// How far the points are from lying on one line: the smaller spread over the larger (square roots of the scatter's
// eigenvalues), 0 to 1.
double roundness(const std::vector<cv::Point2d>& points) {
  cv::Point2d mean;
  for (const auto& p : points) mean += p * (1.0 / static_cast<double>(points.size()));
  double xx = 0, xy = 0, yy = 0;
  for (const auto& p : points) {
    const cv::Point2d d = p - mean;
    xx += d.x * d.x, xy += d.x * d.y, yy += d.y * d.y;
  }
  const double half = (xx + yy) / 2, root = std::hypot((xx - yy) / 2, xy);
  return half + root > 0 ? std::sqrt(std::max(0.0, half - root) / (half + root)) : 0;
}

cv::Matx33d from_affine(const cv::Mat& m) {
  return {m.at<double>(0, 0),
          m.at<double>(0, 1),
          m.at<double>(0, 2),
          m.at<double>(1, 0),
          m.at<double>(1, 1),
          m.at<double>(1, 2),
          0,
          0,
          1};
}

// Least squares over all points; nothing when there is no answer.
std::optional<cv::Matx33d> least_squares(const Points& points, RegistrationKind kind) {
  if (kind == RegistrationKind::homography) {
    const cv::Mat h = cv::findHomography(points.colour, points.thermal, 0);
    return h.empty() ? std::nullopt : std::optional(cv::Matx33d(h));
  }
  // x' = a x + b y + c, y' = d x + e y + f: two linear systems with the same left side.
  cv::Mat left(static_cast<int>(points.colour.size()), 3, CV_64F), right(left.rows, 2, CV_64F), m;
  for (int i = 0; i < left.rows; ++i) {
    const auto& [c, t] =
        std::pair(points.colour[static_cast<std::size_t>(i)], points.thermal[static_cast<std::size_t>(i)]);
    left.at<double>(i, 0) = c.x, left.at<double>(i, 1) = c.y, left.at<double>(i, 2) = 1;
    right.at<double>(i, 0) = t.x, right.at<double>(i, 1) = t.y;
  }
  if (!cv::solve(left, right, m, cv::DECOMP_SVD)) return std::nullopt;
  return from_affine(m.t());
}

// The pairs that agree with each other within `tolerance_px`.
std::vector<bool> agreeing(const Points& points, RegistrationKind kind, double tolerance_px) {
  cv::Mat mask;
  if (kind == RegistrationKind::homography)
    cv::findHomography(points.colour, points.thermal, cv::RANSAC, tolerance_px, mask, 5000, 0.999);
  else
    cv::estimateAffine2D(points.colour, points.thermal, mask, cv::RANSAC, tolerance_px, 5000, 0.999, 0);
  std::vector<bool> in(points.colour.size());
  for (std::size_t i = 0; i < in.size() && i < mask.total(); ++i)
    in[i] = mask.at<std::uint8_t>(static_cast<int>(i)) != 0;
  return in;
}

}  // namespace

Result<RegistrationFit> fit_registration(std::span<const PointPair> pairs, cv::Size colour_size, cv::Size thermal_size,
                                         RegistrationKind kind, double tolerance_px) {
  const std::size_t least = kind == RegistrationKind::homography ? 6 : 4;
  if (pairs.size() < least)
    return refuse("too_few",
                  {fmt::format("{} pairs are given, at least {} are needed; twelve spread over the picture are good.",
                               pairs.size(), least),
                   fmt::format("只有 {} 对点，至少需要 {} 对；建议在画面上均匀取 12 对。", pairs.size(), least)});
  Points all;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!inside(pairs[i].colour, colour_size) || !inside(pairs[i].thermal, thermal_size))
      return refuse(
          "outside",
          {fmt::format("Pair {} lies outside of its picture.", i + 1), fmt::format("第 {} 对点超出画面。", i + 1)},
          fmt::format("pair {}", i + 1));
    all.colour.push_back(pairs[i].colour);
    all.thermal.push_back(pairs[i].thermal);
  }
  constexpr double least_roundness = 0.05;
  const Text line{"The points lie on one line: spread them over the whole picture.",
                  "这些点在一条直线上：请在整个画面上取点。"};
  if (roundness(all.colour) < least_roundness || roundness(all.thermal) < least_roundness)
    return refuse("collinear", line);

  const std::vector<bool> in = agreeing(all, kind, tolerance_px);
  RegistrationFit fit;
  Points good;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (!in[i]) {
      fit.outliers.push_back(i);
      continue;
    }
    good.colour.push_back(all.colour[i]);
    good.thermal.push_back(all.thermal[i]);
  }
  const Text none{fmt::format("{} of {} pairs contradict the others: check which point belongs to which.",
                              fit.outliers.size(), in.size()),
                  fmt::format("{} 对点（共 {} 对）与其他点矛盾：请检查对应关系。", fit.outliers.size(), in.size())};
  if (good.colour.size() < least || 3 * fit.outliers.size() > in.size()) return refuse("no_fit", none);
  if (roundness(good.colour) < least_roundness) return refuse("collinear", line);
  const auto h = least_squares(good, kind);
  if (!h) return refuse("no_fit", none);

  fit.registration.colour_to_thermal = *h;
  fit.registration.colour_size = colour_size;
  fit.registration.thermal_size = thermal_size;
  double squares = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const cv::Point2f at = fit.registration.map(cv::Point2f(pairs[i].colour), colour_size);
    fit.error_px.push_back(std::hypot(at.x - pairs[i].thermal.x, at.y - pairs[i].thermal.y));
    if (in[i]) squares += fit.error_px[i] * fit.error_px[i];
  }
  fit.registration.rms_error_px = std::sqrt(squares / static_cast<double>(good.colour.size()));
  return fit;
}

Result<std::vector<PointPair>> parse_pairs(std::string_view text) {
  std::vector<PointPair> pairs;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    line = line.substr(0, line.find('#'));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || (pairs.empty() && line == "colour_x,colour_y,thermal_x,thermal_y")) continue;
    std::array<double, 4> v{};
    const char* from = line.data();
    const char* const last = line.data() + line.size();
    bool good = true;
    for (std::size_t i = 0; i < 4 && good; ++i) {
      while (from < last && *from == ' ') ++from;
      const auto [rest, error] = std::from_chars(from, last, v[i]);
      good = error == std::errc{} && std::isfinite(v[i]) && (i == 3 ? rest == last : rest < last && *rest == ',');
      from = rest + 1;
    }
    if (!good || pairs.size() >= 10'000)
      return refuse("malformed",
                    {fmt::format("Line {} is not colour_x,colour_y,thermal_x,thermal_y.", number),
                     fmt::format("第 {} 行不是 colour_x,colour_y,thermal_x,thermal_y。", number)},
                    fmt::format("line {}", number));
    pairs.push_back({{v[0], v[1]}, {v[2], v[3]}});
  }
  return pairs;
}

}  // namespace ward::thermal
