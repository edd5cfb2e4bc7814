// Rows of values for Transaction::bulk().
#pragma once

#include <ranges>
#include <vector>

#include "storage/database.h"

namespace ward::storage {

using Values = std::vector<Value>;

template <class... A>
Values row_of(const A&... values) {
  return {to_value(values)...};
}

// A row of values for each of `all`.
template <std::ranges::sized_range All, class F>
std::vector<Values> rows_of(const All& all, F&& row) {
  std::vector<Values> rows;
  rows.reserve(std::ranges::size(all));
  for (const auto& one : all) rows.push_back(row(one));
  return rows;
}

}  // namespace ward::storage
