#include "city/incidents/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace ward::city::incidents {

namespace {

using Names = std::initializer_list<std::string_view>;
const Names platform_names = {"public_safety", "market_supervision", "law_enforcement", "public_services"};
const Names urgency_names = {"normal", "urgent", "critical"};
const Names openness_names = {"none", "facts", "words"};
const Names kind_names = {"text", "number", "temperature", "choice", "yes_no", "date", "picture"};

constexpr std::size_t max_types = 1'000, max_choices = 200;

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}
std::string item(const std::string& list, std::size_t i) { return fmt::format("{}[{}]", list, i); }

template <class List, class Member>
bool has(const List& list, const std::string& value, Member member) {
  return std::ranges::find(list, value, member) != list.end();
}

template <class Enum>
Enum read_choice(JsonReader& in, std::string_view key, Names names) {
  const auto found = std::ranges::find(names, in.choice(key, names));
  return found == names.end() ? Enum{} : Enum(found - names.begin());
}

json::value to_json(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

Result<Text> read_name(const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  Text name{in.text("en", 1, 100), in.text("zh", 1, 100)};
  WARD_CHECK(in.finish());
  return name;
}

// What is stored for long is named in plain letters.
bool is_code(std::string_view code) {
  return !code.empty() && code.size() <= 40 &&
         std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}
std::string read_code(JsonReader& in, std::string_view key) {
  std::string code = in.text(key, 1, 40);
  if (!code.empty() && !is_code(code))
    in.fault(key, "type.code", {"Use a to z, 0 to 9 and _ only.", "只能使用 a 到 z、0 到 9 和 _。"});
  return code;
}

std::unexpected<Error> twice(std::string_view what, std::string path) {
  return fail(ErrorKind::invalid, "type.twice",
              {fmt::format("{} is there twice.", what), fmt::format("{} 出现了两次。", what)}, std::move(path));
}

Result<std::vector<Choice>> read_choices(const json::array& list, const std::string& path) {
  std::vector<Choice> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string here = item(path, i);
    JsonReader in(list[i], here);
    const std::string value = read_code(in, "value");
    const json::value& name = in.any("name");
    WARD_CHECK(in.finish());
    if (has(out, value, &Choice::value)) return twice(value, join(here, "value"));
    WARD_TRY(words, read_name(name, join(here, "name")));
    out.push_back({value, words});
  }
  return out;
}

Result<Field> read_field(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  Field field{.key = read_code(in, "key"), .name = {}};
  const json::value& name = in.any("name");
  field.kind = read_choice<Kind>(in, "kind", kind_names);
  field.required = in.maybe_boolean("required").value_or(false);
  static const json::array none;
  const json::array& choices = field.kind == Kind::choice ? in.array("choices", max_choices) : none;
  WARD_CHECK(in.finish());
  WARD_TRY(words, read_name(name, join(path, "name")));
  field.name = words;
  WARD_TRY(read, read_choices(choices, join(path, "choices")));
  field.choices = read;
  if (field.kind == Kind::choice && field.choices.empty())
    return fail(ErrorKind::invalid, "type.no_choices",
                {"A choice needs something to choose.", "选择项至少要有一个选项。"}, join(path, "choices"));
  return field;
}

bool passes(const Type& type, State state) {
  if (state == State::verified) return type.verify;
  if (state == State::checked) return type.check;
  return is_timed(state);
}

// Exactly one for each stage that the type passes through: an incident without a clock would be forgotten.
Result<std::map<State, calendar::Term>> read_deadlines(const Type& type, const json::value& value,
                                                       const std::string& path) {
  JsonReader in(value, path);
  std::vector<std::pair<State, const json::value*>> found;
  for (std::size_t s = 0; s < state_count; ++s)
    if (passes(type, State(s))) found.emplace_back(State(s), &in.any(to_string(State(s))));
  WARD_CHECK(in.finish());
  std::map<State, calendar::Term> out;
  for (const auto& [state, term] : found) {
    WARD_TRY(read, calendar::term_from_json(*term, join(path, to_string(state))));
    out.emplace(state, read);
  }
  return out;
}

Result<Type> read_type(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  Type type{.code = read_code(in, "code"), .name = {}};
  const json::value& name = in.any("name");
  type.platform = read_choice<Platform>(in, "platform", platform_names);
  type.urgency = read_choice<Urgency>(in, "urgency", urgency_names);
  type.verify = in.boolean("verify");
  type.check = in.boolean("check");
  type.retired = in.maybe_boolean("retired").value_or(false);
  if (in.has("openness")) type.openness = read_choice<Openness>(in, "openness", openness_names);
  const json::array& form = in.array("form", max_fields);
  const json::value& deadlines = in.any("deadlines");
  WARD_CHECK(in.finish());
  WARD_TRY(words, read_name(name, join(path, "name")));
  type.name = words;
  WARD_TRY(fields, form_from_json(form, join(path, "form")));
  type.form = fields;
  WARD_TRY(terms, read_deadlines(type, deadlines, join(path, "deadlines")));
  type.deadlines = terms;
  return type;
}

json::value to_json(const Field& field) {
  json::object out{{"key", field.key},
                   {"name", to_json(field.name)},
                   {"kind", json_view(to_string(field.kind))},
                   {"required", field.required}};
  if (field.kind != Kind::choice) return out;
  json::array& choices = out["choices"].emplace_array();
  for (const Choice& choice : field.choices)
    choices.push_back({{"value", choice.value}, {"name", to_json(choice.name)}});
  return out;
}

json::value to_json(const Type& type) {
  json::object deadlines;
  for (const auto& [state, term] : type.deadlines) deadlines[json_view(to_string(state))] = calendar::to_json(term);
  return {{"code", type.code},
          {"name", to_json(type.name)},
          {"platform", json_view(to_string(type.platform))},
          {"urgency", json_view(to_string(type.urgency))},
          {"verify", type.verify},
          {"check", type.check},
          {"retired", type.retired},
          {"openness", json_view(to_string(type.openness))},
          {"form", incidents::to_json(type.form)},
          {"deadlines", std::move(deadlines)}};
}

json::value picked(JsonReader& in, const Field& field) {
  std::string answer = in.text(field.key, 1, 40);
  if (!answer.empty() && !has(field.choices, answer, &Choice::value))
    in.fault(field.key, "answer.choice",
             {field.name.en + ": this is not among the choices.", field.name.zh + "：不在可选项之中。"});
  return json::value(answer);
}

json::value dated(JsonReader& in, const Field& field) {
  const std::string answer = in.text(field.key, 1, 40);
  if (const auto date = parse_date(answer); !date && !answer.empty())
    in.fault(field.key, date.error().code, date.error().message);
  return json::value(answer);
}

json::value answered(JsonReader& in, const Field& field) {
  switch (field.kind) {
    case Kind::text:
      return json::value(in.text(field.key, field.required ? 1 : 0, 2'000));
    case Kind::number:
      in.number(field.key, -1e12, 1e12);
      return in.any(field.key);  // a whole number stays one
    case Kind::temperature:
      return in.integer(field.key, 2'000, 5'000);
    case Kind::choice:
      return picked(in, field);
    case Kind::yes_no:
      return json::value(in.boolean(field.key));
    case Kind::date:
      return dated(in, field);
    case Kind::picture:
      return json::value(in.id(field.key).str());
  }
  return nullptr;
}

}  // namespace

std::string_view to_string(Platform platform) { return platform_names.begin()[std::size_t(platform)]; }
std::string_view to_string(Urgency urgency) { return urgency_names.begin()[std::size_t(urgency)]; }
std::string_view to_string(Openness openness) { return openness_names.begin()[std::size_t(openness)]; }
std::string_view to_string(Kind kind) { return kind_names.begin()[std::size_t(kind)]; }

const Type* Catalogue::find(std::string_view code) const {
  const auto found = std::ranges::find(types, code, &Type::code);
  return found == types.end() ? nullptr : &*found;
}

json::value to_json(const Catalogue& catalogue) {
  json::array types;
  for (const Type& type : catalogue.types) types.push_back(to_json(type));
  return {{"types", std::move(types)}};
}

Result<Catalogue> catalogue_from_json(const json::value& value) {
  JsonReader in(value);
  const json::array& types = in.array("types", max_types);
  WARD_CHECK(in.finish());
  Catalogue catalogue;
  for (std::size_t i = 0; i < types.size(); ++i) {
    WARD_TRY(type, read_type(types[i], item("types", i)));
    if (catalogue.find(type.code)) return twice(type.code, item("types", i) + ".code");
    catalogue.types.push_back(std::move(type));
  }
  return catalogue;
}

Result<std::vector<Field>> form_from_json(const json::array& list, const std::string& path) {
  std::vector<Field> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    WARD_TRY(field, read_field(list[i], item(path, i)));
    if (has(out, field.key, &Field::key)) return twice(field.key, item(path, i) + ".key");
    out.push_back(std::move(field));
  }
  return out;
}

json::array to_json(const std::vector<Field>& form) {
  json::array out;
  for (const Field& field : form) out.push_back(to_json(field));
  return out;
}

Result<json::object> answers_from_json(const std::vector<Field>& form, const json::value& value, std::string path) {
  JsonReader in(value, std::move(path));
  json::object answers;
  for (const Field& field : form) {
    if (field.required || in.maybe_any(field.key)) answers[field.key] = answered(in, field);
  }
  WARD_CHECK(in.finish());
  return answers;
}

}  // namespace ward::city::incidents
