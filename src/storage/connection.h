// One SQLite connection: prepared statements kept by their text, errors sorted into values and exceptions. Inside
// storage only.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/database.h"

namespace ward::storage {

// Thrown inside a work when the disk is full or somebody else holds the lock; write() turns it into the value.
struct StorageFull : DatabaseError {
  using DatabaseError::DatabaseError;
};
struct StorageBusy : DatabaseError {
  using DatabaseError::DatabaseError;
};

// Not safe to share between threads. A Transaction of its own, because a connection runs one at a time.
class Connection final : public Transaction {
 public:
  // A viewer is a reader that could not change the file if it tried, and is not the one to recover it.
  enum class Mode { writer, reader, viewer };

  // A writer makes the file (mode 0600) when it is not there. Errors: "storage.unreadable", "storage.corrupt".
  static Result<std::unique_ptr<Connection>> open(const std::filesystem::path& file, Mode mode);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::int64_t run(std::string_view sql, std::vector<Value> values) override;
  void each(std::string_view sql, std::vector<Value> values, const std::function<void(const Row&)>& row) override;
  // Several statements without values: migrations.
  void script(std::string_view sql);

  void begin(Mode mode);
  void commit();
  void rollback();  // does nothing outside a transaction
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  // True once after the disk refused a write, even when the work swallowed the exception.
  bool take_full() { return std::exchange(full_, false); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
  class Lease;

  explicit Connection(sqlite3* db) : db_(db) {}
  Statement prepare(std::string_view sql);
  void step_all(std::string_view sql, std::vector<Value>& values, const std::function<void(const Row&)>* row);
  [[noreturn]] void raise(int code, std::string_view sql);

  sqlite3* db_;
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;  // those not running at the moment
  bool full_ = false;
};

}  // namespace ward::storage
