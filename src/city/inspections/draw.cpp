#include "city/inspections/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/crypto.h"

namespace ward::city::inspections {

namespace {

constexpr std::size_t min_secret = 32, max_secret = 200;

std::string sha256_of(std::string_view text) { return crypto::hex(crypto::sha256(crypto::as_bytes(text))); }

std::unexpected<Error> refused(std::string code, Text message, std::string field) {
  return fail(ErrorKind::conflict, std::move(code), std::move(message), std::move(field));
}

Result<> check_secret(std::string_view secret) {
  const bool visible = std::ranges::all_of(secret, [](char c) { return c > ' ' && c <= '~'; });
  if (visible && secret.size() >= min_secret && secret.size() <= max_secret) return {};
  return fail(ErrorKind::invalid, "draw.secret_short",
              {"A secret is 32 to 200 visible ASCII characters: a shorter one can be guessed from its digest.",
               "密钥应为 32 到 200 个可见 ASCII 字符：过短的可由摘要猜出。"},
              "secret");
}

Result<> check_public_value(const std::string& text) {
  if (text.empty()) return {};
  return check_text(text, "public_value", {"The public value", "公开值"}, "draw.public_value");
}

std::int64_t items_of(const std::vector<Take>& strata) {
  return std::accumulate(strata.begin(), strata.end(), std::int64_t{0},
                         [](std::int64_t sum, const Take& take) { return sum + take.items; });
}

Result<> check_takes(const std::vector<StratumSize>& strata, const Takes& takes) {
  for (const auto& [name, take] : takes) {
    const auto stratum = std::ranges::find(strata, name, &StratumSize::stratum);
    if (stratum == strata.end())
      return fail(ErrorKind::invalid, "draw.stratum_unknown",
                  {fmt::format("The frame has no stratum {}.", name), fmt::format("抽样框中没有分层 {}。", name)},
                  name);
    if (take < 0 || take > stratum->items)
      return fail(ErrorKind::invalid, "draw.too_many",
                  {fmt::format("{} of {} are asked for, which has {}.", take, name, stratum->items),
                   fmt::format("{} 要求抽取 {} 个，但只有 {} 个。", name, take, stratum->items)},
                  name);
  }
  return {};
}

Result<> check_frame(const Frame& frame, const Commitment& commitment) {
  const std::string now = digest(frame);
  if (now != commitment.frame)
    return refused("draw.frame_changed",
                   {fmt::format("The frame changed since the commitment: it has {} items with the digest {}, committed "
                                "were {} with the digest {}. Draw from the frame that was committed to.",
                                frame.items.size(), now, items_of(commitment.strata), commitment.frame),
                    fmt::format("抽样框在承诺后发生了变化：现有 {} 项，摘要 {}；承诺时为 {} 项，摘要 {}。"
                                "请使用承诺时的抽样框抽取。",
                                frame.items.size(), now, items_of(commitment.strata), commitment.frame)},
                   "frame");
  const auto strata = sizes(frame);
  const bool fits = std::ranges::equal(strata, commitment.strata, [](const StratumSize& size, const Take& take) {
    return size.stratum == take.stratum && size.items == take.items && take.take >= 0 && take.take <= take.items;
  });
  if (fits) return {};
  return fail(ErrorKind::invalid, "draw.commitment",
              {"The commitment contradicts itself: its strata are not those of the frame whose digest it names.",
               "承诺自相矛盾：其分层与所列摘要的抽样框不符。"},
              "strata");
}

struct Keyed {
  std::string key;
  const Item* item;
};

}  // namespace

std::string make_secret() { return crypto::hex(crypto::random_bytes(32)); }
std::string digest_of_secret(std::string_view secret) { return sha256_of(secret); }

Result<Commitment> commit(const Frame& frame, const Takes& takes, std::string_view secret,
                          const std::string& public_value, Time now) {
  WARD_CHECK(check_secret(secret));
  WARD_CHECK(check_public_value(public_value));
  const auto strata = sizes(frame);
  WARD_CHECK(check_takes(strata, takes));
  Commitment out{digest(frame), {}, digest_of_secret(secret), public_value, now};
  std::int64_t total = 0;
  for (const StratumSize& size : strata) {
    const auto take = takes.find(size.stratum);
    out.strata.push_back({size.stratum, size.items, take == takes.end() ? 0 : take->second});
    total += out.strata.back().take;
  }
  if (total > 0) return out;
  return fail(ErrorKind::invalid, "draw.nothing", {"No item is to be drawn.", "没有要抽取的对象。"}, "take");
}

Result<std::string> final_seed(const Commitment& commitment, const Reveal& reveal) {
  const std::string digest_now = digest_of_secret(reveal.secret);
  if (digest_now != commitment.secret)
    return refused("draw.secret",
                   {fmt::format("This is not the secret that was committed to: its digest is {}, committed was {}.",
                                digest_now, commitment.secret),
                    fmt::format("密钥与承诺不符：其摘要为 {}，承诺的摘要为 {}。", digest_now, commitment.secret)},
                   "secret");
  if (!commitment.public_value.empty() && reveal.public_value.empty())
    return refused(
        "draw.public_missing",
        {fmt::format("The commitment mixes in a public value, which is missing: {}.", commitment.public_value),
         fmt::format("承诺约定加入公开值，但尚未提供：{}。", commitment.public_value)},
        "public_value");
  if (commitment.public_value.empty() && !reveal.public_value.empty())
    return refused("draw.public_unasked",
                   {"The commitment names no public value: whoever brings one now could choose it.",
                    "承诺中没有约定公开值：此时提供的值可能是挑选出来的。"},
                   "public_value");
  WARD_CHECK(check_public_value(reveal.public_value));
  return sha256_of(fmt::format("ward-draw-seed-1\n{}\n{}\n{}\n", commitment.frame, reveal.secret, reveal.public_value));
}

std::string key_of(std::string_view seed, const Item& item) {
  return sha256_of(fmt::format("ward-draw-key-1\n{}\n{}\n{}\n", seed, item.stratum, item.id));
}

Result<std::vector<Drawn>> draw(const Frame& frame, const Commitment& commitment, const Reveal& reveal,
                                std::int64_t replacements) {
  WARD_CHECK(check_frame(frame, commitment));
  WARD_TRY(seed, final_seed(commitment, reveal));
  std::vector<Drawn> out;
  auto first = frame.items.begin();
  for (const Take& stratum : commitment.strata) {
    std::vector<Keyed> keyed;
    for (auto item = first; item != first + stratum.items; ++item) keyed.push_back({key_of(seed, *item), &*item});
    first += stratum.items;
    std::ranges::sort(keyed, {}, [](const Keyed& k) { return std::tie(k.key, k.item->id); });
    const std::int64_t wanted = stratum.take == 0 ? 0 : stratum.take + std::max<std::int64_t>(replacements, 0);
    for (std::int64_t i = 0; i < std::min(wanted, stratum.items); ++i)
      out.push_back({*keyed[std::size_t(i)].item, i + 1, i >= stratum.take, keyed[std::size_t(i)].key});
  }
  return out;
}

}  // namespace ward::city::inspections
