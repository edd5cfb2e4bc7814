#include "city/inspections/allocation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ward::city::inspections {

namespace {

constexpr double least_rate = 0.05;

struct Share {
  const std::string* stratum;
  double weight;
  std::int64_t least, most;
  double exact = 0;
  std::int64_t given = 0;
};

Result<double> weight_of(const StratumSize& stratum, const Rates& rates) {
  if (rates.empty()) return double(stratum.items);
  const auto rate = rates.find(stratum.stratum);
  if (rate == rates.end() || !(rate->second >= 0 && rate->second <= 1))
    return fail(ErrorKind::invalid, "allocation.rate",
                {fmt::format("Give an earlier rate between 0 and 1 for {}.", stratum.stratum),
                 fmt::format("请为 {} 提供 0 到 1 之间的既往比率。", stratum.stratum)},
                stratum.stratum);
  const double p = std::clamp(rate->second, least_rate, 1 - least_rate);
  return double(stratum.items) * std::sqrt(p * (1 - p));
}

double share_at(double level, const Share& share) {
  return std::clamp(level * share.weight, double(share.least), double(share.most));
}

// The level at which the shares, each held between its bounds, add up to `total`: their sum rises with the level.
void find_level(std::vector<Share>& shares, std::int64_t total) {
  double low = 0, high = 0;
  for (const Share& share : shares) high = std::max(high, double(share.most) / share.weight);
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    double sum = 0;
    for (const Share& share : shares) sum += share_at(middle, share);
    (sum < double(total) ? low : high) = middle;
  }
  for (Share& share : shares) share.exact = share_at(high, share);
}

void round_by_largest_remainder(std::vector<Share>& shares, std::int64_t total) {
  std::int64_t left = total;
  for (Share& share : shares) {
    share.given = std::clamp(std::int64_t(std::floor(share.exact)), share.least, share.most);
    left -= share.given;
  }
  std::ranges::stable_sort(shares, std::ranges::greater{},
                           [](const Share& share) { return share.exact - double(share.given); });
  while (left > 0)  // ends: the total is at most all there is
    for (Share& share : shares)
      if (left > 0 && share.given < share.most) ++share.given, --left;
  for (auto share = shares.rbegin(); left < 0 && share != shares.rend(); ++share)
    if (share->given > share->least) --share->given, ++left;
}

}  // namespace

Result<Takes> allocate(const std::vector<StratumSize>& strata, std::int64_t total, std::int64_t minimum,
                       const Rates& rates) {
  if (minimum < 0)
    return fail(ErrorKind::invalid, "allocation.minimum", {"The minimum is not below 0.", "最少数量不能小于 0。"},
                "minimum");
  std::vector<Share> shares;
  std::int64_t least = 0, most = 0;
  for (const StratumSize& stratum : strata) {
    WARD_TRY(weight, weight_of(stratum, rates));
    shares.push_back({&stratum.stratum, weight, std::min(minimum, stratum.items), stratum.items});
    least += shares.back().least;
    most += stratum.items;
  }
  if (total < least || total > most || total < 1)
    return fail(
        ErrorKind::invalid, "allocation.total",
        {fmt::format("The total must lie between {} (the minimum of each stratum) and {} (all there is).",
                     std::max<std::int64_t>(least, 1), most),
         fmt::format("总数应在 {}（各分层的最少数量）到 {}（全部）之间。", std::max<std::int64_t>(least, 1), most)},
        "total");
  find_level(shares, total);
  round_by_largest_remainder(shares, total);
  Takes out;
  for (const Share& share : shares) out[*share.stratum] = share.given;
  return out;
}

}  // namespace ward::city::inspections
