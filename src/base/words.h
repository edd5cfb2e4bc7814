// What the values of an enumeration are called: in data, and by people in the two languages every screen has.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace ward {

// A row of a table that has one for each value, in the order of the values.
struct Words {
  std::string_view name;
  const char *en, *zh;
};

inline Text text_of(const Words& words) { return {words.en, words.zh}; }

// The value of that name.
template <class Enum, std::size_t n>
std::optional<Enum> named(const Words (&all)[n], std::string_view name) {
  const auto found = std::ranges::find(all, name, &Words::name);
  return found == std::end(all) ? std::nullopt : std::optional(Enum(found - all));
}

}  // namespace ward
