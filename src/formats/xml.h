// Small XML documents as a tree, and XML written. For what is too large to hold, see xml_events.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace ward::xml {

struct Element {
  std::string ns;  // the namespace's URI; empty for none
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;  // of no namespace
  std::string text;  // all character data directly in it, joined; not trimmed
  std::vector<Element> children;
  int line = 0;  // where it begins, from 1

  // The first child of this name in the element's own namespace; nullptr when there is none.
  const Element* child(std::string_view child_name) const;
};

struct Limits {
  std::size_t bytes = 1 << 20;
  std::size_t elements = 50'000;
  int depth = 32;
};

// UTF-8, UTF-16 or ISO 8859-1 as the document says itself. Errors: "xml.syntax", "xml.doctype", "xml.depth" with the
// line; "xml.too_large" beyond the limits: nothing of it is read.
Result<Element> parse(std::string_view document, const Limits& limits = {});

// Text without white space before and behind it.
std::string_view trimmed(std::string_view text);

// Whether XML 1.0 can hold `text` (section 2.2): UTF-8 without control characters other than tab and line ends.
bool can_hold(std::string_view text);

// Writes a document, indented by two spaces; elements with text stay on one line. Text that XML cannot hold gets U+FFFD
// in place of each such character.
class Writer {
 public:
  using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;

  Writer();  // begins with the XML declaration
  void open(std::string_view name, const Attributes& attributes = {});
  void leaf(std::string_view name, std::string_view text, const Attributes& attributes = {});
  void close();
  std::string str() &&;  // every element must be closed

 private:
  void begin(std::string_view name, const Attributes& attributes);
  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace ward::xml
