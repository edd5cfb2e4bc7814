// Reading JSON that came from outside: every access names the field at fault. Writing uses Boost.JSON directly.
// Temperatures travel as integer centi-degrees (36.60 °C is 3660), because Boost.JSON prints 36.6 as 3.66E1.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace ward {

namespace json = boost::json;

// Errors: "json.syntax" with the offset; "json.depth" beyond 32 levels.
Result<json::value> parse_json(std::string_view text);

// Boost.JSON has a string_view of its own.
inline json::string_view json_view(std::string_view text) { return {text.data(), text.size()}; }

// What is there, or null; times as RFC 3339 writes them.
template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
inline json::value or_null(const std::optional<Id>& id) { return id ? json::value(id->str()) : json::value(nullptr); }
inline json::value or_null(const std::optional<Time>& at) {
  return at ? json::value(to_rfc3339(*at)) : json::value(nullptr);
}
inline json::value or_null(const std::optional<Date>& day) {
  return day ? json::value(to_text(*day)) : json::value(nullptr);
}

// Reads one object field by field; remembers the first fault and every key that was asked for.
//   JsonReader in(object);  auto name = in.text("name", 1, 100);  ...  WARD_CHECK(in.finish());
// After a fault the getters return empty values, so that a reader is written without ifs. Unknown keys are refused.
class JsonReader {
 public:
  explicit JsonReader(const json::value& value, std::string path = {});

  // Required. Lengths in characters (Unicode code points), as openapi.yaml counts them.
  std::string text(std::string_view key, std::size_t min, std::size_t max);
  std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max);
  double number(std::string_view key, double min, double max);
  bool boolean(std::string_view key);
  Id id(std::string_view key);
  Time time(std::string_view key);
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed);
  const json::value& any(std::string_view key);
  const json::array& array(std::string_view key, std::size_t max);

  // Optional: nothing when the key is absent or null.
  std::optional<std::string> maybe_text(std::string_view key, std::size_t min, std::size_t max);
  std::optional<std::int64_t> maybe_integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::optional<double> maybe_number(std::string_view key, double min, double max);
  std::optional<bool> maybe_boolean(std::string_view key);
  std::optional<Id> maybe_id(std::string_view key);
  std::optional<Time> maybe_time(std::string_view key);
  const json::value* maybe_any(std::string_view key);
  const json::array* maybe_array(std::string_view key, std::size_t max);
  bool has(std::string_view key);  // present and not null

  // Adds a fault of the caller's own finding; or one that was found inside, which names its whole path.
  void fault(std::string_view key, std::string code, Text message);
  void fault(const Error& inside);
  // Errors: "field.missing", "field.type", "field.range", "field.unknown", ...; `field` is the path of the key.
  Result<> finish() const;

 private:
  const json::value* find(std::string_view key, bool required);
  std::string at(std::string_view key) const;
  const json::object* object_ = nullptr;
  std::string path_;
  std::vector<std::string> asked_;
  std::optional<Error> fault_;
};

}  // namespace ward
