// Text as people count it.
#pragma once

#include <algorithm>
#include <string_view>

namespace ward {

// Unicode code points of valid UTF-8: what lengths in openapi.yaml count.
inline std::size_t characters(std::string_view utf8) {
  return std::size_t(std::ranges::count_if(utf8, [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

}  // namespace ward
