#include "formats/tables/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ward::tables {

namespace {

constexpr std::string_view separators = ",;\t";
constexpr std::string_view formula_signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

bool begins_as_formula(std::string_view text) {
  return std::ranges::any_of(formula_signs, [&](std::string_view sign) { return text.starts_with(sign); });
}

// -12 or -12.5
bool is_negative_number(std::string_view text) {
  if (!text.starts_with('-')) return false;
  const auto digits = [&] {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
  };
  text.remove_prefix(1);
  if (!digits()) return false;
  if (!text.starts_with('.')) return text.empty();
  text.remove_prefix(1);
  return digits() && text.empty();
}

std::string_view without_apostrophes(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of('\''), text.size()));
}

// The bare text of a cell that was written with an apostrophe because of what follows it.
void take_apostrophe(std::string& cell) {
  if (cell.starts_with('\'') && begins_as_formula(without_apostrophes(cell))) cell.erase(0, 1);
}

// The separator that comes most often, outside of quotes, in the first line that has one.
char find_separator(std::string_view text) {
  std::array<int, separators.size()> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (const auto at = separators.find(c); at != std::string_view::npos) ++counts[at];
    if ((c == '\n' || c == '\r') && *std::ranges::max_element(counts) > 0) break;
  }
  return separators[std::size_t(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

struct CsvReader::Impl {
  Impl(std::istream& in, const Limits& bounds, std::optional<Encoding> known) : decoder(in, known), limits(bounds) {}

  // Whether there is a character at `at`; false at the end of the text.
  Result<bool> fill() {
    if (at < text.size()) return true;
    text.clear();
    at = 0;
    return decoder.more(text);
  }

  // What is in front before the first row: enough of it to see a whole line. A fault of the text shows at its row.
  void begin() {
    started = true;
    constexpr std::size_t enough = 64 << 10;
    while (text.size() < enough) {
      const auto more = decoder.more(text);
      if (!more || !*more) break;
    }
    separator = find_separator(text);
    if (text.size() > 4 && text.starts_with("sep=") && separators.contains(text[4])) {
      separator = text[4];
      at = std::min(text.find_first_of("\r\n"), text.size());
      skip_line_end();
      number = 1;  // it is a row to a spreadsheet
    }
  }

  void skip_line_end() {
    if (at >= text.size()) return;
    if (text[at++] == '\r') after_cr = true;
  }

  void fault(Row& row, const char* code, const Text& what) {
    if (!row.fault) row.fault = fault_at(row.number, cells + 1, ErrorKind::invalid, code, what);
  }

  // A piece of the cell that is being read.
  void append(Row& row, std::string_view piece) {
    if (piece.empty() || row.fault) return;
    row_bytes += piece.size();
    if (cell.size() + piece.size() > limits.cell_bytes)
      return fault(row, "table.cell_too_long",
                   {fmt::format("the cell is longer than {} bytes.", limits.cell_bytes),
                    fmt::format("单元格超过 {} 字节。", limits.cell_bytes)});
    if (row_bytes > limits.row_bytes)
      return fault(row, "table.row_too_long",
                   {fmt::format("the row is longer than {} bytes.", limits.row_bytes),
                    fmt::format("该行超过 {} 字节。", limits.row_bytes)});
    cell += piece;
  }

  void end_cell(Row& row) {
    take_apostrophe(cell);
    if (cells >= limits.columns && !cell.empty())
      fault(row, "table.too_many_columns",
            {fmt::format("there are more than {} columns.", limits.columns),
             fmt::format("超过 {} 列。", limits.columns)});
    if (!row.fault) row.cells.push_back(std::move(cell));
    cell.clear();
    ++cells;
    row_bytes += sizeof(std::string);
  }

  // Reads up to the closing quote. The quote that opened was taken.
  Result<> read_quoted(Row& row) {
    while (true) {
      WARD_TRY(there, fill_in_row(row));
      if (!there)
        return std::unexpected(fault_at(row.number, cells + 1, ErrorKind::invalid, "table.quote_open",
                                        {"a quotation mark opens here and never closes.", "引号在此打开但没有闭合。"}));
      const auto quote = std::min(text.find('"', at), text.size());
      append(row, std::string_view(text).substr(at, quote - at));
      at = quote;
      if (at == text.size()) continue;
      ++at;
      WARD_TRY(more, fill_in_row(row));
      if (!more || text[at] != '"') return {};
      ++at;
      append(row, "\"");
    }
  }

  // Up to the next separator or line end.
  Result<> read_plain(Row& row) {
    while (true) {
      WARD_TRY(there, fill_in_row(row));
      if (!there) return {};
      const auto end = std::find_if(text.begin() + std::ptrdiff_t(at), text.end(),
                                    [&](char c) { return c == separator || c == '\n' || c == '\r'; });
      const std::size_t stop = std::size_t(end - text.begin());
      append(row, std::string_view(text).substr(at, stop - at));
      at = stop;
      if (at < text.size()) return {};
    }
  }

  Result<> read_cell(Row& row) {
    WARD_TRY(there, fill_in_row(row));
    if (!there || text[at] != '"') return read_plain(row);
    ++at;
    WARD_CHECK(read_quoted(row));
    WARD_TRY(more, fill_in_row(row));
    if (more && text[at] != separator && text[at] != '\n' && text[at] != '\r')
      fault(row, "table.quote",
            {"text follows a closing quotation mark; a quotation mark inside of a cell is written twice.",
             "右引号之后还有文字；单元格内的引号须写两次。"});
    return read_plain(row);
  }

  // fill(), with the row in the error.
  Result<bool> fill_in_row(const Row& row) {
    auto filled = fill();
    if (filled) return filled;
    const Error& why = filled.error();
    return std::unexpected(fault_at(row.number, 0, why.kind, why.code, why.message));
  }

  Result<bool> read_row(Row& row) {
    row.cells.clear();
    row.fault.reset();
    row.number = ++number;
    cells = row_bytes = 0;
    cell.clear();
    WARD_TRY(there, fill_in_row(row));
    if (there && after_cr && text[at] == '\n') {
      ++at;
      const auto more = fill_in_row(row);
      if (!more) return more;
      there = *more;
    }
    after_cr = false;
    if (!there) return false;
    while (true) {
      WARD_CHECK(read_cell(row));
      end_cell(row);
      WARD_TRY(more, fill_in_row(row));
      if (!more) return true;
      if (text[at] != separator) {
        skip_line_end();
        return true;
      }
      ++at;
    }
  }

  TextDecoder decoder;
  const Limits limits;
  bool started = false;
  char separator = ',';
  std::string text;  // decoded, not all taken
  std::size_t at = 0;
  bool after_cr = false;    // a line feed that comes next belongs to the line end before it
  std::int64_t number = 0;  // of the last row
  std::string cell;
  std::size_t cells = 0, row_bytes = 0;  // of the row being read
};

CsvReader::CsvReader(std::istream& in, const Limits& limits, std::optional<Encoding> known)
    : impl_(std::make_unique<Impl>(in, limits, known)) {}
CsvReader::~CsvReader() = default;

Result<bool> CsvReader::next(Row& row) {
  if (!impl_->started) impl_->begin();
  while (true) {
    WARD_TRY(there, impl_->read_row(row));
    if (!there) return false;
    while (!row.cells.empty() && row.cells.back().empty()) row.cells.pop_back();
    if (row.cells.empty() && !row.fault) continue;
    if (row.number > impl_->limits.rows)
      return std::unexpected(fault_at(row.number, 0, ErrorKind::too_large, "table.too_many_rows",
                                      {"the table has too many rows; nothing from here on was read. Divide the file.",
                                       "表格行数过多，从此行起未读取。请拆分文件。"}));
    return true;
  }
}

Description CsvReader::description() const {
  return {"csv", std::string(to_string(impl_->decoder.encoding())), std::string(1, impl_->separator)};
}

CsvWriter::CsvWriter(std::ostream& out) : out_(out) { out_ << "\xef\xbb\xbf"; }

void CsvWriter::row(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line += ',';
    const bool formula = begins_as_formula(without_apostrophes(cell)) && !is_negative_number(cell);
    const bool quoted = cell.find_first_of(",;\t\"\r\n") != std::string::npos;
    if (quoted) line += '"';
    if (formula) line += '\'';
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    if (quoted) line += '"';
  }
  out_ << line << "\r\n";
}

}  // namespace ward::tables
