// Where a page of a list ended: the `next` of one page is the `after` of the following.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"

namespace ward::city {

// Of a list by time: "<milliseconds>_<uuid>".
struct TimeCursor {
  Time at;
  Id id;
  bool operator==(const TimeCursor&) const = default;
};
std::string to_string(const TimeCursor& cursor);
// Nothing for what to_string() does not write, and for times outside of the years 0 to 9999, with which nobody can
// calculate.
std::optional<TimeCursor> time_cursor_from(std::string_view text);

// Of a list by name: "<name in hexadecimal>_<uuid>".
struct NameCursor {
  std::string name;
  Id id;
  bool operator==(const NameCursor&) const = default;
};
std::string to_string(const NameCursor& cursor);
std::optional<NameCursor> name_cursor_from(std::string_view text);

}  // namespace ward::city
