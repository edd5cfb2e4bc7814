#include "city/passages/drift.h"

#include <array>
#include <cstdlib>

namespace ward::city::passages {

namespace {

constexpr std::array<std::string_view, 4> verdict_names = {"too_few_people", "too_few_days", "usual", "drifted"};

bool has_enough(const Counts& day) { return count(day) >= min_people; }

std::optional<std::int64_t> baseline_of(std::span<const Counts> days) {
  Counts medians;
  for (const Counts& day : days)
    if (has_enough(day)) ++medians[*median(day)];
  return count(medians) < min_days ? std::nullopt : median(medians);
}

// What a day may have and still be usual; both ends belong to it.
json::value band(const Drift& drift) {
  if (!drift.baseline_cc) return nullptr;
  return {{"low_cc", *drift.baseline_cc - limit_cc}, {"high_cc", *drift.baseline_cc + limit_cc}};
}

}  // namespace

std::string_view to_string(Verdict verdict) { return verdict_names[std::size_t(verdict)]; }

std::int64_t count(const Counts& counts) {
  std::int64_t n = 0;
  for (const auto& [cc, people] : counts) n += people;
  return n;
}

std::optional<std::int64_t> median(const Counts& counts) {
  std::int64_t left = (count(counts) + 1) / 2;
  for (const auto& [cc, people] : counts)
    if ((left -= people) <= 0) return cc;
  return std::nullopt;
}

Drift judge(std::span<const Counts> days) {
  if (days.empty()) return {};
  Drift drift{
      .verdict = Verdict::too_few_people, .baseline_cc = baseline_of(days.first(days.size() - 1)), .drift_cc = {}};
  if (!has_enough(days.back())) return drift;
  if (!drift.baseline_cc) return drift.verdict = Verdict::too_few_days, drift;
  drift.drift_cc = *median(days.back()) - *drift.baseline_cc;
  drift.verdict = std::abs(*drift.drift_cc) > limit_cc ? Verdict::drifted : Verdict::usual;
  return drift;
}

json::value to_json(const Drift& drift) {
  return {{"verdict", json::string_view(to_string(drift.verdict))}, {"drift_cc", or_null(drift.drift_cc)}};
}

json::value to_json(const Days& days) {
  const Drift drift = judge(days.counts);
  json::array list;
  Time end = days.end - std::chrono::hours{24} * (int(days.counts.size()) - 1);
  for (const Counts& day : days.counts) {
    list.push_back({{"to", to_rfc3339(end)},
                    {"count", count(day)},
                    {"median_cc", or_null(median(day))},
                    {"enough", has_enough(day)}});
    end += std::chrono::hours{24};
  }
  json::value answer = to_json(drift);
  json::object& o = answer.get_object();
  o["baseline_cc"] = or_null(drift.baseline_cc);
  o["band"] = band(drift);
  o["min_people"] = min_people;
  o["min_days"] = min_days;
  o["days"] = std::move(list);
  return answer;
}

}  // namespace ward::city::passages
