#include "city/passages/temperatures.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/passages/months.h"

namespace ward::city::passages {

namespace {

constexpr std::int64_t bin_cc = 10;
constexpr Millis day = std::chrono::hours{24};

std::int64_t bin_of(std::int64_t cc) { return cc - ((cc % bin_cc) + bin_cc) % bin_cc; }

// [simulated][window] of windows of this length that follow each other from `start` on.
using Windows = std::array<std::vector<Counts>, 2>;
Windows count_windows(storage::Transaction& t, const Id& device, Time start, Millis length, int windows) {
  Windows counts;
  for (auto& kind : counts) kind.resize(std::size_t(windows));
  const Time end = start + length * windows;
  for (const Month& month : months_between(t, start, end))
    t.query(
        fmt::format("SELECT simulated, (at - ?1) / ?2, temperature_cc, count(*) FROM {0} INDEXED BY {0}_device"
                    " WHERE device = ?3 AND at >= ?1 AND at < ?4 AND temperature_cc IS NOT NULL AND outcome <> 'retest'"
                    " GROUP BY 1, 2, 3",
                    month.table),
        [&](const storage::Row& row) {
          counts[row.boolean(0)][std::size_t(row.integer(1))][row.integer(2)] += row.integer(3);
        },
        start, length.count(), device, end);
  return counts;
}

bool nobody(const std::vector<Counts>& windows) {
  return std::ranges::all_of(windows, [](const Counts& counts) { return counts.empty(); });
}

}  // namespace

Days days_until(storage::Transaction& t, const Id& device, Time end) {
  constexpr int days = days_before + 1;
  auto [measured, simulated] = count_windows(t, device, end - day * days, day, days);
  if (nobody(measured) && !nobody(simulated)) return {end, std::move(simulated), true};
  return {end, std::move(measured), false};
}

Counts distribution(storage::Transaction& t, const Id& device, Time from, Time to, bool simulated) {
  return count_windows(t, device, from, to - from, 1)[simulated].front();
}

json::object to_json(const Counts& distribution) {
  Counts bins;
  for (const auto& [cc, people] : distribution) bins[bin_of(cc)] += people;
  json::array list;
  for (const auto& [from, people] : bins) list.push_back({{"from_cc", from}, {"count", people}});
  const auto middle = median(distribution);
  return {{"bins", std::move(list)}, {"count", count(distribution)}, {"median_cc", or_null(middle)}};
}

}  // namespace ward::city::passages
