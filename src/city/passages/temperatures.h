// The distribution of a gate's temperatures, and the watch over its drift: when the middle of a day's people moves
// against the days before, the sensor has moved, not the people. It is an alarm, never a correction.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace ward::city::passages {

using Counts = std::map<std::int64_t, std::int64_t>;  // 1/100 °C -> how often

constexpr int days_before = 28;
constexpr std::int64_t drift_limit_cc = 20;  // this far from the middle of the days before
constexpr std::int64_t min_count = 30;       // people a day must have to be compared
constexpr int min_days = 5;                  // such days there must be before

// The lower median; nothing for no people.
std::optional<std::int64_t> median(const Counts& counts);

// Whether the last of these days lies off the median of the medians of those before it.
bool has_drifted(const std::vector<Counts>& days);

// The answer of GET /devices/{id}/temperatures for `days` windows of 24 h, the first of which begins at `start`; the
// distribution is of the windows from `first_shown` on.
json::value temperatures(const std::vector<Counts>& days, Time start, int first_shown);

}  // namespace ward::city::passages
