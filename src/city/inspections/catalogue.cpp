#include "city/inspections/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/words.h"

namespace ward::city::inspections {

namespace {

constexpr std::size_t max_offences = 1'000;

constexpr Words kind_words[] = {{"instruction", "an instruction to put it right", "责令改正"},
                                {"notice", "a written notice", "书面通知"},
                                {"fine", "a fine", "罚款"}};

bool is_code(std::string_view code) {
  return std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<Text> name_from_json(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Text name{in.text("en", 1, 200), in.text("zh", 1, 200)};
  WARD_CHECK(in.finish());
  return name;
}

void read_kinds(JsonReader& in, Offence& offence) {
  for (const json::value& value : in.array("kinds", std::size(kind_words))) {
    const auto* text = value.if_string();
    const auto kind = text ? kind_from(std::string_view(text->data(), text->size())) : std::nullopt;
    if (!kind || offence.allows(*kind))
      return in.fault("kinds", "offence.kinds",
                      {"Kinds are instruction, notice and fine, each at most once.",
                       "措施种类为 instruction、notice、fine，各至多一次。"});
    offence.kinds.push_back(*kind);
  }
  if (offence.kinds.empty()) in.fault("kinds", "offence.kinds", {"Say what it may lead to.", "请填写可采取的措施。"});
}

void read_limits(JsonReader& in, Offence& offence) {
  offence.least_fen = in.maybe_integer("least_fen", 0, max_fen).value_or(0);
  offence.most_fen = in.maybe_integer("most_fen", 0, max_fen).value_or(0);
  if (offence.allows(Kind::fine) ? offence.least_fen < 1 || offence.most_fen < offence.least_fen
                                 : offence.least_fen != 0 || offence.most_fen != 0)
    in.fault("most_fen", "offence.limits",
             {"A fine needs its legal limits, the least not above the most; what leads to none has no limits.",
              "罚款须有法定幅度，且下限不高于上限；不罚款的不填幅度。"});
}

Result<Offence> offence_from_json(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  Offence offence{.code = in.text("code", 1, 40), .name = {}, .basis = in.text("basis", 1, 300), .kinds = {}};
  if (!is_code(offence.code))
    in.fault("code", "offence.code", {"Use a to z, 0 to 9 and _ only.", "只能使用 a 到 z、0 到 9 和 _。"});
  const json::value& name = in.any("name");
  read_kinds(in, offence);
  read_limits(in, offence);
  offence.days_to_correct = int(in.maybe_integer("days_to_correct", 1, 365).value_or(15));
  WARD_CHECK(in.finish());
  WARD_TRY(text, name_from_json(name, path + ".name"));
  offence.name = std::move(text);
  return offence;
}

}  // namespace

std::string_view to_string(Kind kind) { return kind_words[std::size_t(kind)].name; }
Text words(Kind kind) { return text_of(kind_words[std::size_t(kind)]); }
std::optional<Kind> kind_from(std::string_view name) { return named<Kind>(kind_words, name); }

bool Offence::allows(Kind kind) const { return std::ranges::find(kinds, kind) != kinds.end(); }

const Offence* OffenceCatalogue::find(std::string_view code) const {
  const auto found = std::ranges::find(offences, code, &Offence::code);
  return found == offences.end() ? nullptr : &*found;
}

std::string yuan(std::int64_t fen) { return fmt::format("{}.{:02}", fen / 100, fen % 100); }

Result<const Offence*> offence_for(const OffenceCatalogue& catalogue, const std::string& code, Kind kind) {
  const Offence* offence = catalogue.find(code);
  if (!offence)
    return fail(ErrorKind::invalid, "measure.offence",
                {fmt::format("The catalogue has no offence {}.", code), fmt::format("目录中没有违法行为 {}。", code)},
                "offence");
  if (!offence->allows(kind))
    return fail(ErrorKind::invalid, "measure.kind",
                {fmt::format("\"{}\" does not lead to {}.", offence->name.en, words(kind).en),
                 fmt::format("“{}”不适用{}。", offence->name.zh, words(kind).zh)},
                "kind");
  return offence;
}

Result<> check_fen(const Offence& offence, Kind kind, std::int64_t fen) {
  if (kind != Kind::fine && fen != 0)
    return fail(ErrorKind::invalid, "measure.fen", {"Only a fine has an amount.", "只有罚款才有金额。"}, "fen");
  if (kind != Kind::fine || (fen >= offence.least_fen && fen <= offence.most_fen)) return {};
  return fail(ErrorKind::invalid, "measure.fen",
              {fmt::format("A fine for \"{}\" lies between {} and {} yuan by {}.", offence.name.en,
                           yuan(offence.least_fen), yuan(offence.most_fen), offence.basis),
               fmt::format("依据{}，“{}”的罚款应在 {} 元到 {} 元之间。", offence.basis, offence.name.zh,
                           yuan(offence.least_fen), yuan(offence.most_fen))},
              "fen");
}

json::value to_json(const OffenceCatalogue& catalogue) {
  json::array offences;
  for (const Offence& offence : catalogue.offences) {
    json::array kinds;
    for (const Kind kind : offence.kinds) kinds.emplace_back(to_string(kind));
    json::object out{{"code", offence.code},
                     {"name", {{"en", offence.name.en}, {"zh", offence.name.zh}}},
                     {"basis", offence.basis},
                     {"kinds", std::move(kinds)},
                     {"least_fen", offence.least_fen},
                     {"most_fen", offence.most_fen},
                     {"days_to_correct", offence.days_to_correct}};
    offences.push_back(std::move(out));
  }
  return {{"offences", std::move(offences)}};
}

Result<OffenceCatalogue> offences_from_json(const json::value& value) {
  JsonReader in(value);
  const json::array& offences = in.array("offences", max_offences);
  WARD_CHECK(in.finish());
  OffenceCatalogue out;
  for (std::size_t i = 0; i < offences.size(); ++i) {
    const std::string path = fmt::format("offences[{}]", i);
    WARD_TRY(offence, offence_from_json(offences[i], path));
    if (out.find(offence.code))
      return fail(
          ErrorKind::invalid, "offence.twice",
          {fmt::format("There are two offences {}.", offence.code), fmt::format("违法行为 {} 重复。", offence.code)},
          path + ".code");
    out.offences.push_back(std::move(offence));
  }
  return out;
}

}  // namespace ward::city::inspections
