// Orders as they come in and as they are stored.
#include <algorithm>

#include "city/orders/orders.h"

namespace ward::city::orders {

namespace {

// "zh-CN", "en", "ar": the first two parts of BCP 47 are as much as anybody needs to tell languages apart here.
bool is_language(std::string_view tag) {
  std::size_t part = 0, length = 0;
  for (const char c : tag) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
    if (c == '-') {
      if (length < (part == 0 ? 2 : 1)) return false;
      ++part, length = 0;
    } else if (!(letter || (digit && part > 0)) || ++length > 8) {
      return false;
    }
  }
  return length >= (part == 0 ? 2U : 1U);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

std::vector<Audience> read_audience(JsonReader& in) {
  std::vector<Audience> all;
  const json::array* list = in.maybe_array("duties", std::size(all_audiences));
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::value& one = (*list)[i];
    const auto known = one.is_string() ? audience_from(one.get_string()) : std::nullopt;
    if (!known)
      in.fault("duties", "field.choice",
               {"duties are commander, member, landlord and workshop_head.",
                "duties 只能是 commander、member、landlord、workshop_head。"});
    else if (std::ranges::find(all, *known) == all.end())
      all.push_back(*known);
  }
  std::ranges::sort(all);
  return all;
}

Result<Wording> read_wording(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  Wording wording{.language = in.text("language", 2, 40),
                  .headline = in.text("headline", 1, 160),
                  .text = in.text("text", 1, 4000)};
  if (!wording.language.empty() && !is_language(wording.language))
    in.fault("language", "order.language",
             {"This is no language tag such as zh-CN or en.", "这不是语言标签，例如 zh-CN 或 en。"});
  WARD_CHECK(in.finish());
  return wording;
}

Result<std::vector<Wording>> read_wordings(const json::array& list) {
  std::vector<Wording> all;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = "texts[" + std::to_string(i) + "]";
    WARD_TRY(wording, read_wording(list[i], path));
    for (const Wording& other : all)
      if (lower(other.language) == lower(wording.language))
        return fail(ErrorKind::invalid, "order.language_twice",
                    {"There are two texts in this language.", "该语言有两份文本。"}, path + ".language");
    all.push_back(std::move(wording));
  }
  if (all.empty())
    return fail(ErrorKind::invalid, "field.range", {"An order needs a text.", "指令需要文本。"}, "texts");
  return all;
}

std::vector<Id> read_ids(JsonReader& in, std::string_view key, std::size_t most) {
  std::vector<Id> ids;
  const json::array* list = in.maybe_array(key, most);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const auto id = (*list)[i].is_string() ? Id::parse((*list)[i].get_string())
                                           : Result<Id>(fail(ErrorKind::invalid, "id.malformed", {"", ""}));
    if (!id)
      in.fault(key, "id.malformed", {"These are not ids.", "编号格式不正确。"});
    else if (std::ranges::find(ids, *id) == ids.end())
      ids.push_back(*id);
  }
  return ids;
}

Result<> check(const Input& input) {
  if (input.picture && input.asks != Step::done)
    return fail(
        ErrorKind::invalid, "order.picture",
        {"A picture can be asked for only when the order asks that it is done.", "只有要求“完成”的指令才能要求拍照。"},
        "picture");
  if (input.tower && !input.audience.empty() &&
      std::ranges::find(input.audience, Audience::commander) == input.audience.end())
    return fail(
        ErrorKind::invalid, "order.tower_audience",
        {"An order that passes through the commanders must be for them, too.", "逐级传达的指令必须包括指挥长。"},
        "duties");
  if (input.tower && input.is_public)
    return fail(
        ErrorKind::invalid, "order.public_tower",
        {"What everybody reads at once cannot pass through the commanders first.", "公开发布的内容不能逐级传达。"},
        "public");
  return {};
}

}  // namespace

Result<AudienceInput> audience_from_json(const json::value& value) {
  JsonReader in(value);
  AudienceInput input{.unit = in.id("unit"), .audience = read_audience(in)};
  WARD_CHECK(in.finish());
  return input;
}

Result<Input> input_from_json(const json::value& value) {
  JsonReader in(value);
  Input input;
  input.unit = in.id("unit");
  input.audience = read_audience(in);
  const json::array& texts = in.array("texts", 12);
  input.asks = step_from(in.choice("asks", {"delivered", "read", "acknowledged", "done"})).value_or(Step::acknowledged);
  input.picture = in.maybe_boolean("picture").value_or(false);
  input.due_at = in.maybe_time("due_at");
  if (in.has("urgency")) {
    const std::string urgency = in.choice("urgency", {"immediate", "expected", "future"});
    input.urgency = urgency == "immediate" ? Urgency::immediate
                    : urgency == "future"  ? Urgency::future
                                           : Urgency::expected;
  }
  input.tower = in.maybe_boolean("tower").value_or(false);
  input.pass_minutes = int(in.maybe_integer("pass_minutes", 1, 1440).value_or(30));
  if (const auto minutes = in.maybe_integer("remind_minutes", 5, 10'080)) input.remind_minutes = int(*minutes);
  input.supersedes = read_ids(in, "supersedes", 20);
  input.is_public = in.maybe_boolean("public").value_or(false);
  WARD_CHECK(in.finish());
  WARD_TRY(wordings, read_wordings(texts));
  input.wordings = std::move(wordings);
  WARD_CHECK(check(input));
  return input;
}

json::object to_json(const Input& input) {
  json::array duties, texts, supersedes;
  for (const Audience one : input.audience) duties.push_back(json::value(to_string(one)));
  for (const Wording& one : input.wordings)
    texts.push_back(json::object{{"language", one.language}, {"headline", one.headline}, {"text", one.text}});
  for (const Id& id : input.supersedes) supersedes.push_back(json::value(id.str()));
  return {{"unit", input.unit.str()},
          {"duties", std::move(duties)},
          {"texts", std::move(texts)},
          {"asks", to_string(input.asks)},
          {"picture", input.picture},
          {"due_at", or_null(input.due_at)},
          {"urgency", to_string(input.urgency)},
          {"tower", input.tower},
          {"pass_minutes", input.pass_minutes},
          {"remind_minutes", or_null(input.remind_minutes)},
          {"supersedes", std::move(supersedes)},
          {"public", input.is_public}};
}

json::object to_json(const Progress& progress) {
  return {{"recipients", progress.recipients},
          {"delivered", progress.delivered},
          {"read", progress.read},
          {"acknowledged", progress.acknowledged},
          {"done", progress.done}};
}

}  // namespace ward::city::orders
