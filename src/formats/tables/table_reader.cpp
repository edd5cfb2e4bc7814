#include "formats/tables/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <spanstream>

#include "formats/tables/csv.h"
#include "formats/tables/xlsx.h"

namespace ward::tables {

namespace {

constexpr std::size_t rows_to_look_at = 10;
constexpr std::string_view spaces[] = {" ", "\t", "\r", "\n", "\u00a0", "\u3000", "\ufeff"};

// Bytes of white space at the front of `text`; 0 when there is none.
std::size_t space_at(std::string_view text) {
  for (const std::string_view space : spaces)
    if (text.starts_with(space)) return space.size();
  return 0;
}

std::string_view trimmed(std::string_view text) {
  while (const std::size_t size = space_at(text)) text.remove_prefix(size);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : spaces)
      if (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
  }
  return text;
}

// What two titles must have in common to be the same.
std::string folded(std::string_view title) {
  std::string out;
  while (!title.empty()) {
    if (const std::size_t space = space_at(title)) {
      title.remove_prefix(space);
      continue;
    }
    const char c = title.front();
    title.remove_prefix(1);
    if (c != '*') out += c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
  }
  return out;
}

bool is_called(const Column& column, const std::string& folded_title) {
  return !folded_title.empty() &&
         std::ranges::any_of(column.titles, [&](const std::string& title) { return folded(title) == folded_title; });
}

// How many of the columns a row has if it is the header; required ones weigh more than all others.
std::size_t weight(const Row& row, const std::vector<Column>& columns) {
  std::vector<std::string> titles;
  for (const std::string& cell : row.cells) titles.push_back(folded(cell));
  std::size_t sum = 0;
  for (const Column& column : columns)
    if (std::ranges::any_of(titles, [&](const std::string& title) { return is_called(column, title); }))
      sum += column.required ? columns.size() : 1;
  return sum;
}

class CsvFile final : public RowSource {
 public:
  CsvFile(std::unique_ptr<std::istream> in, const Limits& limits) : in_(std::move(in)), reader_(*in_, limits) {}
  Result<bool> next(Row& row) override { return reader_.next(row); }
  Description description() const override { return reader_.description(); }

 private:
  std::unique_ptr<std::istream> in_;
  CsvReader reader_;
};

// Zip archives, and the old workbooks (and those with a password), whose refusal the workbook's reader words.
bool looks_like_workbook(std::string_view start) {
  return start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06") || start.starts_with("\xd0\xcf\x11\xe0");
}

}  // namespace

TableReader::TableReader(std::unique_ptr<RowSource> source, std::vector<Column> columns)
    : source_(std::move(source)), columns_(std::move(columns)), places_(columns_.size()) {}

Result<TableReader> TableReader::open(std::unique_ptr<RowSource> source, std::vector<Column> columns) {
  TableReader reader(std::move(source), std::move(columns));
  WARD_CHECK(reader.find_header());
  return reader;
}

Result<> TableReader::find_header() {
  std::vector<Row> rows;
  while (rows.size() < rows_to_look_at) {
    Row row;
    const auto there = source_->next(row);
    if (!there) end_ = there.error();
    if (!there || !*there) break;
    rows.push_back(std::move(row));
  }
  if (rows.empty() && end_) return std::unexpected(*end_);
  if (rows.empty()) return fail(ErrorKind::invalid, "table.no_rows", {"The table is empty.", "表格为空。"});
  const auto header =
      std::ranges::max_element(rows, {}, [&](const Row& row) { return weight(row, columns_); });  // the first of equals
  if (weight(*header, columns_) == 0 && end_) return std::unexpected(*end_);
  WARD_CHECK(take_header(*header));
  for (auto row = rows.end(); row != header + 1;) waiting_.push_back(std::move(*--row));
  return {};
}

Result<> TableReader::take_header(const Row& row) {
  header_row_ = row.number;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string title = folded(row.cells[i]);
    bool known = title.empty();
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      if (!is_called(columns_[k], title)) continue;
      known = true;
      if (places_[k])
        return std::unexpected(
            fault_at(row.number, i + 1, ErrorKind::invalid, "table.column_twice",
                     {fmt::format("\"{}\" is there twice: in column {} as \"{}\", too.", trimmed(row.cells[i]),
                                  column_letters(*places_[k] + 1), trimmed(row.cells[*places_[k]])),
                      fmt::format("“{}”重复：{} 列“{}”已是同一内容。", trimmed(row.cells[i]),
                                  column_letters(*places_[k] + 1), trimmed(row.cells[*places_[k]]))}));
      places_[k] = i;
    }
    if (!known) unknown_.emplace_back(trimmed(row.cells[i]));
  }
  std::string missing, first;
  for (std::size_t k = 0; k < columns_.size(); ++k) {
    if (places_[k] || !columns_[k].required) continue;
    if (missing.empty()) first = columns_[k].name;
    missing += (missing.empty() ? "" : "; ") + fmt::format("{}", fmt::join(columns_[k].titles, " / "));
  }
  if (missing.empty()) return {};
  return fail(ErrorKind::invalid, "table.missing_columns",
              {fmt::format("Row {}, taken for the header, lacks columns: {}.", row.number, missing),
               fmt::format("表头（第 {} 行）缺少列：{}。", row.number, missing)},
              first);
}

Result<bool> TableReader::next(Record& record) {
  Row row;
  while (true) {
    if (!waiting_.empty()) {
      row = std::move(waiting_.back());
      waiting_.pop_back();
    } else {
      if (end_) return std::unexpected(*end_);
      WARD_TRY(there, source_->next(row));
      if (!there) return false;
    }
    record.number = row.number;
    record.fault = std::move(row.fault);
    record.values.assign(columns_.size(), {});
    bool blank = true;
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      if (!places_[k] || *places_[k] >= row.cells.size()) continue;
      record.values[k] = trimmed(row.cells[*places_[k]]);
      blank = blank && record.values[k].empty();
    }
    if (!blank || record.fault) return true;
  }
}

std::string_view TableReader::value(const Record& record, std::string_view name) const {
  const auto column = std::ranges::find(columns_, name, &Column::name);
  if (column == columns_.end()) std::abort();
  return record.values[std::size_t(column - columns_.begin())];
}

bool TableReader::has(std::string_view name) const {
  const auto column = std::ranges::find(columns_, name, &Column::name);
  return column != columns_.end() && places_[std::size_t(column - columns_.begin())];
}

Result<std::unique_ptr<RowSource>> open_table(const std::filesystem::path& file, const std::string& sheet,
                                              const Limits& limits) {
  auto in = std::make_unique<std::ifstream>(file, std::ios::binary);
  char start[4] = {};
  in->read(start, sizeof start);
  if (in->gcount() == 0 && !in->eof())
    return fail(ErrorKind::unavailable, "file.unreadable", {"The file cannot be read.", "无法读取文件。"});
  if (looks_like_workbook({start, std::size_t(in->gcount())})) return XlsxReader::open(file, sheet, limits);
  in->clear();
  in->seekg(0);
  return std::make_unique<CsvFile>(std::move(in), limits);
}

Result<std::unique_ptr<RowSource>> open_table(std::string_view bytes, const std::string& sheet, const Limits& limits) {
  if (looks_like_workbook(bytes)) return XlsxReader::open(bytes, sheet, limits);
  return std::make_unique<CsvFile>(
      std::make_unique<std::ispanstream>(std::span<const char>(bytes.data(), bytes.size())), limits);
}

}  // namespace ward::tables
