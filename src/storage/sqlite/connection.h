// One SQLite connection: prepared statements kept by their text, errors sorted into values and exceptions. Inside
// storage only.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "storage/writer.h"

namespace ward::storage::sqlite {

// Not safe to share between threads. A Transaction of its own, because a connection runs one at a time.
class Connection final : public WriteConnection {
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
  std::vector<std::int64_t> bulk(std::string_view sql, std::span<const std::vector<Value>> rows) override;
  // Several statements without values: migrations.
  void script(std::string_view sql);

  void begin_reading();
  void begin_writing() override;
  void control(const char* sql) override { run(sql, {}); }
  void commit() override;
  void rollback() noexcept override;
  const std::optional<Doom>& doom() const override { return doom_; }
  bool stuck() const override { return false; }  // a statement that fails takes only itself back
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
  class Lease;

  explicit Connection(sqlite3* db) : db_(db) {}
  Statement prepare(std::string_view sql);
  void step_all(sqlite3_stmt* statement, const std::vector<Value>& values, const std::function<void(const Row&)>* row);
  std::int64_t change(sqlite3_stmt* statement, const std::vector<Value>& values);
  [[noreturn]] void raise(int code, std::string_view sql);

  sqlite3* db_;
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;  // those not running at the moment
  std::optional<Doom> doom_;
  bool writing_ = false;  // between begin_writing() and commit() or rollback()
};

}  // namespace ward::storage::sqlite
