#include "http/target.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace ward::http {

namespace {

std::unexpected<Error> bad_target() {
  return fail(ErrorKind::invalid, "http.target", {"The address of the request is malformed.", "请求地址格式不正确。"});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = char(high << 4 | low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    out += c;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Calls `part` with each piece of `text` between separators.
template <class F>
void split(std::string_view text, char separator, F part) {
  while (true) {
    const auto end = text.find(separator);
    part(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

// "0.8" of "zh;q=0.8" in thousandths; 1,000 when absent, 0 when malformed.
int weight(std::string_view range) {
  const auto at = range.find(";q=");
  if (at == std::string_view::npos) return 1000;
  double q = 0;
  const std::string_view digits = range.substr(at + 3);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), q);
  if (error != std::errc{} || !(q >= 0 && q <= 1)) return 0;
  return int(q * 1000);
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t lead = byte(i);
    const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : lead >> 3 == 30 ? 4 : 0;
    if (length == 0 || i + length > text.size()) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0x7fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      if (byte(i + k) >> 6 != 2) return false;
      point = point << 6 | (byte(i + k) & 0x3fu);
    }
    static constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (point < smallest[length] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return false;
    i += length;
  }
  return true;
}

std::string Target::path() const {
  std::string path;
  for (const auto& segment : segments) path += "/" + segment;
  return path.empty() ? "/" : path;
}

Result<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return bad_target();
  Target parsed;
  bool well = true;
  const auto mark = target.find('?');
  const std::string_view path = target.substr(1, mark == std::string_view::npos ? mark : mark - 1);
  if (!path.empty())
    split(path, '/', [&](std::string_view segment) {
      auto decoded = decode(segment, false);
      well = well && decoded;
      parsed.segments.push_back(std::move(decoded).value_or(""));
    });
  if (mark != std::string_view::npos)
    split(target.substr(mark + 1), '&', [&](std::string_view pair) {
      if (pair.empty()) return;
      const auto equals = pair.find('=');
      auto name = decode(pair.substr(0, equals), true);
      auto value = equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1), true);
      well = well && name && value;
      if (name && value) parsed.query.emplace(*std::move(name), *std::move(value));
    });
  if (!well) return bad_target();
  return parsed;
}

std::string cookie_value(std::string_view header, std::string_view name) {
  std::string found;
  bool done = false;
  split(header, ';', [&](std::string_view pair) {
    const auto equals = pair.find('=');
    if (done || equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) return;
    found = trim(pair.substr(equals + 1));
    done = true;
  });
  return found;
}

Language preferred_language(std::string_view accept_language) {
  int english = 0, chinese = 0;
  split(accept_language, ',', [&](std::string_view range) {
    range = trim(range);
    if (range.starts_with("zh")) chinese = std::max(chinese, weight(range));
    if (range.starts_with("en")) english = std::max(english, weight(range));
  });
  return chinese > english ? Language::zh : Language::en;
}

}  // namespace ward::http
