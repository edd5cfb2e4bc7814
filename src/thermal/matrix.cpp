#include "thermal/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <thread>

#include "thermal/raw.h"

namespace ward::thermal {

namespace {

constexpr Millis frame_time{111};  // of a sensor below the export limit of 9 Hz

enum class Unit { none, celsius, fahrenheit, kelvin };

std::unexpected<Error> malformed(std::size_t line, std::string_view en, std::string_view zh) {
  return fail(ErrorKind::invalid, "thermal.format",
              {fmt::format("Line {} of the temperature matrix: {}.", line, en),
               fmt::format("温度矩阵第 {} 行：{}。", line, zh)},
              fmt::format("line {}", line));
}

float to_celsius(double value, Unit unit) {
  switch (unit) {
    case Unit::fahrenheit:
      return static_cast<float>((value - 32) / 1.8);
    case Unit::kelvin:
      return static_cast<float>(value - 273.15);
    default:
      return static_cast<float>(value);
  }
}

Unit unit_in(std::string_view line) {
  if (line.find("°F") != line.npos || line.find("ahrenheit") != line.npos) return Unit::fahrenheit;
  if (line.find("°C") != line.npos || line.find("elsius") != line.npos) return Unit::celsius;
  if (line.find("elvin") != line.npos || line.find(" K.") != line.npos) return Unit::kelvin;
  return Unit::none;
}

std::string_view trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(" \r\"");
  return first == s.npos ? std::string_view{} : s.substr(first, s.find_last_not_of(" \r\"") - first + 1);
}

char separator_of(std::string_view line) {
  for (const char c : {'\t', ';', ','})
    if (line.find(c) != line.npos) return c;
  return ',';
}

std::vector<std::string_view> cells(std::string_view line, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const auto end = line.find(separator);
    out.push_back(trimmed(line.substr(0, end)));
    if (end == line.npos) return out;
    line.remove_prefix(end + 1);
  }
}

bool number(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

// The heading above the table: an empty cell and the numbers of the columns.
bool is_heading(std::string_view line) {
  const auto parts = cells(line, separator_of(line));
  return parts.size() >= 3 && parts[0].empty() && parts[1] == "1" && parts[2] == "2";
}

struct Table {
  std::vector<float> values;
  std::size_t columns = 0, rows = 0;
};

// One line of the table: its number, then `columns` temperatures.
Result<> append_row(Table& table, std::string_view line, Unit unit, std::size_t line_number) {
  auto parts = cells(line, separator_of(line));
  if (parts.back().empty()) parts.pop_back();  // the export ends its lines with a separator
  if (parts.empty()) return malformed(line_number, "no temperatures", "没有温度值");
  const std::size_t count = parts.size() - 1;
  if (table.rows == 0) table.columns = count;
  if (count != table.columns || count == 0)
    return malformed(line_number, fmt::format("{} temperatures where the first has {}", count, table.columns),
                     fmt::format("有 {} 个温度值，而首行有 {} 个", count, table.columns));
  if (table.columns > max_columns || table.rows >= max_rows)
    return fail(ErrorKind::invalid, "thermal.wrong_size",
                {"The temperature matrix is larger than 1280x1024.", "温度矩阵大于 1280x1024。"}, "matrix");
  double index = 0;
  if (!number(parts[0], index) || index != static_cast<double>(table.rows + 1))
    return malformed(line_number, fmt::format("row {} expected", table.rows + 1),
                     fmt::format("应为第 {} 行", table.rows + 1));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    double value = 0;
    if (!number(parts[i], value) || std::abs(value) > 5000)
      return malformed(line_number, fmt::format("column {} is no temperature", i), fmt::format("第 {} 列不是温度", i));
    table.values.push_back(to_celsius(value, unit));
  }
  ++table.rows;
  return {};
}

// Reads one UTF-16 unit; 0 beyond the end.
unsigned unit_at(std::span<const std::byte> bytes, std::size_t at, bool big_endian) {
  if (at + 1 >= bytes.size()) return 0;
  const auto first = std::to_integer<unsigned>(bytes[at]), second = std::to_integer<unsigned>(bytes[at + 1]);
  return big_endian ? first << 8U | second : second << 8U | first;
}

void append_utf8(std::string& out, unsigned code) {
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0U | code >> 6U);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0U | code >> 12U);
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0U | code >> 18U);
    tail(12), tail(6), tail(0);
  }
}

}  // namespace

std::string as_utf8(std::span<const std::byte> bytes) {
  const auto begins = [&](std::initializer_list<unsigned> mark) {
    return bytes.size() >= mark.size() && std::ranges::equal(mark, bytes.first(mark.size()), {}, {},
                                                             [](std::byte b) { return std::to_integer<unsigned>(b); });
  };
  const bool little = begins({0xFF, 0xFE}), big = begins({0xFE, 0xFF});
  if (!little && !big) {
    const auto text = begins({0xEF, 0xBB, 0xBF}) ? bytes.subspan(3) : bytes;
    return {reinterpret_cast<const char*>(text.data()), text.size()};
  }
  std::string out;
  out.reserve(bytes.size() / 2);
  for (std::size_t at = 2; at + 1 < bytes.size(); at += 2) {
    unsigned code = unit_at(bytes, at, big);
    if (code >= 0xD800 && code < 0xE000) {
      const unsigned low = unit_at(bytes, at + 2, big);
      const bool pair = code < 0xDC00 && low >= 0xDC00 && low < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00) : 0xFFFD;
      if (pair) at += 2;
    }
    append_utf8(out, code);
  }
  return out;
}

Result<cv::Mat> parse_matrix(std::span<const std::byte> bytes) {
  if (bytes.size() > max_matrix_bytes)
    return fail(ErrorKind::too_large, "thermal.wrong_size",
                {"The temperature matrix is larger than 32 MiB.", "温度矩阵大于 32 MiB。"}, "matrix");
  const std::string text = as_utf8(bytes);
  Unit unit = Unit::none;
  bool in_table = false;
  Table table;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(std::string_view(text).substr(at, end - at));
    at = end + 1;
    ++line_number;
    if (in_table) {
      if (line.empty()) break;
      WARD_CHECK(append_row(table, line, unit, line_number));
    } else if (is_heading(line)) {
      if (unit == Unit::none)
        return malformed(line_number, "no unit was named above it (\"All temperatures in °C.\")",
                         "上方没有注明温度单位");
      in_table = true;
    } else if (unit == Unit::none) {
      unit = unit_in(line);
    }
  }
  if (table.rows == 0) return malformed(line_number, "no table of temperatures was found", "没有找到温度表");
  cv::Mat celsius(static_cast<int>(table.rows), static_cast<int>(table.columns), CV_32FC1);
  std::ranges::copy(table.values, celsius.begin<float>());
  return celsius;
}

Result<std::unique_ptr<MatrixSource>> MatrixSource::open(const std::filesystem::path& file, const Clock& clock) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in || size > max_matrix_bytes)
    return fail(ErrorKind::unavailable, "thermal.lost",
                {fmt::format("The temperature matrix {} cannot be read, or is larger than 32 MiB.", file.string()),
                 fmt::format("无法读取温度矩阵 {}，或其大于 32 MiB。", file.string())},
                "matrix");
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  WARD_TRY(celsius, parse_matrix(std::as_bytes(std::span(content))));
  return std::make_unique<MatrixSource>(celsius, file.filename().string(), clock);
}

MatrixSource::MatrixSource(cv::Mat celsius, std::string name, const Clock& clock)
    : celsius_(std::move(celsius)), name_(std::move(name)), clock_(clock) {}

Result<ThermalFrame> MatrixSource::next(Millis patience) {
  const Steady now = clock_.steady();
  const auto wait = std::chrono::ceil<Millis>(next_.value_or(now) - now);
  std::this_thread::sleep_for(std::min(wait, patience));
  if (wait > patience)
    return fail(ErrorKind::unavailable, "thermal.silent", {"No frame came.", "没有画面。"}, "matrix");
  next_ = now + std::max(wait, Millis{0}) + frame_time;
  return ThermalFrame{.celsius = celsius_.clone(), .time = clock_.now(), .sequence = ++sequence_, .still = true};
}

std::string MatrixSource::describe() const {
  return fmt::format("matrix {}, {}x{}", name_, celsius_.cols, celsius_.rows);
}

}  // namespace ward::thermal
