#include "storage/sqlite/connection.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

namespace ward::storage::sqlite {

namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr std::size_t max_statements = 200;  // queries put together from filters must not fill the memory

Error unreadable(const std::filesystem::path& file, const std::string& why) {
  return Error::make(ErrorKind::unavailable, "storage.unreadable",
                     {fmt::format("Cannot open the database {}: {}.", file.string(), why),
                      fmt::format("无法打开数据库 {}：{}。", file.string(), why)});
}

Error corrupt(const std::filesystem::path& file, const std::string& why) {
  return Error::make(ErrorKind::internal, "storage.corrupt",
                     {fmt::format("The database {} is damaged: {}.", file.string(), why),
                      fmt::format("数据库 {} 已损坏：{}。", file.string(), why)});
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    expect(column, SQLITE_INTEGER);
    return sqlite3_column_int64(statement_, column);
  }
  double real(int column) const override {
    if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER) expect(column, SQLITE_FLOAT);
    return sqlite3_column_double(statement_, column);
  }
  std::string text(int column) const override {
    expect(column, SQLITE_TEXT);
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {data, std::size_t(sqlite3_column_bytes(statement_, column))};
  }
  Blob blob(int column) const override {
    expect(column, SQLITE_BLOB);
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return data ? Blob(data, data + sqlite3_column_bytes(statement_, column)) : Blob();
  }

 private:
  void expect(int column, int type) const {
    if (column < 0 || column >= sqlite3_column_count(statement_) || sqlite3_column_type(statement_, column) != type)
      throw DatabaseError(
          fmt::format("column {} of \"{}\" is not of the type asked for", column, sqlite3_sql(statement_)));
  }
  sqlite3_stmt* statement_;
};

// The values outlive the step, so nothing is copied.
struct Binder {
  sqlite3_stmt* statement;
  int index;
  int operator()(std::nullptr_t) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t v) const { return sqlite3_bind_int64(statement, index, v); }
  int operator()(double v) const { return sqlite3_bind_double(statement, index, v); }
  int operator()(const std::string& v) const {
    return sqlite3_bind_text(statement, index, v.data(), int(v.size()), SQLITE_STATIC);
  }
  int operator()(const IdBytes& v) const {
    return sqlite3_bind_blob(statement, index, v.data(), int(v.size()), SQLITE_STATIC);
  }
  int operator()(const Blob& v) const {
    if (v.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob(statement, index, v.data(), int(v.size()), SQLITE_STATIC);
  }
};

}  // namespace

// A statement taken out of the cache while it runs (the same text may run inside its own rows), put back afterwards.
class Connection::Lease {
 public:
  Lease(Connection& owner, std::string_view sql) : owner_(owner) {
    const auto found = owner_.statements_.find(sql);
    if (found != owner_.statements_.end()) {
      node_ = owner_.statements_.extract(found);
      statement_ = node_.mapped().get();
      return;
    }
    fresh_ = owner_.prepare(sql);
    text_ = sql;
    statement_ = fresh_.get();
  }
  ~Lease() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    if (owner_.statements_.size() >= max_statements) owner_.statements_.clear();
    if (fresh_)
      owner_.statements_.emplace(std::move(text_), std::move(fresh_));
    else
      owner_.statements_.insert(std::move(node_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  sqlite3_stmt* get() const { return statement_; }

 private:
  Connection& owner_;
  decltype(Connection::statements_)::node_type node_;
  Statement fresh_;
  std::string text_;
  sqlite3_stmt* statement_;
};

Result<std::unique_ptr<Connection>> Connection::open(const std::filesystem::path& file, Mode mode) {
  std::error_code ignored;
  const bool is_new = !std::filesystem::exists(file, ignored);
  sqlite3* db = nullptr;
  const int access = mode == Mode::viewer ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  const int flags = access | SQLITE_OPEN_NOMUTEX | (mode == Mode::writer ? SQLITE_OPEN_CREATE : 0);
  const int opened = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(db));
  if (opened != SQLITE_OK) return std::unexpected(unreadable(file, sqlite3_errstr(opened)));
  if (is_new) ::chmod(file.c_str(), 0600);  // people's data: for its owner only; -wal and -shm take the same mode
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, busy_timeout_ms);
  try {
    connection->script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;");
    if (mode == Mode::writer)
      connection->script(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; "
          "PRAGMA journal_size_limit = 67108864;");
    else
      connection->script("PRAGMA query_only = ON;");
    connection->each("SELECT count(*) FROM sqlite_schema", {}, [](const Row&) {});
  } catch (const DatabaseError& e) {
    const int code = sqlite3_errcode(db) & 0xff;
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) return std::unexpected(corrupt(file, sqlite3_errstr(code)));
    return std::unexpected(unreadable(file, sqlite3_errstr(code)));
  }
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(db_);
}

void Connection::raise(int code, std::string_view sql) {
  const std::string what = fmt::format("{} ({}) in \"{}\"", sqlite3_errmsg(db_), code, sql);
  const int primary = code & 0xff;
  // A quota, a size limit or a dying disk comes as a failed write: for the caller it is the same as a full one.
  const bool no_room = primary == SQLITE_FULL || code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_FSYNC ||
                       code == SQLITE_IOERR_TRUNCATE || code == SQLITE_IOERR_SHMSIZE;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) doom_ = Doom{busy_error()};
  // When it cannot go on, SQLite rolls back by itself.
  if (no_room || (writing_ && !in_transaction())) doom_ = Doom{full_error()};
  throw DatabaseError(what);
}

Connection::Statement Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  if (code != SQLITE_OK) raise(code, sql);
  Statement owned(statement);
  const std::string_view rest = sql.substr(std::size_t(tail - sql.data()));
  if (!owned || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos)
    throw DatabaseError(fmt::format("exactly one statement is expected in \"{}\"", sql));
  return owned;
}

void Connection::step_all(sqlite3_stmt* statement, const std::vector<Value>& values,
                          const std::function<void(const Row&)>* row) {
  const std::string_view sql = sqlite3_sql(statement);
  if (std::size_t(sqlite3_bind_parameter_count(statement)) != values.size())
    throw DatabaseError(fmt::format("{} values for \"{}\"", values.size(), sql));
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const int code = std::visit(Binder{statement, int(i) + 1}, values[i]); code != SQLITE_OK) raise(code, sql);
  const SqliteRow view(statement);
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW)
    if (row) (*row)(view);
  if (code != SQLITE_DONE) raise(code, sql);
}

std::int64_t Connection::change(sqlite3_stmt* statement, const std::vector<Value>& values) {
  const std::int64_t before = sqlite3_total_changes64(db_);
  step_all(statement, values, nullptr);
  return sqlite3_total_changes64(db_) == before ? 0 : sqlite3_changes64(db_);
}

std::int64_t Connection::run(std::string_view sql, std::vector<Value> values) {
  const Lease lease(*this, sql);
  return change(lease.get(), values);
}

void Connection::each(std::string_view sql, std::vector<Value> values, const std::function<void(const Row&)>& row) {
  const Lease lease(*this, sql);
  step_all(lease.get(), values, &row);
}

std::vector<std::int64_t> Connection::bulk(std::string_view sql, std::span<const std::vector<Value>> rows) {
  const Lease lease(*this, sql);
  std::vector<std::int64_t> changed;
  changed.reserve(rows.size());
  for (const auto& row : rows) {
    changed.push_back(change(lease.get(), row));
    sqlite3_reset(lease.get());
  }
  return changed;
}

void Connection::script(std::string_view sql) {
  const std::string text(sql);
  if (const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) raise(code, sql);
}

void Connection::begin_reading() { script("BEGIN"); }
void Connection::begin_writing() {
  doom_.reset();
  script("BEGIN IMMEDIATE");
  writing_ = true;
}
void Connection::commit() {
  script("COMMIT");
  writing_ = false;
}
void Connection::rollback() noexcept {
  writing_ = false;
  if (in_transaction()) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace ward::storage::sqlite
