#include "http/target.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/percent.h"

namespace ward::http {

namespace {

std::unexpected<Error> bad_target() {
  return fail(ErrorKind::invalid, "http.target", {"The address of the request is malformed.", "请求地址格式不正确。"});
}

// Text of a target has no control characters.
std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  auto out = percent_decoded(text, plus_is_space);
  if (out && std::ranges::any_of(*out, [](unsigned char c) { return c < 0x20 || c == 0x7f; })) return std::nullopt;
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
