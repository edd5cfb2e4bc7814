#include "base/utf8.h"

#include <cstdint>

namespace ward {

namespace {

// The range in which the second byte of a character lies, and how many bytes it has (RFC 3629, section 4); length 0
// for a byte that begins none.
struct Form {
  std::size_t length;
  std::uint8_t low = 0x80, high = 0xbf;
};

Form form_of(std::uint8_t lead) {
  if (lead < 0x80) return {1};
  if (lead < 0xc2) return {0};
  if (lead < 0xe0) return {2};
  if (lead < 0xf0) return {3, std::uint8_t(lead == 0xe0 ? 0xa0 : 0x80), std::uint8_t(lead == 0xed ? 0x9f : 0xbf)};
  if (lead < 0xf5) return {4, std::uint8_t(lead == 0xf0 ? 0x90 : 0x80), std::uint8_t(lead == 0xf4 ? 0x8f : 0xbf)};
  return {0};
}

}  // namespace

Utf8Prefix utf8_prefix(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Form form = form_of(byte(at));
    if (form.length == 0) return {at, false};
    for (std::size_t k = 1; k < form.length; ++k) {
      if (at + k == bytes.size()) return {at, true};
      const std::uint8_t next = byte(at + k);
      if (k == 1 ? next < form.low || next > form.high : next >> 6 != 2) return {at, false};
    }
    at += form.length;
  }
  return {at, true};
}

}  // namespace ward
