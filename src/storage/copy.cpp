#include "storage/copy.h"

#include <fmt/format.h>

#include <ranges>

namespace ward::storage {

namespace {

constexpr std::size_t batch = 1'000;  // rows
constexpr std::int64_t between_reports = 50'000;

struct Column {
  std::string name, type;  // as CREATE TABLE says
};

std::vector<std::string> tables_of(Transaction& t) {
  std::vector<std::string> names;
  t.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migrations'"
      " AND substr(name, 1, 7) <> 'sqlite_' ORDER BY rowid",
      [&](const Row& row) { names.push_back(row.text(0)); });
  return names;
}

std::vector<Column> columns_of(Transaction& t, const std::string& table) {
  std::vector<Column> columns;
  t.query(
      "SELECT name, type FROM pragma_table_info(?) ORDER BY cid",
      [&](const Row& row) { columns.push_back({row.text(0), row.text(1)}); }, table);
  return columns;
}

// The tables are STRICT: a value is of its column's type, or NULL.
Value value_of(const Row& row, int index, const Column& column) {
  if (row.is_null(index)) return nullptr;
  if (column.type == "INTEGER") return row.integer(index);
  if (column.type == "TEXT") return row.text(index);
  if (column.type == "BLOB") return row.blob(index);
  if (column.type == "REAL") return row.real(index);
  throw DatabaseError(fmt::format("column {} has the unknown type {}", column.name, column.type));
}

class TableCopy {
 public:
  TableCopy(Transaction& from, Transaction& to, const std::string& table, const Progress& progress)
      : from_(from), to_(to), table_(table), columns_(columns_of(from, table)), progress_(progress) {}

  std::int64_t run() {
    std::vector<std::string> names;
    for (const Column& column : columns_) names.push_back(column.name);
    insert_ = fmt::format("INSERT INTO {} ({}) VALUES ({})", table_, fmt::join(names, ", "),
                          fmt::join(std::vector<char>(names.size(), '?'), ", "));
    from_.query(fmt::format("SELECT {} FROM {}", fmt::join(names, ", "), table_), [&](const Row& row) { add(row); });
    flush();
    progress_(table_, rows_, true);
    return rows_;
  }

 private:
  void add(const Row& row) {
    auto& values = waiting_.emplace_back();
    values.reserve(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) values.push_back(value_of(row, int(i), columns_[i]));
    if (waiting_.size() == batch) flush();
  }

  void flush() {
    to_.bulk(insert_, waiting_);
    const auto before = rows_;
    rows_ += std::int64_t(waiting_.size());
    waiting_.clear();
    if (before / between_reports != rows_ / between_reports) progress_(table_, rows_, false);
  }

  Transaction &from_, &to_;
  const std::string table_;
  const std::vector<Column> columns_;
  const Progress& progress_;
  std::string insert_;
  std::vector<std::vector<Value>> waiting_;
  std::int64_t rows_ = 0;
};

}  // namespace

Result<> copy_tables(Transaction& from, Transaction& to, const Progress& progress) {
  const auto tables = tables_of(from);
  for (const std::string& table : std::views::reverse(tables)) to.exec("DELETE FROM " + table);
  for (const std::string& table : tables) {
    const std::int64_t rows = TableCopy(from, to, table, progress).run();
    const auto arrived =
        to.first("SELECT count(*) FROM " + table, [](const Row& row) { return row.integer(0); }).value_or(0);
    if (arrived != rows)
      return fail(ErrorKind::internal, "storage.copied",
                  {fmt::format("{} rows of {} were copied, but {} arrived.", rows, table, arrived),
                   fmt::format("复制了 {1} 的 {0} 行，但收到 {2} 行。", rows, table, arrived)});
  }
  return {};
}

}  // namespace ward::storage
