#include "city/cap/syntax.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace ward::city::cap {

namespace {

constexpr std::string_view space = " \t\r\n";

// Calls `each` with the pieces of `text` between white space; false as soon as it says so.
template <class F>
bool split(std::string_view text, F each) {
  while (true) {
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return true;
    text.remove_prefix(begin);
    const auto end = std::min(text.find_first_of(space), text.size());
    if (!each(text.substr(0, end))) return false;
    text.remove_prefix(end);
  }
}

}  // namespace

std::string to_string(const Moment& moment) {
  const std::string local = to_rfc3339(moment.at + moment.offset).substr(0, 19);
  const auto minutes = std::abs(moment.offset.count());
  return fmt::format("{}{}{:02}:{:02}", local, moment.offset.count() > 0 ? '+' : '-', minutes / 60, minutes % 60);
}

Result<Moment> moment_from(std::string_view text) {
  const auto malformed = [] {
    return fail(ErrorKind::invalid, "cap.time",
                {"A time is written with its offset and without fractions or letters for a zone, for example "
                 "2026-03-02T08:00:00+08:00.",
                 "时间须带时区偏移，不含小数秒，也不用字母表示时区，例如 2026-03-02T08:00:00+08:00。"});
  };
  // "2026-03-02T08:00:00+08:00": with this length and these two places parse_rfc3339 leaves nothing else.
  if (text.size() != 25 || text[10] != 'T' || (text[19] != '+' && text[19] != '-')) return malformed();
  const auto at = parse_rfc3339(text);
  if (!at || text.substr(17, 2) == "60") return malformed();
  int hours = 0, minutes = 0;
  std::from_chars(text.data() + 20, text.data() + 22, hours);
  std::from_chars(text.data() + 23, text.data() + 25, minutes);
  std::chrono::minutes offset{60 * hours + minutes};
  if (offset > std::chrono::hours{14}) return malformed();
  if (text[19] == '-') offset = -offset;
  return Moment{*at, offset};
}

std::optional<double> decimal_from(std::string_view text) {
  const bool is_signed = text.starts_with('+') || text.starts_with('-');
  const std::string_view digits = text.substr(is_signed ? 1 : 0);
  if (digits.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  if (digits.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(value)) return std::nullopt;
  return text.starts_with('-') && value != 0 ? -value : value;
}

std::string decimal(double value) {
  char digits[400];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
  return error == std::errc{} ? std::string(digits, end) : std::string();
}

std::optional<Point> point_from(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto latitude = decimal_from(text.substr(0, comma)), longitude = decimal_from(text.substr(comma + 1));
  if (!latitude || !longitude) return std::nullopt;
  return Point{*latitude, *longitude};
}

std::optional<Polygon> polygon_from(std::string_view text) {
  Polygon polygon;
  const bool well = split(text, [&](std::string_view piece) {
    const auto point = point_from(piece);
    if (point) polygon.push_back(*point);
    return point.has_value();
  });
  if (!well) return std::nullopt;
  return polygon;
}

std::optional<Circle> circle_from(std::string_view text) {
  std::vector<std::string_view> pieces;
  split(text, [&](std::string_view piece) { return pieces.push_back(piece), pieces.size() < 3; });
  if (pieces.size() != 2) return std::nullopt;
  const auto centre = point_from(pieces[0]);
  const auto radius = decimal_from(pieces[1]);
  if (!centre || !radius) return std::nullopt;
  return Circle{*centre, *radius};
}

std::string to_string(const Point& point) { return decimal(point.latitude) + "," + decimal(point.longitude); }

std::string to_string(const Polygon& polygon) {
  std::string text;
  for (const Point& point : polygon) text += (text.empty() ? "" : " ") + to_string(point);
  return text;
}

std::string to_string(const Circle& circle) { return to_string(circle.centre) + " " + decimal(circle.radius_km); }

std::optional<std::vector<std::string>> list_from(std::string_view text) {
  std::vector<std::string> items;
  while (true) {
    const auto begin = text.find_first_not_of(space);
    if (begin == std::string_view::npos) return items;
    text.remove_prefix(begin);
    const bool quoted = text.starts_with('"');
    if (quoted) text.remove_prefix(1);
    const auto end = quoted ? text.find('"') : std::min(text.find_first_of(space), text.size());
    if (end == std::string_view::npos) return std::nullopt;
    if (end > 0) items.emplace_back(text.substr(0, end));
    text.remove_prefix(end + (quoted ? 1 : 0));
  }
}

std::string to_list(std::span<const std::string> items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ' ';
    text += item.find_first_of(space) == std::string::npos ? item : '"' + item + '"';
  }
  return text;
}

std::optional<Reference> reference_from(std::string_view text) {
  const auto first = text.find(','), last = text.rfind(',');
  if (first == std::string_view::npos || last == first) return std::nullopt;
  const auto sent = moment_from(text.substr(last + 1));
  if (!sent) return std::nullopt;
  return Reference{std::string(text.substr(0, first)), std::string(text.substr(first + 1, last - first - 1)), *sent};
}

std::string to_string(const Reference& reference) {
  return reference.sender + "," + reference.identifier + "," + to_string(reference.sent);
}

std::string_view to_string(Status value) { return words<Status>[std::size_t(value)]; }
std::string_view to_string(MessageType value) { return words<MessageType>[std::size_t(value)]; }
std::string_view to_string(Scope value) { return words<Scope>[std::size_t(value)]; }
std::string_view to_string(Category value) { return words<Category>[std::size_t(value)]; }
std::string_view to_string(ResponseType value) { return words<ResponseType>[std::size_t(value)]; }
std::string_view to_string(Urgency value) { return words<Urgency>[std::size_t(value)]; }
std::string_view to_string(Severity value) { return words<Severity>[std::size_t(value)]; }
std::string_view to_string(Certainty value) { return words<Certainty>[std::size_t(value)]; }

}  // namespace ward::city::cap
