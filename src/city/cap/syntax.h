// The small notations inside of CAP's elements: words, times, points, lists. Shared by reading, checking and writing.
#pragma once

#include <array>
#include <span>

#include "city/cap/cap.h"

namespace ward::city::cap {

// The words of each enumeration, in the order of its values.
template <class E>
inline constexpr std::array<std::string_view, 0> words{};
template <>
inline constexpr std::array words<Status> =
    std::to_array<std::string_view>({"Actual", "Exercise", "System", "Test", "Draft"});
template <>
inline constexpr std::array words<MessageType> =
    std::to_array<std::string_view>({"Alert", "Update", "Cancel", "Ack", "Error"});
template <>
inline constexpr std::array words<Scope> = std::to_array<std::string_view>({"Public", "Restricted", "Private"});
template <>
inline constexpr std::array words<Category> = std::to_array<std::string_view>(
    {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"});
template <>
inline constexpr std::array words<ResponseType> = std::to_array<std::string_view>(
    {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"});
template <>
inline constexpr std::array words<Urgency> =
    std::to_array<std::string_view>({"Immediate", "Expected", "Future", "Past", "Unknown"});
template <>
inline constexpr std::array words<Severity> =
    std::to_array<std::string_view>({"Extreme", "Severe", "Moderate", "Minor", "Unknown"});
template <>
inline constexpr std::array words<Certainty> =
    std::to_array<std::string_view>({"Observed", "Likely", "Possible", "Unlikely", "Unknown"});

template <class E>
std::optional<E> value_of(std::string_view word) {
  for (std::size_t i = 0; i < words<E>.size(); ++i)
    if (words<E>[i] == word) return E(i);
  return std::nullopt;
}

// A decimal number without exponent, as XML Schema's decimal; nothing for anything else.
std::optional<double> decimal_from(std::string_view text);
std::string decimal(double value);  // the shortest that reads the same

// "48.1,11.5"
std::optional<Point> point_from(std::string_view text);
// Points separated by white space.
std::optional<Polygon> polygon_from(std::string_view text);
// "48.1,11.5 2.5"
std::optional<Circle> circle_from(std::string_view text);
std::string to_string(const Point& point);
std::string to_string(const Polygon& polygon);
std::string to_string(const Circle& circle);

// "a \"b c\" d": items separated by white space, those that have some in quotes. Nothing when a quote stays open.
std::optional<std::vector<std::string>> list_from(std::string_view text);
std::string to_list(std::span<const std::string> items);

std::optional<Reference> reference_from(std::string_view text);
std::string to_string(const Reference& reference);

}  // namespace ward::city::cap
