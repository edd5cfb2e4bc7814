#include "thermal/bad_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ward::thermal {

namespace {

constexpr float stands_out = 0.5F;             // °C, ten times the noise of a Lepton (NETD 50 mK)
constexpr double bad_share = 1.0 / 8;          // of the pixels of a row
constexpr float coldest = -40, hottest = 400;  // °C
constexpr std::size_t most_rows = 6;
constexpr int most_adjacent = 2;

// Dead, stuck or out of the sensor's range: visible in the row alone.
bool impossible(const cv::Mat& celsius, int y) {
  const float* row = celsius.ptr<float>(y);
  int outside = 0;
  bool constant = true;
  for (int x = 0; x < celsius.cols; ++x) {
    outside += !(row[x] >= coldest && row[x] <= hottest);
    constant = constant && row[x] == row[0];
  }
  return constant || outside > bad_share * celsius.cols;
}

// On how much of the row the pixel disagrees with both its neighbours, which agree with each other.
double disagreement(const cv::Mat& celsius, int y, int above, int below) {
  const float *row = celsius.ptr<float>(y), *up = celsius.ptr<float>(above), *down = celsius.ptr<float>(below);
  int count = 0;
  for (int x = 0; x < celsius.cols; ++x) {
    const float from_up = row[x] - up[x], from_down = row[x] - down[x];
    const bool same_side = (from_up > 0) == (from_down > 0);
    const float nearest = std::min(std::abs(from_up), std::abs(from_down));
    count += same_side && nearest > stands_out && std::abs(up[x] - down[x]) < nearest / 2;
  }
  return static_cast<double>(count) / celsius.cols;
}

// The nearest row in `step` direction that is not marked bad, or the row itself when there is none.
int nearest_good(const std::vector<bool>& bad, int y, int step) {
  const int rows = static_cast<int>(bad.size());
  for (int at = y + step; at >= 0 && at < rows; at += step)
    if (!bad[static_cast<std::size_t>(at)]) return at;
  return y;
}

void fill(cv::Mat& celsius, int y, int above, int below) {
  if (above == y) above = below;
  if (below == y) below = above;
  const float weight = below == above ? 0.0F : static_cast<float>(y - above) / static_cast<float>(below - above);
  for (int x = 0; x < celsius.cols; ++x)
    celsius.at<float>(y, x) = (1 - weight) * celsius.at<float>(above, x) + weight * celsius.at<float>(below, x);
}

}  // namespace

std::vector<int> find_bad_rows(const cv::Mat& celsius) {
  std::vector<bool> bad(static_cast<std::size_t>(celsius.rows));
  for (int y = 0; y < celsius.rows; ++y) bad[static_cast<std::size_t>(y)] = impossible(celsius, y);
  // Compared only with rows that are not already known to be bad; the worst first, so that a bad row never accuses the
  // good ones beside it.
  std::vector<std::pair<double, int>> suspects;
  for (int y = 0; y < celsius.rows; ++y) {
    if (bad[static_cast<std::size_t>(y)]) continue;
    const int above = nearest_good(bad, y, -1), below = nearest_good(bad, y, +1);
    if (above == y || below == y) continue;
    if (const double share = disagreement(celsius, y, above, below); share > bad_share) suspects.emplace_back(share, y);
  }
  std::ranges::sort(suspects, std::greater{});
  for (const auto& [share, y] : suspects) {
    const int above = nearest_good(bad, y, -1), below = nearest_good(bad, y, +1);
    bad[static_cast<std::size_t>(y)] = above != y && below != y && disagreement(celsius, y, above, below) > bad_share;
  }
  std::vector<int> rows;
  for (int y = 0; y < celsius.rows; ++y)
    if (bad[static_cast<std::size_t>(y)]) rows.push_back(y);
  return rows;
}

Result<std::vector<int>> repair_rows(cv::Mat& celsius) {
  const std::vector<int> rows = find_bad_rows(celsius);
  int run = 0, longest = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    run = i > 0 && rows[i] == rows[i - 1] + 1 ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  if (rows.size() > most_rows || longest > most_adjacent)
    return fail(ErrorKind::unavailable, "thermal.corrupt",
                {fmt::format("{} lines of the thermal frame are bad, {} side by side: too many to repair.", rows.size(),
                             longest),
                 fmt::format("热成像帧有 {} 行损坏，其中连续 {} 行，无法修复。", rows.size(), longest)},
                "frame");
  std::vector<bool> bad(static_cast<std::size_t>(celsius.rows));
  for (const int y : rows) bad[static_cast<std::size_t>(y)] = true;
  for (const int y : rows) fill(celsius, y, nearest_good(bad, y, -1), nearest_good(bad, y, +1));
  return rows;
}

}  // namespace ward::thermal
