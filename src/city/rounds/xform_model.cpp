#include "city/rounds/xform_model.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::city::rounds::xform {

using incidents::Choice;
using xml::Element;

namespace {

constexpr std::size_t longest_key = 40;

bool is_true(const std::string& expression) { return expression == "true()" || expression == "true"; }

// "xsd:string" is "string".
std::string last_type(const std::string& type) {
  return type.empty() ? "string" : type.substr(type.find_last_of(':') + 1);
}

std::string quoted(const std::string& text) {
  const std::size_t first = text.find_first_of("'\"");
  if (first == std::string::npos) return "";
  const std::size_t end = text.find(text[first], first + 1);
  return end == std::string::npos ? "" : text.substr(first + 1, end - first - 1);
}
constexpr std::string_view by_id = "jr:itext(";
// "jr:itext('/data/name:label')"
std::string id_in(const std::string& ref) { return ref.starts_with(by_id) ? quoted(ref) : ""; }

// Languages are called as their author likes: "English (en)", "zh-CN", "中文".
bool is_chinese(const std::string& language) {
  return language.find("zh") != std::string::npos || language.find("Chinese") != std::string::npos ||
         language.find("中") != std::string::npos;
}
bool is_english(const std::string& language) {
  return language.find("en") == 0 || language.find("(en") != std::string::npos ||
         language.find("English") != std::string::npos;
}

Text short_text(Text text, const std::string& otherwise) {
  for (std::string* one : {&text.en, &text.zh}) {
    if (one->empty()) *one = otherwise;
    *one = shortened(*one, longest_name);
  }
  return text;
}

void add_choice(std::vector<Choice>& choices, const std::string& value, const Text& name) {
  const auto is_taken = [&](const std::string& code) {
    return std::ranges::find(choices, code, &Choice::value) != choices.end();
  };
  if (!value.empty()) choices.push_back({free_code(code_of(value), is_taken), name});
}

}  // namespace

const Element* child(const Element& parent, std::string_view name) {
  const auto found = std::ranges::find(parent.children, name, &Element::name);
  return found == parent.children.end() ? nullptr : &*found;
}

std::string attribute(const Element& element, std::string_view name) {
  for (const auto& [key, value] : element.attributes)
    if (key == name) return value;
  return "";
}

std::string words_in(const Element& element) {
  std::string text = element.text;
  for (const Element& one : element.children) text += words_in(one);
  return std::string(xml::trimmed(text));
}

std::string shortened(std::string text, std::size_t most) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; bytes < text.size(); ++bytes)
    if ((static_cast<unsigned char>(text[bytes]) & 0xC0U) != 0x80U && ++count > most) break;
  text.resize(bytes);
  return text;
}

std::string code_of(std::string_view name) {
  std::string code;
  for (const char c : name) {
    const char small = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
    const bool fits = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (fits)
      code += small;
    else if (!code.empty() && code.back() != '_')
      code += '_';
  }
  if (code.size() > longest_key) code.resize(longest_key);
  while (code.ends_with('_')) code.pop_back();
  return code.empty() ? "q" : code;
}

std::string free_code(const std::string& wanted, const std::function<bool(const std::string&)>& is_taken) {
  if (!is_taken(wanted)) return wanted;
  for (int i = 2;; ++i) {
    const std::string end = fmt::format("_{}", i);
    std::string code = wanted.substr(0, longest_key - end.size()) + end;
    if (!is_taken(code)) return code;
  }
}

Model::Model(const Element& model) {
  for (const Element& one : model.children) {
    if (one.name == "bind") take_bind(one);
    if (one.name == "itext") take_words(one);
    if (one.name == "instance") instances_[attribute(one, "id")] = &one;
  }
}

Bind Model::bind(const std::string& path) const {
  const auto found = binds_.find(path);
  return found == binds_.end() ? Bind{} : found->second;
}

Text Model::label(const Element& element, const std::string& otherwise) const {
  const Element* label = child(element, "label");
  const std::string ref = label ? attribute(*label, "ref") : "", own = label ? words_in(*label) : "";
  if (const std::string id = id_in(ref); !id.empty()) return in_languages(id, otherwise);
  return short_text({own, own}, otherwise);
}

std::vector<Choice> Model::choices_of(const Element& control) const {
  if (const Element* itemset = child(control, "itemset")) return choices_in(*itemset);
  std::vector<Choice> choices;
  for (const Element& item : control.children) {
    const Element* value = item.name == "item" ? child(item, "value") : nullptr;
    if (value) add_choice(choices, words_in(*value), label(item, words_in(*value)));
  }
  return choices;
}

// "instance('rooms')/root/item[...]"
std::vector<Choice> Model::choices_in(const Element& itemset) const {
  const auto found = instances_.find(quoted(attribute(itemset, "nodeset")));
  if (found == instances_.end() || found->first.empty()) return {};
  const Element *value = child(itemset, "value"), *label = child(itemset, "label");
  const std::string value_name = value ? attribute(*value, "ref") : "name",
                    label_name = label ? attribute(*label, "ref") : "label";
  std::vector<Choice> choices;
  for (const Element& root : found->second->children)
    for (const Element& item : root.children)
      if (const Element* name = child(item, value_name))
        add_choice(choices, words_in(*name), label_of_item(item, label_name, words_in(*name)));
  return choices;
}

void Model::take_bind(const Element& one) {
  binds_[attribute(one, "nodeset")] = {.type = last_type(attribute(one, "type")),
                                       .required = is_true(attribute(one, "required")),
                                       .read_only = is_true(attribute(one, "readonly")),
                                       .depends = !attribute(one, "relevant").empty(),
                                       .computed = !attribute(one, "calculate").empty()};
}

// Words without a form of their own ("image", "audio", "short").
void Model::take_words(const Element& itext) {
  for (const Element& translation : itext.children) {
    const std::string language = attribute(translation, "lang");
    if (is_true(attribute(translation, "default")) || default_language_.empty()) default_language_ = language;
    for (const Element& text : translation.children)
      for (const Element& value : text.children)
        if (value.name == "value" && attribute(value, "form").empty())
          words_[attribute(text, "id")][language] = words_in(value);
  }
}

Text Model::in_languages(const std::string& id, const std::string& otherwise) const {
  const auto found = words_.find(id);
  if (found == words_.end()) return short_text({}, otherwise);
  std::string usual, en, zh;
  for (const auto& [language, text] : found->second) {
    if (usual.empty() || language == default_language_) usual = text;
    if (is_english(language)) en = text;
    if (is_chinese(language)) zh = text;
  }
  return short_text({en.empty() ? usual : en, zh.empty() ? usual : zh}, otherwise);
}

// Its label stands in it ("label"), or the id of its words does ("jr:itext(itextId)").
Text Model::label_of_item(const Element& item, const std::string& label_name, const std::string& otherwise) const {
  const bool is_id = label_name.starts_with(by_id) && label_name.ends_with(')');
  const Element* label =
      child(item, is_id ? label_name.substr(by_id.size(), label_name.size() - by_id.size() - 1) : label_name);
  const std::string own = label ? words_in(*label) : "";
  return is_id ? in_languages(own, otherwise) : short_text({own, own}, otherwise);
}

}  // namespace ward::city::rounds::xform
