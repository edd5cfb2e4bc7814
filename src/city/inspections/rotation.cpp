#include "city/inspections/rotation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "base/crypto.h"

namespace ward::city::inspections {

namespace {

constexpr std::size_t most_named = 10;  // items in an error

std::string_view without_slash(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path;
}

bool is_within(std::string_view path, std::string_view top) {
  path = without_slash(path), top = without_slash(top);
  return path.starts_with(top) && (top.empty() || path.size() == top.size() || path[top.size()] == '/');
}

// A place in a random order that everybody can compute: 32 bytes that compare as text.
std::string place(std::string_view seed, std::string_view what, std::string_view a, std::string_view b = {}) {
  const auto digest =
      crypto::sha256(crypto::as_bytes(fmt::format("ward-rotation-1\n{}\n{}\n{}\n{}\n", seed, what, a, b)));
  return {digest.begin(), digest.end()};
}

template <class Place>
std::vector<std::size_t> in_order(std::size_t count, Place place_of) {
  std::vector<std::pair<std::string, std::size_t>> places;
  places.reserve(count);
  for (std::size_t i = 0; i < count; ++i) places.emplace_back(place_of(i), i);
  std::ranges::sort(places);
  std::vector<std::size_t> out;
  out.reserve(count);
  for (const auto& [at, i] : places) out.push_back(i);
  return out;
}

// Hands visits out one after the other; each time along the path that ends at somebody with the least load.
class Sharing {
 public:
  Sharing(std::vector<std::vector<std::size_t>> able, std::size_t inspectors)
      : able_(std::move(able)), owner_(able_.size()), held_(inspectors) {}

  void give(std::size_t visit);
  std::vector<std::size_t> owners() const;

 private:
  struct Reached {
    std::size_t visit, from;  // by handing on this visit, which `from` holds (or nobody: the new one)
  };
  void hand_on(std::size_t to, std::size_t visit, const std::vector<std::optional<Reached>>& reached);
  void move(std::size_t visit, std::size_t to);

  const std::vector<std::vector<std::size_t>> able_;  // for each visit, who may: in the order of the seed
  std::vector<std::optional<std::size_t>> owner_;     // of each visit
  std::vector<std::vector<std::size_t>> held_;        // of each inspector
};

constexpr std::size_t nobody = std::size_t(-1);

void Sharing::give(std::size_t visit) {
  std::vector<std::optional<Reached>> reached(held_.size());
  std::vector<std::size_t> queue;
  const auto reach = [&](std::size_t through, std::size_t from) {
    for (const std::size_t inspector : able_[through])
      if (!reached[inspector]) {
        reached[inspector] = Reached{through, from};
        queue.push_back(inspector);
      }
  };
  reach(visit, nobody);
  std::size_t best = queue.front();
  for (std::size_t i = 0; i < queue.size(); ++i) {  // breadth first: grows while it is read
    const std::size_t inspector = queue[i];
    if (held_[inspector].size() < held_[best].size()) best = inspector;
    for (const std::size_t other : held_[inspector]) reach(other, inspector);
  }
  hand_on(best, visit, reached);
}

void Sharing::hand_on(std::size_t to, std::size_t visit, const std::vector<std::optional<Reached>>& reached) {
  for (std::size_t at = to;;) {
    const Reached how = *reached[at];
    move(how.visit, at);
    if (how.visit == visit) return;
    at = how.from;
  }
}

void Sharing::move(std::size_t visit, std::size_t to) {
  if (owner_[visit]) std::erase(held_[*owner_[visit]], visit);
  owner_[visit] = to;
  held_[to].push_back(visit);
}

std::vector<std::size_t> Sharing::owners() const {
  std::vector<std::size_t> out;
  out.reserve(owner_.size());
  for (const auto& owner : owner_) out.push_back(*owner);
  return out;
}

Result<> check_inspectors(std::span<const Inspector> inspectors) {
  if (inspectors.empty())
    return fail(ErrorKind::invalid, "rotation.no_inspectors", {"There are no inspectors.", "没有检查人员。"},
                "inspectors");
  std::set<std::string_view> ids;
  for (const Inspector& inspector : inspectors)
    if (!ids.insert(inspector.id).second)
      return fail(ErrorKind::invalid, "rotation.inspector_twice",
                  {fmt::format("{} is among the inspectors twice.", inspector.id),
                   fmt::format("检查人员 {} 重复出现。", inspector.id)},
                  "inspectors");
  return {};
}

std::unexpected<Error> nobody_may(const std::vector<std::string_view>& items) {
  const std::span first(items.data(), std::min(most_named, items.size()));
  const std::string named = fmt::format("{}", fmt::join(first, ", "));
  return fail(ErrorKind::conflict, "rotation.nobody",
              {fmt::format("Nobody may inspect {} of the items: each inspector has a post there or inspected that unit "
                           "the last time. Ask others to inspect: {}{}",
                           items.size(), named, items.size() > most_named ? ", …" : ""),
               fmt::format("有 {} 个对象无人可检查：检查人员均在该处任职，或上次刚检查过该单元。请另派人员：{}{}",
                           items.size(), named, items.size() > most_named ? "……" : "")},
              "inspectors");
}

}  // namespace

bool may_inspect(const Inspector& inspector, std::string_view unit) {
  for (const std::string& post : inspector.posts)
    if (is_within(unit, post) || is_within(post, unit)) return false;
  return std::ranges::none_of(inspector.last_units,
                              [&](const std::string& last) { return without_slash(last) == without_slash(unit); });
}

Result<std::vector<std::size_t>> rotate(std::span<const Visit> visits, std::span<const Inspector> inspectors,
                                        std::string_view seed) {
  WARD_CHECK(check_inspectors(inspectors));
  std::vector<std::vector<std::size_t>> able(visits.size());
  std::vector<std::string_view> forsaken;
  for (std::size_t v = 0; v < visits.size(); ++v) {
    const Visit& visit = visits[v];
    const auto place_of = [&](std::size_t i) { return place(seed, "inspector", visit.item, inspectors[i].id); };
    for (const std::size_t i : in_order(inspectors.size(), place_of))
      if (may_inspect(inspectors[i], visit.unit)) able[v].push_back(i);
    if (able[v].empty()) forsaken.push_back(visit.item);
  }
  if (!forsaken.empty()) return nobody_may(forsaken);
  Sharing sharing(std::move(able), inspectors.size());
  for (const std::size_t v :
       in_order(visits.size(), [&](std::size_t i) { return place(seed, "visit", visits[i].item); }))
    sharing.give(v);
  return sharing.owners();
}

Result<std::vector<Inspector>> in_pairs(std::span<const Inspector> inspectors, std::string_view seed) {
  WARD_CHECK(check_inspectors(inspectors));
  if (inspectors.size() < 2)
    return fail(
        ErrorKind::invalid, "rotation.pairs",
        {"At least two inspectors are needed: nobody enforces alone.", "至少需要两名检查人员：执法不得少于两人。"},
        "inspectors");
  std::vector<Inspector> out;
  const auto order = in_order(inspectors.size(), [&](std::size_t i) { return place(seed, "pair", inspectors[i].id); });
  for (std::size_t n = 0; n < order.size(); ++n) {
    const Inspector& one = inspectors[order[n]];
    if (n % 2 == 0 && n + 1 < order.size()) {
      out.push_back(one);
      continue;
    }
    Inspector& pair = out.back();
    pair.id += "+" + one.id;
    pair.posts.insert(pair.posts.end(), one.posts.begin(), one.posts.end());
    pair.last_units.insert(pair.last_units.end(), one.last_units.begin(), one.last_units.end());
  }
  return out;
}

}  // namespace ward::city::inspections
