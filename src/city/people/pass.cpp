#include "city/people/pass.h"

#include <algorithm>

namespace ward::city::people {

namespace {

constexpr std::string_view mark = "WARD1:";
constexpr std::size_t bytes = 16;

}  // namespace

std::string new_pass() {
  std::string digits = crypto::hex(crypto::random_bytes(bytes));
  std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' && c <= 'f' ? char(c - 'a' + 'A') : c; });
  return std::string(mark) + digits;
}

std::optional<crypto::Digest> pass_digest(std::string_view text) {
  if (!text.starts_with(mark) || text.size() != mark.size() + 2 * bytes) return std::nullopt;
  const std::string_view digits = text.substr(mark.size());
  const bool all = std::ranges::all_of(digits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); });
  if (!all) return std::nullopt;
  return crypto::sha256(crypto::as_bytes(digits));
}

}  // namespace ward::city::people
