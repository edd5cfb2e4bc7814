// Whether a gate's temperatures are where they were. Healthy people are alike: when the middle of a day's people moves
// against the days before, the instrument or its room has moved, or many are ill. An alarm for a person to look at,
// never a correction (docs/design/thermal.md). Pure: what it looks at comes from temperatures.h.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace ward::city::passages {

using Counts = std::map<std::int64_t, std::int64_t>;  // 1/100 °C -> how many people

std::int64_t count(const Counts& counts);
// The lower median; nothing for no people.
std::optional<std::int64_t> median(const Counts& counts);

constexpr int days_before = 28;          // a day is judged against these
constexpr int min_days = 5;              // as many of them must have enough people
constexpr std::int64_t min_people = 30;  // of a day: the median of fewer wanders by chance as far as the limit
constexpr std::int64_t limit_cc = 20;    // further from the baseline than this has drifted

// Days of 24 h, oldest first; the last, which is judged, ends at `end`.
struct Days {
  Time end;
  std::vector<Counts> counts;
  bool simulated = false;  // painted temperatures, at a gate that measured no real ones
};

enum class Verdict { too_few_people, too_few_days, usual, drifted };
std::string_view to_string(Verdict verdict);

struct Drift {
  Verdict verdict = Verdict::too_few_people;
  std::optional<std::int64_t> baseline_cc;  // the median of the medians of the days before that have enough people
  std::optional<std::int64_t> drift_cc;     // the last day's median minus the baseline; nothing where it is too few
};
Drift judge(std::span<const Counts> days);

// What is kept of it with the device: {"verdict", "drift_cc"}.
json::value to_json(const Drift& drift);
// The same with everything that it was found from, as the page draws it.
json::value to_json(const Days& days);

}  // namespace ward::city::passages
