#include "city/incidents/point.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace ward::city::incidents {

namespace {

constexpr int most_latitude = 90, most_longitude = 180;
constexpr std::int64_t millionths = 1'000'000;

int degrees_in(JsonReader& in, std::string_view key, int most) {
  return int(in.integer(key, -most * millionths, most * millionths));
}

Result<int> degrees_from(std::string_view text, int most, const char* field) {
  double degrees = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), degrees);
  if (error == std::errc{} && end == text.data() + text.size() && std::abs(degrees) <= most)
    return int(std::llround(degrees * double(millionths)));
  return fail(ErrorKind::invalid, "place.degrees",
              {fmt::format("\"{}\" are no degrees from -{} to {}, as 29.306500.", text, most, most),
               fmt::format("“{}”不是 -{} 至 {} 之间的度数（如 29.306500）。", text, most, most)},
              field);
}

std::string text_of(int degrees_e6) {
  const int rest = std::abs(degrees_e6);
  return fmt::format("{}{}.{:06}", degrees_e6 < 0 ? "-" : "", rest / millionths, rest % millionths);
}

}  // namespace

json::value to_json(const std::optional<Point>& point) {
  if (!point) return nullptr;
  return {{"latitude_e6", point->latitude_e6}, {"longitude_e6", point->longitude_e6}};
}

std::optional<Point> maybe_point(JsonReader& in, std::string_view key) {
  const json::value* value = in.maybe_any(key);
  if (!value) return std::nullopt;
  JsonReader inside(*value, std::string(key));
  const Point point{degrees_in(inside, "latitude_e6", most_latitude),
                    degrees_in(inside, "longitude_e6", most_longitude)};
  if (const auto read = inside.finish(); !read) in.fault(read.error());
  return point;
}

Result<std::optional<Point>> point_from_text(std::string_view latitude, std::string_view longitude) {
  if (latitude.empty() && longitude.empty()) return std::nullopt;
  if (latitude.empty() || longitude.empty())
    return fail(ErrorKind::invalid, "place.half",
                {"A position is a latitude and a longitude.", "坐标须同时有纬度和经度。"},
                latitude.empty() ? "latitude" : "longitude");
  WARD_TRY(north, degrees_from(latitude, most_latitude, "latitude"));
  WARD_TRY(east, degrees_from(longitude, most_longitude, "longitude"));
  return Point{north, east};
}

std::pair<std::string, std::string> to_text(const std::optional<Point>& point) {
  if (!point) return {};
  return {text_of(point->latitude_e6), text_of(point->longitude_e6)};
}

}  // namespace ward::city::incidents
