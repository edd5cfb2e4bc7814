#include "city/inspections/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace ward::city::inspections {

namespace {

constexpr double group_factor = 2;  // how much the weights of one group may differ
constexpr double rounding = 1e-6;   // of an item: what floating point may add to a whole number
constexpr std::int64_t most_items = 100'000'000;

// A simple random sample from one stratum.
struct Sample {
  double items, seen, declared;
  double rate() const { return declared / seen; }
  double stands_for() const { return (items - seen) / seen; }
};
using Group = std::vector<Sample>;

double items_of(const Group& group) {
  return std::accumulate(group.begin(), group.end(), 0.0, [](double sum, const Sample& s) { return sum + s.items; });
}

double rate_of(const Group& group) {
  double declared = 0;
  for (const Sample& sample : group) declared += sample.items * sample.rate();
  return declared / items_of(group);
}

std::vector<Group> groups_of(std::vector<Sample> samples) {
  std::ranges::sort(samples, {}, &Sample::stands_for);
  std::vector<Group> groups;
  for (const Sample& sample : samples) {
    if (groups.empty() || sample.stands_for() > group_factor * groups.back().front().stands_for())
      groups.emplace_back();
    groups.back().push_back(sample);
  }
  return groups;
}

// Of the simple sample from the whole group that would be as good.
double effective_size(const Group& group) {
  const double all = items_of(group);
  double variance = 0;
  for (const Sample& sample : group) variance += std::pow(sample.items / all, 2) / sample.seen;
  return 1 / variance;
}

Interval interval_of(const Group& group, double confidence) {
  const auto items = std::int64_t(items_of(group));
  const auto seen = std::max<std::int64_t>(1, std::int64_t(std::floor(effective_size(group) + rounding)));
  const double declared = double(seen) * rate_of(group);
  const auto low = exact_count(items, seen, std::int64_t(std::floor(declared + rounding)), confidence).low;
  const auto high = exact_count(items, seen, std::int64_t(std::ceil(declared - rounding)), confidence).high;
  return {double(low) / double(items), double(high) / double(items)};
}

Estimate estimate_of(const std::vector<Sample>& samples, double confidence) {
  double all = 0, declared = 0, undeclared = 0;
  for (const Sample& sample : samples) {
    all += sample.items;
    declared += sample.declared;
    undeclared += sample.seen - sample.declared;
  }
  double rate = 0, below = 0, above = 0;
  for (const Group& group : groups_of(samples)) {
    const double weight = items_of(group) / all, here = rate_of(group);
    const Interval interval = interval_of(group, confidence);
    rate += weight * here;
    below += std::pow(weight * (here - interval.low), 2);
    above += std::pow(weight * (interval.high - here), 2);
  }
  const double low = std::floor(all * (rate - std::sqrt(below)) + rounding);
  const double high = std::ceil(all * (rate + std::sqrt(above)) - rounding);
  return {rate, {std::max(low, declared) / all, std::min(high, all - undeclared) / all}};
}

std::unexpected<Error> wrong_stratum(std::string code, const std::string& stratum, const char* en, const char* zh) {
  return fail(ErrorKind::invalid, std::move(code),
              {fmt::format("{}: {}", stratum, en), fmt::format("{}：{}", stratum, zh)}, stratum);
}

Result<> check(std::span<const StratumResult> strata, double confidence) {
  if (!(confidence > 0.5 && confidence < 1))
    return fail(ErrorKind::invalid, "estimate.confidence",
                {"The confidence lies between 0.5 and 1.", "置信水平应在 0.5 到 1 之间。"}, "confidence");
  if (strata.empty())
    return fail(ErrorKind::invalid, "estimate.empty", {"There are no strata.", "没有任何分层。"}, "strata");
  for (const StratumResult& s : strata)
    if (s.items < 1 || s.items > most_items || s.declared < 0 || s.declared > s.seen || s.seen > s.drawn ||
        s.drawn > s.items)
      return wrong_stratum("estimate.counts", s.stratum, "declared ≤ seen ≤ drawn ≤ items does not hold.",
                           "应满足：已申报数 ≤ 见到数 ≤ 抽取数 ≤ 总数。");
  return {};
}

// The strata with those whom nobody saw counted as declared, or as not.
std::vector<Sample> with_unseen(std::span<const StratumResult> strata, bool declared) {
  std::vector<Sample> samples;
  for (const StratumResult& s : strata) {
    const std::int64_t sampled = s.drawn > 0 ? s.drawn : s.items;  // nothing drawn: as if looked at, and all alike
    samples.push_back({double(s.items), double(sampled), double(s.declared + (declared ? sampled - s.seen : 0))});
  }
  return samples;
}

double log_choose(double n, double k) { return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1); }

// The chance that of `seen` drawn from `items`, of which `of` are declared, so many or fewer are (the hypergeometric
// distribution): the chance of exactly so many, and below it each term as a multiple of the one before. At or above the
// mean it is at least a half (the median lies within one of the mean), which is all that is asked here.
double so_few(std::int64_t items, std::int64_t of, std::int64_t seen, std::int64_t declared) {
  const double n = double(items), d = double(of), s = double(seen), k = double(declared);
  if (k >= std::ceil(s * d / n)) return 1;
  double sum = 1, term = 1;
  for (double x = k; x > 0 && term > sum * 1e-17; --x) {
    term *= x * (n - d - s + x) / ((d - x + 1) * (s - x + 1));
    sum += term;
  }
  return sum * std::exp(log_choose(d, k) + log_choose(n - d, s - k) - log_choose(n, s));
}
// So many or more: the same, said of those that are not declared.
double so_many(std::int64_t items, std::int64_t of, std::int64_t seen, std::int64_t declared) {
  return so_few(items, items - of, seen, seen - declared);
}

}  // namespace

Count exact_count(std::int64_t items, std::int64_t seen, std::int64_t declared, double confidence) {
  const double tail = (1 - confidence) / 2;
  const std::int64_t least = declared, most = items - (seen - declared);
  Count out{least, most};
  for (std::int64_t high = most; out.low < high;) {  // so_many rises with the number
    const std::int64_t middle = std::midpoint(out.low, high);
    if (so_many(items, middle, seen, declared) > tail)
      high = middle;
    else
      out.low = middle + 1;
  }
  for (std::int64_t low = least; low < out.high;) {  // so_few falls with it
    const std::int64_t middle = std::midpoint(out.high, low);
    if (so_few(items, middle, seen, declared) > tail)
      low = middle;
    else
      out.high = middle - 1;
  }
  return out;
}

Result<Estimate> estimate(std::span<const StratumResult> strata, double confidence) {
  WARD_CHECK(check(strata, confidence));
  std::vector<Sample> samples;
  for (const StratumResult& s : strata) {
    if (s.seen == 0)
      return wrong_stratum("estimate.unseen", s.stratum,
                           "nobody was seen, so nothing can be said of it; see the worst case.",
                           "没有见到任何人，无法估计；请看最坏情形。");
    samples.push_back({double(s.items), double(s.seen), double(s.declared)});
  }
  return estimate_of(samples, confidence);
}

Result<WorstCase> worst_case(std::span<const StratumResult> strata, double confidence) {
  WARD_CHECK(check(strata, confidence));
  const Estimate none = estimate_of(with_unseen(strata, false), confidence);
  const Estimate all = estimate_of(with_unseen(strata, true), confidence);
  return WorstCase{{none.rate, all.rate}, {none.interval.low, all.interval.high}};
}

}  // namespace ward::city::inspections
