#include <fmt/format.h>

#include <mutex>

#include "storage/migrations.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/dialect.h"
#include "storage/postgres/exchange.h"

namespace ward::storage {

namespace postgres {

namespace {

constexpr std::size_t max_idle_readers = 8;

// Connections that read, each for one work at a time: as many as read at the same time, of which 8 are kept.
class Readers {
 public:
  explicit Readers(Address address) : address_(std::move(address)) {}
  void read(const std::function<void(Transaction&)>& work);

 private:
  std::unique_ptr<Connection> begun();
  std::unique_ptr<Connection> take();

  const Address address_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

std::unique_ptr<Connection> Readers::take() {
  std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>(address_, Connection::Mode::reader);
  auto reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

// A connection that lay idle may have been lost meanwhile, and shows it only now: then another is made, at once.
std::unique_ptr<Connection> Readers::begun() {
  auto reader = take();
  const bool was_open = !reader->is_lost();
  try {
    reader->begin_reading();
  } catch (const Failure&) {
    if (!was_open) throw;
    reader->begin_reading();
  }
  return reader;
}

void Readers::read(const std::function<void(Transaction&)>& work) {
  auto reader = begun();
  work(*reader);                // on an exception the connection is closed, which ends its transaction
  if (reader->stuck()) return;  // the same after an error that the work swallowed
  reader->commit();
  std::lock_guard lock(mutex_);
  if (idle_.size() < max_idle_readers) idle_.push_back(std::move(reader));
}

bool has_migrations(Transaction& t) {
  return *t.first("SELECT to_regclass('schema_migrations') IS NOT NULL", [](const Row& row) { return row.boolean(0); });
}

// What both ways to open a database have in common: everything that reads.
class ServerDatabase : public Database {
 public:
  explicit ServerDatabase(const Address& address) : address_(address), readers_(address) {}
  void read(const std::function<void(Transaction&)>& work) override { readers_.read(work); }
  std::unique_ptr<Exchange> exchange(std::function<void(std::string_view)> heard,
                                     std::function<void()> missed) override {
    return open_exchange(address_, std::move(heard), std::move(missed));
  }
  std::vector<Text> damaged_pages() override;
  std::vector<Text> broken_references() override;

 protected:
  const Address address_;

 private:
  Readers readers_;
};

// The server looks at every page's checksum when it reads it (where they are switched on, as Debian does not by
// itself), and counts what it finds.
std::vector<Text> ServerDatabase::damaged_pages() {
  std::vector<Text> faults;
  read([&](Transaction& t) {
    t.query("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()", [&](const Row& row) {
      if (row.is_null(0) || row.integer(0) == 0) return;
      faults.push_back({fmt::format("Database: the server met {} damaged pages.", row.integer(0)),
                        fmt::format("数据库：服务器发现 {} 个损坏的页。", row.integer(0))});
    });
  });
  return faults;
}

// The server refuses what would break one, unless somebody took the constraint away or never had it checked.
std::vector<Text> ServerDatabase::broken_references() {
  std::vector<Text> faults;
  read([&](Transaction& t) {
    t.query(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
        " AND connamespace = current_schema()::regnamespace",
        [&](const Row& row) {
          faults.push_back({fmt::format("Database: the references of {} were never checked.", row.text(0)),
                            fmt::format("数据库：引用 {} 从未校验。", row.text(0))});
        });
  });
  return faults;
}

class Served final : public ServerDatabase {
 public:
  Served(const Address& address, std::unique_ptr<Connection> writer)
      : ServerDatabase(address), writer_(std::move(writer)) {}
  Result<> write(const Work& work) override { return writer_.write(work); }
  Result<int> migrate(const std::vector<Migration>& migrations) override;

 private:
  Writer writer_;
};

Result<int> Served::migrate(const std::vector<Migration>& migrations) {
  int applied = 0;
  WARD_CHECK(write([&](Transaction& t) -> Result<> {
    auto& connection = static_cast<Connection&>(t);
    WARD_TRY(missing, missing_steps(t, has_migrations(t), migrations, address_.name));
    if (!has_migrations(t)) connection.command(functions_sql);
    t.exec(migrations_table_sql);
    for (const Migration& step : missing) {
      connection.script(step.sql);
      remember_step(t, step);
    }
    applied = int(missing.size());
    return {};
  }));
  return applied;
}

class Viewed final : public ServerDatabase {
 public:
  using ServerDatabase::ServerDatabase;
  Result<> write(const Work&) override { return std::unexpected(read_only_error()); }
  Result<int> migrate(const std::vector<Migration>& migrations) override {
    Result<std::vector<Migration>> missing;
    read([&](Transaction& t) { missing = missing_steps(t, has_migrations(t), migrations, address_.name); });
    return check_steps(missing, address_.name);
  }
};

// Connects once, so that a wrong address is told at the beginning.
Result<std::unique_ptr<Connection>> connected(const Address& address, Connection::Mode mode) {
  auto connection = std::make_unique<Connection>(address, mode);
  try {
    connection->connect();
  } catch (const Failure& failure) {
    return std::unexpected(failure.error);
  }
  return connection;
}

}  // namespace

}  // namespace postgres

Result<std::unique_ptr<Database>> open_postgres(const std::string& url) {
  using postgres::Connection;
  WARD_TRY(address, postgres::Address::parse(url));
  WARD_TRY(writer, postgres::connected(address, Connection::Mode::writer));
  return std::make_unique<postgres::Served>(address, std::move(writer));
}

Result<std::unique_ptr<Database>> open_postgres_to_read(const std::string& url) {
  WARD_TRY(address, postgres::Address::parse(url));
  WARD_CHECK(postgres::connected(address, postgres::Connection::Mode::reader));
  return std::make_unique<postgres::Viewed>(address);
}

}  // namespace ward::storage
