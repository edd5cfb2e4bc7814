#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "base/turns.h"
#include "storage/migrations.h"
#include "storage/sqlite/connection.h"

namespace ward::storage {

namespace sqlite {

namespace {

// A reader takes a core and 16 MiB of cache: more of them than cores make each other slow. Twice as many, because some
// wait for the disk.
int readers_at_once() { return std::max(4, 2 * int(std::thread::hardware_concurrency())); }

// Connections that read, each for one work at a time. Who comes when all are taken waits for one.
class Readers {
 public:
  Readers(std::filesystem::path file, Connection::Mode mode) : file_(std::move(file)), mode_(mode) {}
  void read(const std::function<void(Transaction&)>& work);

 private:
  // A place among those who read at once. A work that reads again inside of its reading has one already: waiting for
  // another could be for ever.
  class Place {
   public:
    explicit Place(Turns& turns) : turns_(turns) {
      if (held_++ == 0) turns_.take();
    }
    ~Place() {
      if (--held_ == 0) turns_.give_back();
    }
    Place(const Place&) = delete;

   private:
    static thread_local int held_;
    Turns& turns_;
  };
  std::unique_ptr<Connection> take();

  const std::filesystem::path file_;
  const Connection::Mode mode_;
  Turns turns_{readers_at_once()};
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

thread_local int Readers::Place::held_ = 0;

std::unique_ptr<Connection> Readers::take() {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  auto opened = Connection::open(file_, mode_);
  if (!opened) throw DatabaseError(opened.error().message.en);
  return *std::move(opened);
}

void Readers::read(const std::function<void(Transaction&)>& work) {
  const Place place(turns_);
  auto reader = take();
  reader->begin_reading();
  work(*reader);  // on an exception the connection is closed, which ends its transaction
  reader->commit();
  std::lock_guard lock(mutex_);
  idle_.push_back(std::move(reader));
}

bool has_migrations(Transaction& t) {
  return t.first("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'", [](const Row&) { return true; })
      .has_value();
}

// A file is one program's: there is nobody to tell.
class NobodyElse final : public Exchange {
 public:
  void tell(std::string) override {}
};

// What both ways to open a file have in common: everything that reads.
class FileDatabase : public Database {
 public:
  FileDatabase(std::filesystem::path file, Connection::Mode mode) : file_(std::move(file)), readers_(file_, mode) {}
  void read(const std::function<void(Transaction&)>& work) override { readers_.read(work); }
  std::unique_ptr<Exchange> exchange(std::function<void(std::string_view)>, std::function<void()>) override {
    return std::make_unique<NobodyElse>();
  }
  std::vector<Text> damaged_pages() override;
  std::vector<Text> broken_references() override;

 protected:
  const std::filesystem::path file_;

 private:
  Readers readers_;
};

std::vector<Text> FileDatabase::damaged_pages() {
  std::vector<Text> faults;
  read([&](Transaction& t) {
    t.query("PRAGMA integrity_check(20)", [&](const Row& row) {
      if (row.text(0) != "ok") faults.push_back({"Database: " + row.text(0) + ".", "数据库：" + row.text(0) + "。"});
    });
  });
  return faults;
}

std::vector<Text> FileDatabase::broken_references() {
  std::vector<Text> faults;
  read([&](Transaction& t) {
    t.query("SELECT \"table\", parent FROM pragma_foreign_key_check", [&](const Row& row) {
      faults.push_back(
          {fmt::format("Database: a row of {} names a row of {} that is not there.", row.text(0), row.text(1)),
           fmt::format("数据库：{} 中有一行引用了 {} 中不存在的行。", row.text(0), row.text(1))});
    });
  });
  return faults;
}

class Served final : public FileDatabase {
 public:
  Served(const std::filesystem::path& file, std::unique_ptr<Connection> writer)
      : FileDatabase(file, Connection::Mode::reader), writer_(std::move(writer)) {}
  Result<> write(const Work& work) override { return writer_.write(work); }
  Result<int> migrate(const std::vector<Migration>& migrations) override;

 private:
  Writer writer_;
};

Result<int> Served::migrate(const std::vector<Migration>& migrations) {
  int applied = 0;
  WARD_CHECK(write([&](Transaction& t) -> Result<> {
    t.exec(migrations_table_sql);
    WARD_TRY(missing, missing_steps(t, true, migrations, file_.string()));
    for (const Migration& step : missing) {
      static_cast<Connection&>(t).script(step.sql);
      static_cast<Connection&>(t).script(step.sqlite_rows);
      remember_step(t, step);
    }
    applied = int(missing.size());
    return {};
  }));
  return applied;
}

class Viewed final : public FileDatabase {
 public:
  explicit Viewed(const std::filesystem::path& file) : FileDatabase(file, Connection::Mode::viewer) {}
  Result<> write(const Work&) override { return std::unexpected(read_only_error()); }
  Result<int> migrate(const std::vector<Migration>& migrations) override {
    Result<std::vector<Migration>> missing;
    read([&](Transaction& t) { missing = missing_steps(t, has_migrations(t), migrations, file_.string()); });
    return check_steps(missing, file_.string());
  }
};

}  // namespace

}  // namespace sqlite

Result<std::unique_ptr<Database>> open_sqlite(const std::filesystem::path& file) {
  WARD_TRY(writer, sqlite::Connection::open(file, sqlite::Connection::Mode::writer));
  return std::make_unique<sqlite::Served>(file, std::move(writer));
}

Result<std::unique_ptr<Database>> open_sqlite_to_read(const std::filesystem::path& file) {
  WARD_CHECK(sqlite::Connection::open(file, sqlite::Connection::Mode::viewer));
  return std::make_unique<sqlite::Viewed>(file);
}

}  // namespace ward::storage
