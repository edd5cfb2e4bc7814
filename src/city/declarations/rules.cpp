#include "city/declarations/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "city/fields.h"
#include "city/version.h"

namespace ward::city::declarations {

namespace {

constexpr Words kinds[] = {{"station", "at a retention station", "留验站观察"},
                           {"central", "in central isolation", "集中隔离观察"},
                           {"home", "at home", "居家观察"},
                           {"enterprise", "in the enterprise", "驻企观察"}};
constexpr std::size_t most_regions = 500, longest_why = 1'000, most_languages = 20;

std::vector<Region> regions_in(JsonReader& in, const json::array& list) {
  std::vector<Region> regions;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto* text = list[i].if_string();
    const std::string_view word = text ? std::string_view(text->data(), text->size()) : std::string_view{};
    if (word == anywhere) {
      regions.emplace_back(word);
      continue;
    }
    const auto region = read_region(word, "regions");
    if (!region) {
      in.fault("regions", region.error().code, region.error().message);
      return {};
    }
    regions.push_back(*region);
  }
  if (regions.empty()) in.fault("regions", "field.range", {"Name a region, or *.", "请至少填写一个地区，或 *。"});
  return regions;
}

std::map<std::string, std::string> why_in(JsonReader& in) {
  std::map<std::string, std::string> why;
  const json::value& value = in.any("why");
  const auto* texts = value.if_object();
  if (!texts || texts->size() > most_languages) {
    in.fault("why", "field.type", {"Texts by language are expected.", "应为按语言填写的文本。"});
    return why;
  }
  for (const auto& [language, text] : *texts) {
    const auto* words = text.if_string();
    if (!words || words->empty() || words->size() > longest_why * 4 || language.size() > 20)
      in.fault("why", "field.type", {"Texts by language are expected.", "应为按语言填写的文本。"});
    else
      why[std::string(language)] = std::string(words->data(), words->size());
  }
  for (const char* needed : {"en", "zh"})
    if (!why.contains(needed))
      in.fault("why", "field.missing", {"The reason is needed in English and Chinese.", "说明须有英文和中文。"});
  return why;
}

Result<Rule> rule_from_json(const json::value& value, std::size_t index) {
  JsonReader in(value, fmt::format("rules[{}]", index));
  Rule rule{.regions = regions_in(in, in.array("regions", most_regions))};
  rule.from = date_in(in, "from");
  rule.until = maybe_date_in(in, "until");
  if (const auto kind = in.maybe_text("kind", 1, 20)) {
    rule.kind = observed_from(*kind);
    if (!rule.kind)
      in.fault("kind", "field.choice",
               {"An observation is station, central, home or enterprise.",
                "观察方式应为 station、central、home 或 enterprise。"});
  }
  rule.days = int(in.maybe_integer("days", 0, most_days).value_or(0));
  if (rule.kind.has_value() != (rule.days > 0))
    in.fault("days", "rule.days",
             {"An observation has a number of days, and days are those of an observation.",
              "观察须填写天数，未设观察则不填天数。"});
  rule.why = why_in(in);
  rule.basis = in.maybe_text("basis", 0, 300).value_or("");
  WARD_CHECK(in.finish());
  if (!rule.until || rule.from < *rule.until) return rule;
  return fail(ErrorKind::invalid, "rule.order", {"The rule ends before it begins.", "规则结束日期不晚于开始日期。"},
              fmt::format("rules[{}].until", index));
}

bool holds(const Rule& rule, Date day) { return rule.from <= day && (!rule.until || day < *rule.until); }

// Of those that are for the place on that day, the one that names it most exactly.
const Rule* rule_for(const Rules& rules, const Region& place, Date day) {
  const Rule* best = nullptr;
  int exact = -1;
  for (const Rule& rule : rules.rules) {
    if (!holds(rule, day)) continue;
    for (const Region& region : rule.regions)
      if (const auto how = covers(region, place); how && *how >= exact) best = &rule, exact = *how;
  }
  return best;
}

}  // namespace

std::string_view to_string(Observed kind) { return kinds[std::size_t(kind)].name; }
std::optional<Observed> observed_from(std::string_view name) { return named<Observed>(kinds, name); }
Text name_of(Observed kind) { return text_of(kinds[std::size_t(kind)]); }

Result<Rules> rules_from_json(const json::value& value) {
  JsonReader in(value);
  Rules rules{.version = in.integer("version", 0, max_version)};
  rules.look_back_days = int(in.maybe_integer("look_back_days", 1, most_days).value_or(rules.look_back_days));
  rules.overdue_after_hours = int(in.maybe_integer("overdue_after_hours", 1, 240).value_or(rules.overdue_after_hours));
  const json::array& list = in.array("rules", most_rules);
  WARD_CHECK(in.finish());
  for (std::size_t i = 0; i < list.size(); ++i) {
    WARD_TRY(rule, rule_from_json(list[i], i));
    rules.rules.push_back(std::move(rule));
  }
  return rules;
}

json::object to_json(const Rule& rule) {
  json::object why;
  for (const auto& [language, text] : rule.why) why[language] = text;
  return {{"regions", json::array(rule.regions.begin(), rule.regions.end())},
          {"from", to_text(rule.from)},
          {"until", or_null(rule.until)},
          {"kind", rule.kind ? json::value(to_string(*rule.kind)) : json::value(nullptr)},
          {"days", rule.days},
          {"why", std::move(why)},
          {"basis", rule.basis}};
}

json::object to_json(const Rules& rules) {
  json::array all;
  for (const Rule& one : rules.rules) all.push_back(to_json(one));
  return {{"version", rules.version},
          {"look_back_days", rules.look_back_days},
          {"overdue_after_hours", rules.overdue_after_hours},
          {"rules", std::move(all)}};
}

std::optional<Judged> judge(const Rules& rules, std::span<const Stay> stays, Date day) {
  std::optional<Judged> strictest;
  for (const Stay& stay : stays) {
    if (stay.left_on && *stay.left_on < day - std::chrono::days{rules.look_back_days}) continue;
    const Rule* rule = rule_for(rules, stay.region, day);
    if (rule && (!strictest || rule->days > strictest->rule->days)) strictest = Judged{rule, stay.region};
  }
  return strictest;
}

}  // namespace ward::city::declarations
