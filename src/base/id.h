// UUIDv7 (RFC 9562, section 5.7), made by whoever creates the thing, so that every write can be sent twice and count
// once.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace ward {

class Id {
 public:
  Id() = default;  // the nil id

  // A new id: 48 bits of milliseconds, then randomness; ids of one process made in one millisecond still ascend.
  static Id make(Time now);
  // 8-4-4-4-12 hexadecimal digits, either case. Errors: code "id.malformed".
  static Result<Id> parse(std::string_view text);

  // Nothing unless there are exactly 16 bytes.
  static std::optional<Id> from_bytes(std::span<const std::uint8_t> bytes);

  std::string str() const;
  bool is_nil() const { return *this == Id{}; }
  Time time() const;  // the moment written in its first 48 bits
  const std::array<std::uint8_t, 16>& bytes() const { return bytes_; }
  auto operator<=>(const Id&) const = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace ward

template <>
struct std::hash<ward::Id> {
  std::size_t operator()(const ward::Id& id) const noexcept {
    std::uint64_t h;
    __builtin_memcpy(&h, id.bytes().data() + 8, 8);
    return h;
  }
};
