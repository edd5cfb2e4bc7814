#include "formats/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "formats/xml_events.h"

namespace ward::xml {

namespace {

std::unexpected<Error> too_large(std::size_t count, const char* en, const char* zh) {
  return fail(ErrorKind::too_large, "xml.too_large",
              {fmt::format("The document is too large: more than {} {}.", count, en),
               fmt::format("文档过大：超过 {} {}。", count, zh)});
}

class TreeBuilder final : public XmlHandler {
 public:
  explicit TreeBuilder(const Limits& limits) : limits_(limits), parser_(*this, limits.depth) {}

  Result<Element> build(std::string_view document) {
    WARD_CHECK(parser_.feed(document, true));
    return std::move(root_);
  }

 private:
  void start(std::string_view ns, std::string_view name, const AttributeList& attributes) override {
    if (++elements_ > limits_.elements) return parser_.stop(too_large(limits_.elements, "elements", "个元素").error());
    Element& element = open_.empty() ? root_ : open_.back()->children.emplace_back();
    element.ns = ns;
    element.name = name;
    element.line = parser_.line();
    attributes.each([&](std::string_view attribute_ns, std::string_view attribute, std::string_view value) {
      if (attribute_ns.empty()) element.attributes.emplace_back(attribute, value);
    });
    open_.push_back(&element);
  }
  // A parent's list does not grow while a child is open, so the pointers hold.
  void end(std::string_view, std::string_view) override { open_.pop_back(); }
  void text(std::string_view text) override { open_.back()->text += text; }

  const Limits limits_;
  XmlParser parser_;
  std::size_t elements_ = 0;
  Element root_;
  std::vector<Element*> open_;
};

// Bytes of the character at the front of `text`; what is no UTF-8 counts as one up to the next possible beginning.
std::size_t front_length(std::string_view text) {
  std::size_t length = 1;
  while (length < std::min<std::size_t>(4, text.size()) && static_cast<unsigned char>(text[length]) >> 6 == 2) ++length;
  return length;
}

// XML 1.0, section 2.2, production 2.
bool is_allowed(std::string_view character) {
  if (const auto c = static_cast<unsigned char>(character[0]); c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return is_utf8(character) && character != "\xef\xbf\xbe" && character != "\xef\xbf\xbf";  // U+FFFE, U+FFFF
}

// How `character` must be written; empty where it may stand as it is. A reader turns line ends into others, unless
// they are written as numbers.
std::string_view escape_of(std::string_view character, bool in_attribute) {
  if (!is_allowed(character)) return "\xef\xbf\xbd";
  switch (character[0]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return in_attribute ? "&quot;" : "";
    case '\r':
      return "&#13;";
    case '\n':
      return in_attribute ? "&#10;" : "";
    case '\t':
      return in_attribute ? "&#9;" : "";
    default:
      return "";
  }
}

void append_escaped(std::string& out, std::string_view text, bool in_attribute = false) {
  while (!text.empty()) {
    const std::string_view character = text.substr(0, front_length(text));
    const std::string_view escape = escape_of(character, in_attribute);
    out += escape.empty() ? character : escape;
    text.remove_prefix(character.size());
  }
}

}  // namespace

const Element* Element::child(std::string_view child_name) const {
  for (const Element& element : children)
    if (element.name == child_name && element.ns == ns) return &element;
  return nullptr;
}

Result<Element> parse(std::string_view document, const Limits& limits) {
  if (document.size() > limits.bytes) return too_large(limits.bytes, "bytes", "字节");
  return TreeBuilder(limits).build(document);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(space) - begin + 1);
}

bool can_hold(std::string_view text) {
  if (!is_utf8(text)) return false;
  for (; !text.empty(); text.remove_prefix(front_length(text)))
    if (!is_allowed(text.substr(0, front_length(text)))) return false;
  return true;
}

Writer::Writer() : out_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

void Writer::begin(std::string_view name, const Attributes& attributes) {
  out_.append(2 * open_.size(), ' ');
  out_ += '<';
  out_ += name;
  for (const auto& [key, value] : attributes) {
    out_ += ' ';
    out_ += key;
    out_ += "=\"";
    append_escaped(out_, value, true);
    out_ += '"';
  }
}

void Writer::open(std::string_view name, const Attributes& attributes) {
  begin(name, attributes);
  out_ += ">\n";
  open_.emplace_back(name);
}

void Writer::leaf(std::string_view name, std::string_view text, const Attributes& attributes) {
  begin(name, attributes);
  if (text.empty()) {
    out_ += "/>\n";
    return;
  }
  out_ += '>';
  append_escaped(out_, text);
  out_ += "</";
  out_ += name;
  out_ += ">\n";
}

void Writer::close() {
  if (open_.empty()) std::abort();  // the caller's mistake
  const std::string name = std::move(open_.back());
  open_.pop_back();
  out_.append(2 * open_.size(), ' ');
  out_ += "</" + name + ">\n";
}

std::string Writer::str() && {
  if (!open_.empty()) std::abort();
  return std::move(out_);
}

}  // namespace ward::xml
