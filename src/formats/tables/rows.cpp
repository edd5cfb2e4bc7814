#include "formats/tables/rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::tables {

std::string column_letters(std::size_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) letters += char('A' + (column - 1) % 26);
  std::ranges::reverse(letters);
  return letters;
}

Error fault_at(std::int64_t row, std::size_t column, ErrorKind kind, std::string code, const Text& what) {
  if (column == 0)
    return Error::make(kind, std::move(code),
                       {fmt::format("Row {}: {}", row, what.en), fmt::format("第 {} 行：{}", row, what.zh)},
                       fmt::format("row {}", row));
  const std::string letters = column_letters(column);
  return Error::make(kind, std::move(code),
                     {fmt::format("Row {}, column {}: {}", row, letters, what.en),
                      fmt::format("第 {} 行 {} 列：{}", row, letters, what.zh)},
                     fmt::format("row {} column {}", row, column));
}

}  // namespace ward::tables
