// What the numbers in the cells of a workbook mean (ECMA-376 part 1, 18.17.4 and 18.8.30). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ward::tables {

// A number as people write it: no exponent, no digits that only the computer's way of counting adds
// ("0.10000000000000001" is "0.1"). Nothing when `text` is no number or is as large as 1e21.
std::optional<std::string> plain_number(std::string_view text);

// Whether a whole number has more digits than a spreadsheet keeps (15): the rest have become zeros, as happens to
// identity card numbers in cells that are not text.
bool has_lost_digits(std::string_view text);

// A day or a moment that a spreadsheet counts in days: "2026-03-02", "2026-03-02T08:00:00", or "08:00:00" below one
// day. Rounded to whole seconds. With `from_1904` day 0 is 1904-01-01, else day 1 is 1900-01-01 and there is a day 60
// that never was. Nothing when there is no such day up to the year 9999.
std::optional<std::string> iso_date(std::string_view serial, bool from_1904);

// Whether cells of this format show a date or a time of day. `id` is one of the built-in formats (18.8.30, with the
// Chinese ones 27 to 36 and 50 to 58), `code` of a custom one ("yyyy\"年\"m\"月\"d\"日\""). Durations ("[h]:mm") are
// numbers.
bool is_date_format(int id, std::string_view code);

// "_x000D_" stands for a character that XML cannot hold (22.4.2.4); and back, for what would be read as one.
std::string unescaped(std::string_view text);
std::string escaped(std::string_view text);

// "B12" is column 2 (row 12); nothing when there is no such cell.
struct CellName {
  std::size_t column;  // from 1
  std::int64_t row;    // from 1
};
std::optional<CellName> cell_name(std::string_view text);

}  // namespace ward::tables
