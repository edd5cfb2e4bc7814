// Rows of values for Transaction::bulk().
#pragma once

#include <vector>

#include "storage/database.h"

namespace ward::storage {

using Values = std::vector<Value>;

template <class... A>
Values row_of(const A&... values) {
  return {to_value(values)...};
}

// A row of values for each of `all`.
template <class T, class F>
std::vector<Values> rows_of(const std::vector<T>& all, F&& row) {
  std::vector<Values> rows;
  rows.reserve(all.size());
  for (const T& one : all) rows.push_back(row(one));
  return rows;
}

}  // namespace ward::storage
