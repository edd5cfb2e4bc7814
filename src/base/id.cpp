#include "base/id.h"

#include <sodium.h>

#include <algorithm>
#include <mutex>

namespace ward {

Id Id::make(Time now) {
  static std::mutex mutex;
  static std::int64_t last_ms = 0;
  static std::uint16_t counter = 0;  // the 12 bits of rand_a, as RFC 9562 section 6.2 method 1

  Id id;
  randombytes_buf(id.bytes_.data(), id.bytes_.size());
  std::int64_t ms = to_millis(now);
  std::uint16_t sequence;
  {
    std::lock_guard lock(mutex);
    if (ms > last_ms) {
      last_ms = ms;
      counter = std::uint16_t((id.bytes_[6] << 8 | id.bytes_[7]) & 0x7ff);
    } else if (++counter > 0xfff) {
      ++last_ms;
      counter = 0;
    }
    ms = last_ms;
    sequence = counter;
  }
  for (int i = 0; i < 6; ++i) id.bytes_[i] = std::uint8_t(ms >> (8 * (5 - i)));
  id.bytes_[6] = std::uint8_t(0x70 | (sequence >> 8));
  id.bytes_[7] = std::uint8_t(sequence);
  id.bytes_[8] = std::uint8_t(0x80 | (id.bytes_[8] & 0x3f));
  return id;
}

Result<Id> Id::parse(std::string_view text) {
  const auto malformed = [] {
    return fail(
        ErrorKind::invalid, "id.malformed",
        {"The id is not a UUID (8-4-4-4-12 hexadecimal digits).", "编号不是 UUID（8-4-4-4-12 位十六进制数）。"});
  };
  if (text.size() != 36) return malformed();
  Id id;
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return malformed();
      continue;
    }
    const char c = text[i];
    int value;
    if (c >= '0' && c <= '9')
      value = c - '0';
    else if (c >= 'a' && c <= 'f')
      value = c - 'a' + 10;
    else if (c >= 'A' && c <= 'F')
      value = c - 'A' + 10;
    else
      return malformed();
    id.bytes_[nibble / 2] = std::uint8_t(id.bytes_[nibble / 2] << 4 | value);
    ++nibble;
  }
  return id;
}

std::optional<Id> Id::from_bytes(std::span<const std::uint8_t> bytes) {
  Id id;
  if (bytes.size() != id.bytes_.size()) return std::nullopt;
  std::ranges::copy(bytes, id.bytes_.begin());
  return id;
}

std::string Id::str() const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes_[i] >> 4];
    text += digits[bytes_[i] & 15];
  }
  return text;
}

Time Id::time() const {
  std::int64_t ms = 0;
  for (int i = 0; i < 6; ++i) ms = ms << 8 | bytes_[i];
  return from_millis(ms);
}

}  // namespace ward
