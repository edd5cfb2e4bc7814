#include <algorithm>

#include "city/inspections/draw.h"

namespace ward::city::inspections {

namespace {

constexpr std::int64_t most_drawn = 10'000'000;
constexpr std::size_t most_strata = 10'000;

bool is_digest(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string read_digest(JsonReader& in, std::string_view key) {
  std::string text = in.text(key, 1, 200);
  if (!text.empty() && !is_digest(text))
    in.fault(key, "draw.digest",
             {"A digest is 64 lower case hexadecimal digits (SHA-256).", "摘要应为 64 位小写十六进制数（SHA-256）。"});
  return text;
}

Result<Take> take_from_json(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Take take{in.text("stratum", 1, 200), in.integer("items", 1, most_drawn), 0};
  take.take = in.integer("take", 0, std::max<std::int64_t>(take.items, 0));
  WARD_CHECK(in.finish());
  WARD_CHECK(check_text(take.stratum, "stratum", {"The stratum", "分层"}, "frame.text"));
  return take;
}

}  // namespace

json::value to_json(const Commitment& commitment) {
  json::array strata;
  for (const Take& take : commitment.strata)
    strata.push_back({{"stratum", take.stratum}, {"items", take.items}, {"take", take.take}});
  return {{"version", 1},
          {"frame", commitment.frame},
          {"strata", std::move(strata)},
          {"secret", commitment.secret},
          {"public_value", commitment.public_value},
          {"at", to_rfc3339(commitment.at)}};
}

Result<Commitment> commitment_from_json(const json::value& value) {
  JsonReader in(value);
  if (const std::int64_t version = in.integer("version", 1, 1'000'000); version > 1)
    in.fault("version", "draw.version",
             {"A newer program made this commitment: draw with that one.",
              "该承诺由更新版本的程序生成，请使用该版本抽取。"});
  Commitment out{read_digest(in, "frame"), {}, {}, {}, {}};
  const json::array& strata = in.array("strata", most_strata);
  out.secret = read_digest(in, "secret");
  out.public_value = in.text("public_value", 0, 200);
  out.at = in.time("at");
  WARD_CHECK(in.finish());
  for (std::size_t i = 0; i < strata.size(); ++i) {
    WARD_TRY(take, take_from_json(strata[i], "strata[" + std::to_string(i) + "]"));
    if (!out.strata.empty() && out.strata.back().stratum >= take.stratum)
      return fail(ErrorKind::invalid, "draw.strata",
                  {"The strata ascend by name, each once.", "各分层应按名称升序排列，且不得重复。"},
                  "strata[" + std::to_string(i) + "].stratum");
    out.strata.push_back(std::move(take));
  }
  if (!out.public_value.empty())
    WARD_CHECK(check_text(out.public_value, "public_value", {"The public value", "公开值"}, "draw.public_value"));
  return out;
}

}  // namespace ward::city::inspections
