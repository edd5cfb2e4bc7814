// Targets, cookies and language lists from outside: nothing crashes, and what is accepted is well-formed.
#include <cstdlib>

#include "base/utf8.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward::http;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto target = parse_target(text)) {
    for (const auto& segment : target->segments)
      if (!ward::is_utf8(segment) || segment.find('\0') != std::string::npos) std::abort();
    for (const auto& [name, value] : target->query)
      if (!ward::is_utf8(name) || !ward::is_utf8(value)) std::abort();
  }
  if (cookie_value(text, "ward_session").size() > size) std::abort();
  preferred_language(text);
  return 0;
}
