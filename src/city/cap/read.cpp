#include <fmt/format.h>

#include <charconv>

#include "city/cap/cap.h"
#include "city/cap/syntax.h"
#include "formats/xml.h"

namespace ward::city::cap {

namespace {

using xml::Element;
using xml::trimmed;

constexpr std::string_view namespace_12 = "urn:oasis:names:tc:emergency:cap:1.2";
constexpr std::string_view namespace_11 = "urn:oasis:names:tc:emergency:cap:1.1";
constexpr std::string_view signature_ns = "http://www.w3.org/2000/09/xmldsig#";

// Remembers the first fault of a document.
class Faults {
 public:
  void add(std::string_view code, const std::string& field, int line, const Text& what) {
    if (first_) return;
    first_ = Error::make(
        ErrorKind::invalid, std::string(code),
        {fmt::format("Line {}, {}: {}", line, field, what.en), fmt::format("第 {} 行，{}：{}", line, field, what.zh)},
        field);
  }
  Result<> result() const {
    if (first_) return std::unexpected(*first_);
    return {};
  }

 private:
  std::optional<Error> first_;
};

// The children of one element, taken in the order of the schema. After a fault everything reads as empty.
class Children {
 public:
  Children(const Element& parent, std::string path, Faults& faults)
      : parent_(parent), path_(std::move(path)), faults_(faults) {}

  // The next child if it has this name.
  const Element* take(std::string_view name) {
    if (next_ == parent_.children.size()) return nullptr;
    const Element& child = parent_.children[next_];
    if (child.name != name || child.ns != parent_.ns) return nullptr;
    ++next_;
    return &child;
  }

  // Optional free text: as it stands; one of white space alone is absent.
  std::string text(std::string_view name) {
    const Element* child = take(name);
    if (!child || !plain(*child, name) || trimmed(child->text).empty()) return {};
    return child->text;
  }
  std::string required_text(std::string_view name) {
    std::string found = text(name);
    if (found.empty()) missing(name);
    return found;
  }
  // Text that has a syntax of its own, without the white space around it.
  std::string token(std::string_view name) { return std::string(trimmed(text(name))); }
  std::string required_token(std::string_view name) { return std::string(trimmed(required_text(name))); }

  template <class E>
  E word(std::string_view name) {
    const std::string found = required_token(name);
    const auto value = value_of<E>(found);
    if (!value && !found.empty()) wrong_word<E>(name, found);
    return value.value_or(E{});
  }
  template <class E>
  std::vector<E> word_list(std::string_view name) {
    std::vector<E> values;
    while (is_next(name)) values.push_back(word<E>(name));
    return values;
  }

  // What `parse` makes of the text of an optional element.
  template <class F>
  auto parsed(std::string_view name, F parse, const Text& what, std::string_view code = "cap.value")
      -> decltype(parse(std::string_view{})) {
    const std::string found = token(name);
    if (found.empty()) return std::nullopt;
    auto value = parse(found);
    if (!value) faults_.add(code, at(name), line(), what);
    return value;
  }
  template <class F>
  auto parsed_list(std::string_view name, F parse, const Text& what, std::string_view code) {
    std::vector<typename decltype(parse(std::string_view{}))::value_type> values;
    while (const Element* child = take(name)) {
      auto value = plain(*child, name) ? parse(trimmed(child->text)) : std::nullopt;
      if (!value) faults_.add(code, fmt::format("{}[{}]", at(name), values.size()), child->line, what);
      values.push_back(std::move(value).value_or(typename decltype(value)::value_type{}));
    }
    return values;
  }

  std::optional<Moment> moment(std::string_view name) {
    const std::string found = token(name);
    if (found.empty()) return std::nullopt;
    const auto value = moment_from(found);
    if (value) return *value;
    faults_.add(value.error().code, at(name), line(), value.error().message);
    return std::nullopt;
  }

  // Calls `read(Children&)` for each child of this name.
  template <class T, class F>
  std::vector<T> elements(std::string_view name, F read) {
    std::vector<T> values;
    while (const Element* child = take(name)) {
      Children inside(*child, fmt::format("{}[{}]", at(name), values.size()), faults_);
      values.push_back(read(inside));
      inside.finish();
    }
    return values;
  }

  bool is_next(std::string_view name) const {
    return next_ < parent_.children.size() && parent_.children[next_].name == name &&
           parent_.children[next_].ns == parent_.ns;
  }
  void missing(std::string_view name) {
    faults_.add("cap.missing", at(name), line(),
                {"it is missing or empty, or not in its place.", "缺少内容，或位置不对。"});
  }
  void skip_signatures() {
    while (next_ < parent_.children.size() && parent_.children[next_].ns == signature_ns) ++next_;
  }
  // Nothing may be left.
  void finish() {
    if (next_ == parent_.children.size()) return;
    const Element& child = parent_.children[next_];
    faults_.add("cap.unexpected", at(child.name), child.line,
                {"this element is unknown, out of its order or there too often.", "该元素未知、顺序不对或重复。"});
  }

 private:
  std::string at(std::string_view name) const { return fmt::format("{}.{}", path_, name); }
  // Of the child that was taken last.
  int line() const { return next_ == 0 ? parent_.line : parent_.children[next_ - 1].line; }
  bool plain(const Element& child, std::string_view name) {
    if (child.children.empty()) return true;
    faults_.add("cap.unexpected", at(name), child.line,
                {"there are elements where text belongs.", "此处应为文本，而不是元素。"});
    return false;
  }
  template <class E>
  void wrong_word(std::string_view name, const std::string& found) {
    faults_.add("cap.value", at(name), line(),
                {fmt::format("\"{}\" is none of: {}.", found, fmt::join(words<E>, ", ")),
                 fmt::format("“{}”不在以下取值之中：{}。", found, fmt::join(words<E>, "、"))});
  }

  const Element& parent_;
  const std::string path_;
  Faults& faults_;
  std::size_t next_ = 0;
};

Named read_named(Children& in) {
  Named named;
  named.name = in.required_text("valueName");
  // It may be empty; it must be there.
  if (!in.is_next("value")) in.missing("value");
  named.value = in.text("value");
  return named;
}

std::optional<std::int64_t> size_from(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Resource read_resource(Children& in) {
  Resource resource;
  resource.description = in.required_text("resourceDesc");
  resource.mime_type = in.required_token("mimeType");
  resource.size_bytes = in.parsed("size", size_from, {"it is no whole number.", "不是整数。"});
  resource.uri = in.token("uri");
  resource.base64 = in.token("derefUri");
  resource.digest = in.token("digest");
  return resource;
}

const Text not_decimal = {"it is no decimal number.", "不是十进制数。"};

Area read_area(Children& in) {
  Area area;
  area.description = in.required_text("areaDesc");
  area.polygons = in.parsed_list(
      "polygon", polygon_from,
      {"it is not written \"latitude,longitude latitude,longitude ...\".", "格式应为“纬度,经度 纬度,经度 ……”。"},
      "cap.polygon");
  area.circles =
      in.parsed_list("circle", circle_from,
                     {"it is not written \"latitude,longitude radius\".", "格式应为“纬度,经度 半径”。"}, "cap.circle");
  area.geocodes = in.elements<Named>("geocode", read_named);
  area.altitude_ft = in.parsed("altitude", decimal_from, not_decimal);
  area.ceiling_ft = in.parsed("ceiling", decimal_from, not_decimal);
  return area;
}

// "Very Likely" of CAP 1.0 is "Likely" (3.2.2, certainty).
Certainty read_certainty(Children& in) {
  Children before = in;
  if (before.token("certainty") != "Very Likely") return in.word<Certainty>("certainty");
  in.take("certainty");
  return Certainty::likely;
}

Info read_info(Children& in) {
  Info info;
  if (std::string language = in.token("language"); !language.empty()) info.language = std::move(language);
  info.categories = in.word_list<Category>("category");
  if (info.categories.empty()) in.missing("category");
  info.event = in.required_text("event");
  info.responses = in.word_list<ResponseType>("responseType");
  info.urgency = in.word<Urgency>("urgency");
  info.severity = in.word<Severity>("severity");
  info.certainty = read_certainty(in);
  info.audience = in.text("audience");
  info.event_codes = in.elements<Named>("eventCode", read_named);
  info.effective = in.moment("effective");
  info.onset = in.moment("onset");
  info.expires = in.moment("expires");
  info.sender_name = in.text("senderName");
  info.headline = in.text("headline");
  info.description = in.text("description");
  info.instruction = in.text("instruction");
  info.web = in.token("web");
  info.contact = in.text("contact");
  info.parameters = in.elements<Named>("parameter", read_named);
  info.resources = in.elements<Resource>("resource", read_resource);
  info.areas = in.elements<Area>("area", read_area);
  return info;
}

std::optional<std::vector<Reference>> references_from(std::string_view text) {
  const auto items = list_from(text);
  if (!items) return std::nullopt;
  std::vector<Reference> references;
  for (const std::string& item : *items) {
    auto reference = reference_from(item);
    if (!reference) return std::nullopt;
    references.push_back(*std::move(reference));
  }
  return references;
}

const Text not_a_list = {"a quotation mark stays open.", "引号没有闭合。"};

Alert read_alert(Children& in) {
  Alert alert;
  alert.identifier = in.required_token("identifier");
  alert.sender = in.required_token("sender");
  const auto sent = in.moment("sent");
  if (!sent) in.missing("sent");
  alert.sent = sent.value_or(Moment{});
  alert.status = in.word<Status>("status");
  alert.type = in.word<MessageType>("msgType");
  alert.source = in.text("source");
  alert.scope = in.word<Scope>("scope");
  alert.restriction = in.text("restriction");
  alert.addresses = in.parsed("addresses", list_from, not_a_list).value_or(std::vector<std::string>{});
  while (in.is_next("code"))
    if (std::string code = in.text("code"); !code.empty()) alert.codes.push_back(std::move(code));
  alert.note = in.text("note");
  alert.references = in.parsed("references", references_from,
                               {"each is written \"sender,identifier,sent\", with a space between them.",
                                "每项格式为“发送者,标识,发送时间”，以空格分隔。"})
                         .value_or(std::vector<Reference>{});
  alert.incidents = in.parsed("incidents", list_from, not_a_list).value_or(std::vector<std::string>{});
  alert.infos = in.elements<Info>("info", read_info);
  in.skip_signatures();
  return alert;
}

}  // namespace

Result<Alert> read_cap(std::string_view text) {
  WARD_TRY(root, xml::parse(text, {.bytes = most_bytes}));
  if (root.name != "alert" || (root.ns != namespace_12 && root.ns != namespace_11))
    return fail(
        ErrorKind::invalid, "cap.not_an_alert",
        {"This is no alert of the Common Alerting Protocol 1.2 or 1.1.", "这不是通用警报协议 CAP 1.2 或 1.1 的警报。"},
        "alert");
  Faults faults;
  Children in(root, "alert", faults);
  Alert alert = read_alert(in);
  in.finish();
  WARD_CHECK(faults.result());
  WARD_CHECK(check(alert));
  return alert;
}

}  // namespace ward::city::cap
