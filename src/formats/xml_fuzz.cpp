// Any bytes as an XML document: refused with a code, or a tree that is written and read the same again.
#include <cstdlib>

#include "formats/xml.h"

using namespace ward;

namespace {

void write(xml::Writer& out, const xml::Element& element) {
  const xml::Writer::Attributes ns = {{"xmlns", element.ns}};
  if (element.children.empty()) return out.leaf(element.name, element.text, ns);
  out.open(element.name, ns);
  for (const xml::Element& child : element.children) write(out, child);
  out.close();
}

bool same(const xml::Element& a, const xml::Element& b) {
  if (a.ns != b.ns || a.name != b.name || a.children.size() != b.children.size()) return false;
  if (a.children.empty() && a.text != b.text) return false;
  for (std::size_t i = 0; i < a.children.size(); ++i)
    if (!same(a.children[i], b.children[i])) return false;
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = xml::parse({reinterpret_cast<const char*>(data), size});
  if (!root) {
    if (root.error().code.empty()) std::abort();
    return 0;
  }
  xml::Writer out;
  write(out, *root);
  const auto again = xml::parse(std::move(out).str(), {.bytes = 64 << 20});
  if (!again || !same(*root, *again)) std::abort();
  return 0;
}
