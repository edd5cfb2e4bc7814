#include "city/inspections/draws.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/words.h"
#include "city/fields.h"
#include "city/version.h"

namespace ward::city::inspections {

namespace {

constexpr Words source_words[] = {{"landlords", "landlords", "房东"},
                                  {"declarations", "declarations", "租客申报"},
                                  {"shops", "shops", "商铺"},
                                  {"enterprises", "enterprises", "企业"}};
constexpr Words visit_words[] = {{"open", "not visited", "待抽查"},
                                 {"seen", "seen", "已见面"},
                                 {"nobody", "nobody there", "无人"},
                                 {"not_there", "does not exist", "不存在"}};
constexpr std::int64_t most_taken = 100'000;
constexpr std::size_t most_pictures = 20;

Takes takes_in(JsonReader& in) {
  Takes takes;
  const json::value* value = in.maybe_any("takes");
  if (!value) return takes;
  const auto* object = value->if_object();
  if (!object)
    return in.fault("takes", "field.type", {"Numbers by stratum are expected.", "应为按分层填写的数量。"}), takes;
  for (const auto& [stratum, number] : *object) {
    const auto* count = number.if_int64();
    if (count && *count >= 0 && *count <= most_taken)
      takes[std::string(stratum)] = *count;
    else
      in.fault("takes", "field.range", {"A number of 0 to 100,000 is expected.", "数量应为 0 至 100000。"});
  }
  return takes;
}

std::vector<Source> sources_in(JsonReader& in) {
  std::vector<Source> found;
  for (const json::value& one : in.array("sources", std::size(source_words))) {
    const auto* text = one.if_string();
    const auto source = text ? source_from({text->data(), text->size()}) : std::nullopt;
    if (source && std::ranges::find(found, *source) == found.end()) found.push_back(*source);
  }
  if (found.empty())
    in.fault("sources", "draw.sources",
             {"Say what is drawn from: landlords, declarations, shops, enterprises.",
              "请选择抽查对象：landlords、declarations、shops、enterprises。"});
  return found;
}

}  // namespace

std::string_view to_string(Source source) { return source_words[std::size_t(source)].name; }
std::optional<Source> source_from(std::string_view name) { return named<Source>(source_words, name); }
Text name_of(Source source) { return text_of(source_words[std::size_t(source)]); }

std::string_view to_string(Visited outcome) { return visit_words[std::size_t(outcome)].name; }
std::optional<Visited> visited_from(std::string_view name) { return named<Visited>(visit_words, name); }
Text name_of(Visited outcome) { return text_of(visit_words[std::size_t(outcome)]); }

Result<DrawInput> draw_from_json(const json::value& value) {
  JsonReader in(value);
  DrawInput input{.unit = in.id("unit"), .title = in.text("title", 1, 120), .sources = sources_in(in)};
  input.from = maybe_date_in(in, "from");
  input.until = maybe_date_in(in, "until");
  input.takes = takes_in(in);
  input.total = in.maybe_integer("total", 0, most_taken).value_or(0);
  input.replacements = in.maybe_integer("replacements", 0, 1'000).value_or(0);
  input.public_value = in.maybe_text("public_value", 0, 200).value_or("");
  if (const auto* form = in.maybe_array("form", incidents::max_fields)) {
    WARD_TRY(fields, incidents::form_from_json(*form, "form"));
    input.form = std::move(fields);
  }
  WARD_CHECK(in.finish());
  if (input.takes.empty() != (input.total == 0)) return input;
  return fail(ErrorKind::invalid, "draw.takes",
              {"Say how many: of each stratum, or altogether.", "请填写抽取数量：逐层指定或填写总数。"}, "total");
}

Result<VisitInput> visit_from_json(const json::value& value, const std::vector<incidents::Field>& form) {
  JsonReader in(value);
  VisitInput input{.outcome =
                       visited_from(in.choice("outcome", {"seen", "nobody", "not_there"})).value_or(Visited::seen)};
  input.declared = in.maybe_boolean("declared");
  input.note = in.maybe_text("note", 0, 2000).value_or("");
  if (const auto* pictures = in.maybe_array("pictures", most_pictures))
    input.pictures = ids_of(in, "pictures", *pictures);
  input.version = in.integer("version", 0, max_version);
  const json::value* answers = in.maybe_any("answers");
  WARD_CHECK(in.finish());
  if (input.outcome == Visited::seen) {
    WARD_TRY(read, incidents::answers_from_json(form, answers ? *answers : json::value(json::object()), "answers"));
    input.answers = std::move(read);
  }
  if ((input.outcome == Visited::seen) == input.declared.has_value()) return input;
  return fail(ErrorKind::invalid, "visit.declared",
              {"Whether everybody was declared is said of those who were seen, and of nobody else.",
               "是否如实申报只针对已见面的对象填写，且必须填写。"},
              "declared");
}

std::vector<const Planned*> to_visit(const std::vector<Planned>& all) {
  std::map<std::string, int, std::less<>> missing;
  for (const Planned& one : all)
    if (!one.drawn.replaces && one.outcome == Visited::not_there) ++missing[one.drawn.item.stratum];
  std::vector<const Planned*> chosen;
  for (const Planned& one : all) {
    if (one.drawn.replaces && missing[one.drawn.item.stratum]-- <= 0) continue;
    if (one.drawn.replaces && one.outcome == Visited::not_there) ++missing[one.drawn.item.stratum];
    chosen.push_back(&one);
  }
  return chosen;
}

std::vector<StratumResult> results(const Commitment& commitment, const std::vector<Planned>& all) {
  std::vector<StratumResult> strata;
  for (const Take& take : commitment.strata) {
    StratumResult result{.stratum = take.stratum, .items = take.items};
    for (const Planned* one : to_visit(all)) {
      if (one->drawn.item.stratum != take.stratum || one->outcome == Visited::not_there) continue;
      ++result.drawn;
      result.seen += one->outcome == Visited::seen;
      result.declared += one->declared.value_or(false);
    }
    strata.push_back(std::move(result));
  }
  return strata;
}

}  // namespace ward::city::inspections
