#include "city/cursor.h"

#include <fmt/format.h>

#include <charconv>

#include "base/crypto.h"

namespace ward::city {

namespace {

using namespace std::chrono;

constexpr Time the_first = sys_days{year{0} / January / 1}, the_last = sys_days{year{10'000} / January / 1} - Millis{1};

// Of lower-case hexadecimal digits; nothing for anything else.
std::optional<std::string> bytes_of(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const auto digit = [&](char c) {
      return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += char(high << 4 | low);
  }
  return bytes;
}

}  // namespace

std::string to_string(const TimeCursor& cursor) { return fmt::format("{}_{}", to_millis(cursor.at), cursor.id.str()); }

std::optional<TimeCursor> time_cursor_from(std::string_view text) {
  std::int64_t millis = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
  if (error != std::errc{} || end == text.data() + text.size() || *end != '_') return std::nullopt;
  const auto id = Id::parse(text.substr(std::size_t(end - text.data()) + 1));
  if (!id || millis < to_millis(the_first) || millis > to_millis(the_last)) return std::nullopt;
  return TimeCursor{from_millis(millis), *id};
}

std::string to_string(const NameCursor& cursor) {
  return crypto::hex(crypto::as_bytes(cursor.name)) + "_" + cursor.id.str();
}

std::optional<NameCursor> name_cursor_from(std::string_view text) {
  const std::size_t split = text.find('_');
  if (split == std::string_view::npos) return std::nullopt;
  const auto name = bytes_of(text.substr(0, split));
  const auto id = Id::parse(text.substr(split + 1));
  return name && id ? std::optional(NameCursor{*name, *id}) : std::nullopt;
}

}  // namespace ward::city
