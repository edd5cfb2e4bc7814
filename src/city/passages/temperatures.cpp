#include "city/passages/temperatures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace ward::city::passages {

namespace {

constexpr std::int64_t bin_cc = 10;

std::int64_t count(const Counts& counts) {
  std::int64_t n = 0;
  for (const auto& [cc, times] : counts) n += times;
  return n;
}

std::int64_t bin_of(std::int64_t cc) { return cc - ((cc % bin_cc) + bin_cc) % bin_cc; }

// The date at the middle of the window: a window that begins at midnight of the site's zone is named by its own date.
std::string date_of(Time window_start) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(window_start + std::chrono::hours{12})};
  return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

}  // namespace

std::optional<std::int64_t> median(const Counts& counts) {
  std::int64_t left = (count(counts) + 1) / 2;
  for (const auto& [cc, times] : counts)
    if ((left -= times) <= 0) return cc;
  return std::nullopt;
}

bool has_drifted(const std::vector<Counts>& days) {
  if (days.empty() || count(days.back()) < min_count) return false;
  Counts medians;
  for (auto day = days.begin(); day != days.end() - 1; ++day)
    if (count(*day) >= min_count) ++medians[*median(*day)];
  if (count(medians) < min_days) return false;
  return std::abs(*median(days.back()) - *median(medians)) > drift_limit_cc;
}

json::value temperatures(const std::vector<Counts>& days, Time start, int first_shown) {
  Counts shown, bins;
  for (std::size_t i = std::size_t(first_shown); i < days.size(); ++i)
    for (const auto& [cc, times] : days[i]) shown[cc] += times, bins[bin_of(cc)] += times;
  json::array bin_list, day_list;
  for (const auto& [from, times] : bins) bin_list.push_back({{"from_cc", from}, {"count", times}});
  for (std::size_t i = 0; i < days.size(); ++i)
    if (const auto middle = median(days[i]))
      day_list.push_back({{"day", date_of(start + std::chrono::hours{24} * int(i))},
                          {"count", count(days[i])},
                          {"median_cc", *middle}});
  const auto middle = median(shown);
  return {{"bins", std::move(bin_list)},
          {"count", count(shown)},
          {"median_cc", middle ? json::value(*middle) : json::value(nullptr)},
          {"days", std::move(day_list)},
          {"drift_alarm", has_drifted(days)}};
}

}  // namespace ward::city::passages
