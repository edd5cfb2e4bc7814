// Text as people count it, and whether bytes are text at all.
#pragma once

#include <algorithm>
#include <string_view>

namespace ward {

// Unicode code points of valid UTF-8: what lengths in openapi.yaml count.
inline std::size_t characters(std::string_view utf8) {
  return std::size_t(std::ranges::count_if(utf8, [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

// How far bytes are UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
struct Utf8Prefix {
  std::size_t bytes;  // that many are whole characters
  bool cut;           // what follows them may be a character that goes on behind the end (or nothing follows)
};
Utf8Prefix utf8_prefix(std::string_view bytes);

// Whether `text` is well-formed UTF-8 (RFC 3629).
inline bool is_utf8(std::string_view text) { return utf8_prefix(text).bytes == text.size(); }

}  // namespace ward
