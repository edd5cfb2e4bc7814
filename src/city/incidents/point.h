// Where on earth something is.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace ward::city::incidents {

// WGS 84 in 1/1,000,000 of a degree (11 cm).
struct Point {
  int latitude_e6 = 0;   // -90,000,000 to 90,000,000, north positive
  int longitude_e6 = 0;  // -180,000,000 to 180,000,000, east positive
  bool operator==(const Point&) const = default;
};

// {"latitude_e6", "longitude_e6"}; null where there is none.
json::value to_json(const std::optional<Point>& point);
// The object that is to be at `key`; nothing where it is absent or null. Faults of the reader: those of its fields.
std::optional<Point> maybe_point(JsonReader& in, std::string_view key);
// As files write it: "29.306500" and "120.075100", degrees with at most six decimals; nothing where both are empty.
// Errors: "place.half" (one without the other), "place.degrees" with the field `latitude` or `longitude`.
Result<std::optional<Point>> point_from_text(std::string_view latitude, std::string_view longitude);
// What it reads; "" and "" for none.
std::pair<std::string, std::string> to_text(const std::optional<Point>& point);

}  // namespace ward::city::incidents
