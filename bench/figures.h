// What the benchmarks have in common: how a figure is made and how it is printed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <span>
#include <vector>

#include "app/command.h"
#include "base/json.h"

namespace ward::bench {

// What was not measured is null in the JSON, never 0: JSON has no word for it either.
inline json::value figure(double value) { return std::isfinite(value) ? json::value(value) : json::value(nullptr); }

inline constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

// The share `q` of `values` is at most this, by nearest rank; not measured when there are none.
inline double quantile(std::vector<double> values, double q) {
  if (values.empty()) return not_measured;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}
inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

inline double share(std::size_t part, std::size_t all) {
  return all ? static_cast<double>(part) / static_cast<double>(all) : not_measured;
}

// How measuring on one set of data ended.
enum class Ended {
  measured,
  missing,  // it is not there: skipped
  broken,   // it is there, and cannot be measured on
};

// 0 when something was measured and nothing was broken (docs/commands.md).
inline int exit_code(std::span<const Ended> sets) {
  const auto any = [&](Ended how) { return std::ranges::find(sets, how) != sets.end(); };
  if (any(Ended::broken)) return app::failed;
  return any(Ended::measured) ? app::done : app::unavailable;
}

// The last line of stdout.
inline void print_json(const json::object& figures) { std::cout << json::serialize(figures) << std::endl; }

// A benchmark is run from anywhere: the trained parts are those of the checkout it was built from.
inline void use_own_models() { ::setenv("WARD_DATA", WARD_SOURCE_DIR, 0); }

}  // namespace ward::bench
