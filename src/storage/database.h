// What outlives the process. SQL is written once, in what SQLite and PostgreSQL have in common (docs/design/storage.md
// says what that is), with ? placeholders; a transaction rolls back unless committed.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"

namespace ward::storage {

using Blob = std::vector<std::uint8_t>;
using IdBytes = std::array<std::uint8_t, 16>;  // a blob that needs no memory of its own
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, Blob, IdBytes>;

// Turns what the city's concepts are made of into values: Id and Time are stored as 16-byte blob and integer
// milliseconds.
inline Value to_value(std::nullptr_t) { return nullptr; }
inline Value to_value(bool v) { return std::int64_t(v); }
inline Value to_value(int v) { return std::int64_t(v); }
inline Value to_value(std::int64_t v) { return v; }
inline Value to_value(std::uint64_t v) { return std::int64_t(v); }
inline Value to_value(double v) { return v; }
inline Value to_value(std::string v) { return v; }
inline Value to_value(std::string_view v) { return std::string(v); }
inline Value to_value(const char* v) { return std::string(v); }
inline Value to_value(Blob v) { return v; }
inline Value to_value(const Id& v) { return v.bytes(); }
inline Value to_value(Time v) { return to_millis(v); }
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value(nullptr);
}

// One row of an answer; columns by position. A column of another type than asked for is a broken invariant (throws).
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string text(int column) const = 0;
  virtual Blob blob(int column) const = 0;
  Id id(int column) const;
  Time time(int column) const { return from_millis(integer(column)); }
  std::optional<Time> maybe_time(int column) const {
    return is_null(column) ? std::nullopt : std::optional(time(column));
  }
  bool boolean(int column) const { return integer(column) != 0; }
};

// One connection inside one transaction. SQL errors throw DatabaseError (a broken invariant), except those that
// Database::write returns as values ("storage.full", "storage.busy", "storage.unavailable") and, where a database takes
// only texts in UTF-8 without NUL, "storage.text": they travel as a Failure.
class Transaction {
 public:
  virtual ~Transaction() = default;
  // Number of rows changed.
  virtual std::int64_t run(std::string_view sql, std::vector<Value> values) = 0;
  virtual void each(std::string_view sql, std::vector<Value> values, const std::function<void(const Row&)>& row) = 0;
  // The same statement for many rows of values, as fast as the database can: how many rows each of them changed.
  virtual std::vector<std::int64_t> bulk(std::string_view sql, std::span<const std::vector<Value>> rows) = 0;

  template <class... A>
  std::int64_t exec(std::string_view sql, A&&... values) {
    return run(sql, list(std::forward<A>(values)...));
  }
  // query(sql, callback, values...)
  template <class F, class... A>
  void query(std::string_view sql, F&& row, A&&... values) {
    each(sql, list(std::forward<A>(values)...), row);
  }
  // The first row through `read`, or nothing.
  template <class F, class... A>
  auto first(std::string_view sql, F&& read, A&&... values) -> std::optional<std::invoke_result_t<F, const Row&>> {
    std::optional<std::invoke_result_t<F, const Row&>> found;
    each(sql, list(std::forward<A>(values)...), [&](const Row& r) {
      if (!found) found = read(r);
    });
    return found;
  }

 private:
  template <class... A>
  static std::vector<Value> list(A&&... values) {
    std::vector<Value> all;
    all.reserve(sizeof...(A));
    (all.push_back(to_value(std::forward<A>(values))), ...);
    return all;
  }
};

struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One numbered step of the schema; `sql` may hold several statements and its comments are the schema's documentation.
// It is written in SQLite's words; for PostgreSQL the types are translated (postgres/dialect.h).
struct Migration {
  int number;
  std::string_view name;
  std::string_view sql;
  // Run after `sql`, by SQLite only: what changes rows that no PostgreSQL database ever had, in words it does not know.
  std::string_view sqlite_rows = {};
};

// What the programs that work on one database tell each other.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // Carried to the others, in order, by a thread of its own: never blocks. `message` is UTF-8 without NUL, of any
  // length. When it cannot be carried (10,000 wait, or the connection is lost) it is lost, and the others are told so.
  virtual void tell(std::string message) = 0;
};

class Database {
 public:
  virtual ~Database() = default;
  // Reads see one consistent state. Run on the calling thread, from a pool of read connections; SQLite has as many as
  // its cores can work for, and who comes when all are taken waits. An exception rolls back. Throws Failure
  // "storage.unavailable" when the database cannot be reached.
  virtual void read(const std::function<void(Transaction&)>& work) = 0;
  // All writes of all programs come one after the other, so that what a work has read is still so when it writes. Those
  // of one program go through one writer thread that commits several callers' works together (group commit, full
  // durability): returns when `work`'s changes are on disk. A work that throws or returns an error leaves nothing
  // behind and does not disturb the others (savepoints). It may run again from its beginning when the database gave its
  // transaction up, so it sets what it hands out and never adds to it. Errors: those of `work`, "storage.full",
  // "storage.busy" (queue of 1,000 waiting works is full), "storage.unavailable": the connection was lost, and if it
  // was lost while committing, nobody knows whether the work was stored. Send it again: ids make it count once.
  virtual Result<> write(const std::function<Result<>(Transaction&)>& work) = 0;
  // Applies what is missing, in order; how many. Errors: "storage.newer" when the file was made by a newer program.
  virtual Result<int> migrate(const std::vector<Migration>& migrations) = 0;
  // From now on, until it is destroyed: `heard` is called with every message of the other programs, `missed` when some
  // may have been lost; from one thread. Must not outlive the database.
  virtual std::unique_ptr<Exchange> exchange(std::function<void(std::string_view)> heard,
                                             std::function<void()> missed) = 0;
  // What the database itself finds wrong with its pages and with its references.
  virtual std::vector<Text> damaged_pages() = 0;
  virtual std::vector<Text> broken_references() = 0;
};

// SQLite in one file, WAL, synchronous=FULL. Errors: "storage.unreadable", "storage.corrupt".
Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file);
// The same file, which is not changed: write() answers "storage.read_only", and migrate() "storage.older" when anything
// is missing.
Result<std::unique_ptr<Database>> open_sqlite_to_read(const std::filesystem::path& file);

// A database of a PostgreSQL server (14 or newer) by libpq's URL: postgresql://user:password@host/name; several hosts
// are tried for the one that takes writes. Connections that are lost are made again when they are needed. Errors:
// "storage.url", "storage.unavailable".
Result<std::unique_ptr<Database>> open_postgres(const std::string& url);
// The same, which is not changed: as open_sqlite_to_read.
Result<std::unique_ptr<Database>> open_postgres_to_read(const std::string& url);

}  // namespace ward::storage
