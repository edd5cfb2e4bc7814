#include "city/open311/tree.h"

#include <fmt/format.h>

#include <charconv>

#include "formats/xml.h"

namespace ward::city::open311 {

namespace {

constexpr std::pair<std::string_view, std::string_view> lists[] = {{"services", "service"},
                                                                   {"attributes", "attribute"},
                                                                   {"values", "value"},
                                                                   {"errors", "error"},
                                                                   {"service_requests", "request"},
                                                                   {"service_requests_updates", "request_update"},
                                                                   {"endpoints", "endpoint"},
                                                                   {"formats", "format"}};

constexpr xml::Limits limits{.bytes = 16 << 20, .elements = 500'000, .depth = 16};

std::string text_of(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
  if (const auto* flag = value.if_bool()) return *flag ? "true" : "false";
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (!value.is_double()) return {};
  char digits[400];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value.get_double(), std::chars_format::fixed);
  return error == std::errc{} ? std::string(digits, end) : std::string();
}

void write(xml::Writer& out, std::string_view name, const json::value& value) {
  if (const auto* list = value.if_array()) {
    out.open(name);
    for (const json::value& entry : *list) write(out, entry_of(name), entry);
    out.close();
  } else if (const auto* object = value.if_object()) {
    out.open(name);
    for (const auto& [key, inside] : *object) write(out, {key.data(), key.size()}, inside);
    out.close();
  } else {
    out.leaf(name, text_of(value));
  }
}

json::value read(const xml::Element& element) {
  if (const std::string_view entry = entry_of(element.name); !entry.empty()) {
    json::array list;
    for (const xml::Element& child : element.children)
      if (child.name == entry) list.push_back(read(child));
    return list;
  }
  if (element.children.empty()) return xml::trimmed(element.text).empty() ? json::value() : json::value(element.text);
  json::object object;
  for (const xml::Element& child : element.children) object.emplace(child.name, read(child));  // of two, the first
  return object;
}

}  // namespace

std::string_view entry_of(std::string_view list) {
  for (const auto& [name, entry] : lists)
    if (name == list) return entry;
  return {};
}

std::string to_xml(const json::value& value, std::string_view root) {
  xml::Writer out;
  write(out, root, value);
  return std::move(out).str();
}

Result<json::value> from_xml(std::string_view text, std::string_view root) {
  WARD_TRY(document, xml::parse(text, limits));
  if (document.name != root)
    return fail(ErrorKind::invalid, "open311.document",
                {fmt::format("Expected <{}>, found <{}>.", root, document.name),
                 fmt::format("应为 <{}>，实为 <{}>。", root, document.name)},
                std::string(root));
  return read(document);
}

}  // namespace ward::city::open311
