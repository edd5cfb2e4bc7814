#include "city/rounds/xform.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "city/rounds/xform_model.h"

namespace ward::city::rounds {

namespace {

using incidents::Choice;
using incidents::Field;
using incidents::Kind;
using namespace xform;
using xml::Element;

constexpr std::size_t most_choices = 100;

std::string last_step(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

class Reader {
 public:
  explicit Reader(const Model& model) : model_(model) {}

  // The controls of a body or a group, within `path`.
  void take_all(const Element& parent, const std::string& path) {
    for (const Element& one : parent.children) take(one, path);
  }
  XForm done() { return std::move(out_); }

 private:
  void take(const Element& control, const std::string& path) {
    const std::string here = path_of(control, path);
    if (control.name == "group") return take_all(control, here);
    if (control.name == "repeat")
      return leave(here,
                   {"It is asked several times over, which a form here cannot.", "该组问题可重复填写，此处不支持。"});
    if (control.name == "label" || control.name == "hint") return;
    const Bind bind = model_.bind(here);
    if (bind.computed || bind.read_only)
      return leave(here, {"It is computed or only read, not asked.", "该项为计算或只读内容，不是问题。"});
    if (control.name == "input") return take_input(control, here, bind);
    if (control.name == "select1") return take_choice(control, here, bind);
    if (control.name == "select") return take_several(control, here, bind);
    if (control.name == "upload" && attribute(control, "mediatype").starts_with("image"))
      return add(control, here, bind, Kind::picture);
    leave(here, {fmt::format("A question of this kind (\"{}\") cannot be asked here.", control.name),
                 fmt::format("此处不支持该类问题（“{}”）。", control.name)});
  }

  static std::string path_of(const Element& control, const std::string& within) {
    std::string ref = attribute(control, "ref");
    if (ref.empty()) ref = attribute(control, "nodeset");
    if (ref.empty()) return within;
    return ref.starts_with('/') ? ref : within + "/" + ref;
  }

  void take_input(const Element& control, const std::string& here, const Bind& bind) {
    static const std::map<std::string, Kind, std::less<>> kinds = {
        {"string", Kind::text},    {"text", Kind::text},      {"barcode", Kind::text},
        {"int", Kind::number},     {"integer", Kind::number}, {"long", Kind::number},
        {"decimal", Kind::number}, {"date", Kind::date},      {"boolean", Kind::yes_no}};
    if (const auto kind = kinds.find(bind.type); kind != kinds.end()) return add(control, here, bind, kind->second);
    leave(here, {fmt::format("An answer of the type \"{}\" cannot be given here.", bind.type),
                 fmt::format("此处不支持“{}”类型的回答。", bind.type)});
  }

  void take_choice(const Element& control, const std::string& here, const Bind& bind) {
    auto choices = model_.choices_of(control);
    if (choices.empty() || choices.size() > most_choices)
      return leave(here, {fmt::format("It has {} choices; 1 to {} can be shown.", choices.size(), most_choices),
                          fmt::format("该题有 {} 个选项，应为 1 至 {} 个。", choices.size(), most_choices)});
    note_filter(control, here);
    add(control, here, bind, Kind::choice, std::move(choices));
  }

  // Several answers to one question: of each whether it is so.
  void take_several(const Element& control, const std::string& here, const Bind& bind) {
    const auto choices = model_.choices_of(control);
    if (choices.empty() || choices.size() > most_choices)
      return leave(here, {"It has no choices, or too many.", "该题没有选项或选项过多。"});
    note_filter(control, here);
    note_condition(here, bind);
    const Text question = model_.label(control, last_step(here));
    for (const Choice& one : choices) {
      const Text name{shortened(fmt::format("{}: {}", question.en, one.name.en), longest_name),
                      shortened(fmt::format("{}：{}", question.zh, one.name.zh), longest_name)};
      push({.key = code_of(last_step(here) + "_" + one.value), .name = name, .kind = Kind::yes_no});
    }
  }

  void add(const Element& control, const std::string& here, const Bind& bind, Kind kind,
           std::vector<Choice> choices = {}) {
    note_condition(here, bind);
    push({.key = code_of(last_step(here)),
          .name = model_.label(control, last_step(here)),
          .kind = kind,
          .required = bind.required && !bind.depends,
          .choices = std::move(choices)});
  }

  void push(Field field) {
    field.key = free_code(field.key, [&](const std::string& code) {
      return std::ranges::find(out_.form, code, &Field::key) != out_.form.end();
    });
    out_.form.push_back(std::move(field));
  }

  void note_condition(const std::string& here, const Bind& bind) {
    if (bind.depends)
      leave(here, {"It depends on another answer: here it is asked always, and need not be answered.",
                   "该题取决于其他回答：此处总是显示，可不填。"});
  }
  void note_filter(const Element& control, const std::string& here) {
    const Element* itemset = child(control, "itemset");
    if (itemset && attribute(*itemset, "nodeset").find('[') != std::string::npos)
      leave(here, {"Its choices depend on another answer: here all of them are shown.",
                   "其选项取决于其他回答：此处显示全部选项。"});
  }
  void leave(const std::string& name, Text why) { out_.left_out.push_back({name, std::move(why)}); }

  const Model& model_;
  XForm out_;
};

std::unexpected<Error> not_one() {
  return fail(ErrorKind::invalid, "xform.not_one",
              {"This is no ODK XForm: an h:html with a model in its head and a body is expected.",
               "这不是 ODK XForm：应为含 head/model 与 body 的 h:html 文档。"});
}

}  // namespace

Result<XForm> read_xform(std::string_view document) {
  WARD_TRY(root, xml::parse(document));
  const Element *head = child(root, "head"), *body = child(root, "body");
  const Element* model = head ? child(*head, "model") : nullptr;
  if (root.name != "html" || !model || !body) return not_one();
  const Model known(*model);
  Reader reader(known);
  reader.take_all(*body, "");
  XForm form = reader.done();
  if (const Element* title = child(*head, "title")) form.title = shortened(words_in(*title), longest_name);
  if (form.form.empty())
    return fail(ErrorKind::invalid, "xform.nothing",
                {"The form has no question that can be asked here.", "该表单没有可在此使用的问题。"});
  if (form.form.size() > incidents::max_fields)
    return fail(
        ErrorKind::invalid, "xform.too_many",
        {fmt::format("The form has {} questions; at most {} can be asked.", form.form.size(), incidents::max_fields),
         fmt::format("该表单有 {} 个问题，最多可用 {} 个。", form.form.size(), incidents::max_fields)});
  return form;
}

}  // namespace ward::city::rounds
