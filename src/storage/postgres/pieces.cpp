#include "storage/postgres/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace ward::storage::postgres {

namespace {

constexpr std::size_t piece_bytes = 7'800;  // leaves room for what stands before them

// How much of `text` the next piece takes: never half a character.
std::size_t piece_of(std::string_view text) {
  if (text.size() <= piece_bytes) return text.size();
  std::size_t end = piece_bytes;
  while (end > piece_bytes - 4 && (std::uint8_t(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

std::string_view word_of(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::optional<std::uint64_t> number_of(std::string_view& text) {
  const std::string_view word = word_of(text);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  return error == std::errc{} && end == word.data() + word.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::vector<std::string> cut(std::string_view sender, std::uint64_t message, std::string_view text) {
  std::vector<std::string_view> parts;
  do {
    parts.push_back(text.substr(0, piece_of(text)));
    text.remove_prefix(parts.back().size());
  } while (!text.empty());
  std::vector<std::string> pieces;
  for (std::size_t i = 0; i < parts.size(); ++i)
    pieces.push_back(fmt::format("{} {} {} {} {}", sender, message, i, parts.size(), parts[i]));
  return pieces;
}

std::optional<Assembly::Message> Assembly::add(std::string_view piece) {
  const std::string sender(word_of(piece));
  const auto message = number_of(piece), number = number_of(piece), pieces = number_of(piece);
  if (!message || !number || !pieces || *number >= *pieces) return std::nullopt;
  Begun& begun = begun_[sender];
  if (*number == 0) begun = {*message, 0, {}};
  if (begun.message != *message || begun.next != *number) return std::nullopt;
  begun.text += piece;
  ++begun.next;
  if (begun.next < *pieces) return std::nullopt;
  Message whole{sender, std::move(begun.text)};
  begun_.erase(sender);
  return whole;
}

}  // namespace ward::storage::postgres
