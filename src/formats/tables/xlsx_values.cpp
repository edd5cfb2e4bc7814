#include "formats/tables/xlsx_values.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace ward::tables {

namespace {

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Whether `text` begins with _xHHHH_.
bool is_escape(std::string_view text) {
  if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return false;
  return is_hex(text[2]) && is_hex(text[3]) && is_hex(text[4]) && is_hex(text[5]);
}

std::string time_of_day(std::int64_t seconds) {
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

constexpr std::int64_t day_seconds = 86'400;

}  // namespace

std::optional<std::string> plain_number(std::string_view text) {
  const auto value = number_of(text);
  if (!value || std::abs(*value) >= 1e21) return std::nullopt;
  if (*value == 0) return "0";
  // Spreadsheets keep 15 digits; what a double has beyond them is noise.
  double rounded = *value;
  const std::string fifteen = fmt::format("{:.14e}", *value);
  std::from_chars(fifteen.data(), fifteen.data() + fifteen.size(), rounded);
  char digits[400];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, rounded, std::chars_format::fixed);
  if (error != std::errc{}) return std::nullopt;
  return std::string(digits, end);
}

bool has_lost_digits(std::string_view text) {
  const auto value = number_of(text);
  return value && std::abs(*value) >= 1e15 && *value == std::floor(*value);
}

std::optional<std::string> iso_date(std::string_view serial, bool from_1904) {
  using namespace std::chrono;
  const auto value = number_of(serial);
  if (!value || *value < 0 || *value >= 2'958'466) return std::nullopt;  // 9999-12-31 is the last day
  const std::int64_t seconds = std::llround(*value * double(day_seconds));
  std::int64_t day = seconds / day_seconds;
  const std::int64_t rest = seconds % day_seconds;
  if (day == 0) return rest == 0 ? std::nullopt : std::optional(time_of_day(rest));
  if (!from_1904 && day == 60) return std::nullopt;
  const sys_days zero = from_1904 ? sys_days{year{1904} / 1 / 1} : sys_days{year{1899} / 12 / 31};
  if (!from_1904 && day > 60) --day;
  const year_month_day date{zero + days{day}};
  if (int(date.year()) > 9999) return std::nullopt;
  std::string text = fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  if (rest != 0) text += "T" + time_of_day(rest);
  return text;
}

bool is_date_format(int id, std::string_view code) {
  if (code.empty())
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id == 45 || id == 47 || (id >= 50 && id <= 58);
  bool quoted = false, date = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = char(code[i] | 0x20);  // lower case for letters
    if (code[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (code[i] == ';') break;  // only the part for positive numbers
    if (code[i] == '\\' || code[i] == '_' || code[i] == '*') {
      ++i;  // the next character is shown as it is, or is only room
    } else if (code[i] == '[') {
      const auto end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) return false;  // a duration
      i = end;
    } else if (code.substr(i).starts_with("aaa")) {  // the day of the week
      date = true;
    } else if (c == 'y' || c == 'm' || c == 'd' || c == 'h' || c == 's') {
      date = true;
    } else if (code.substr(i).starts_with("General")) {
      i += 6;
    }
  }
  return date;
}

std::string unescaped(std::string_view text) {
  if (text.find("_x") == std::string_view::npos) return std::string(text);
  std::string out;
  while (!text.empty()) {
    if (!is_escape(text)) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    unsigned point = 0;
    std::from_chars(text.data() + 2, text.data() + 6, point, 16);
    if (point == 0 || (point >= 0xd800 && point < 0xe000)) {
      out += text.substr(0, 7);  // no character: it stays what it is
    } else if (point < 0x80) {
      out += char(point);
    } else if (point < 0x800) {
      out += {char(0xc0 | point >> 6), char(0x80 | (point & 0x3f))};
    } else {
      out += {char(0xe0 | point >> 12), char(0x80 | (point >> 6 & 0x3f)), char(0x80 | (point & 0x3f))};
    }
    text.remove_prefix(7);
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::string_view rest = text.substr(i);
    if (c < 0x20 && c != '\t' && c != '\n') {
      out += fmt::format("_x{:04X}_", c);
    } else if (rest.starts_with("\xef\xbf\xbe") || rest.starts_with("\xef\xbf\xbf")) {
      out += rest[2] == '\xbe' ? "_xFFFE_" : "_xFFFF_";
      i += 2;
    } else {
      out += is_escape(rest) ? "_x005F_" : std::string(1, text[i]);
    }
  }
  return out;
}

std::optional<CellName> cell_name(std::string_view text) {
  CellName name{0, 0};
  std::size_t letters = 0;
  for (; letters < text.size() && letters < 4 && text[letters] >= 'A' && text[letters] <= 'Z'; ++letters)
    name.column = name.column * 26 + std::size_t(text[letters] - 'A' + 1);
  const std::string_view digits = text.substr(letters);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.row);
  if (letters == 0 || error != std::errc{} || end != digits.data() + digits.size() || name.row < 1) return std::nullopt;
  return name;
}

}  // namespace ward::tables
