#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "base/crypto.h"
#include "storage/database.h"

namespace ward::storage {
namespace {

namespace fs = std::filesystem;

class SqliteTest : public ::testing::Test {
 protected:
  SqliteTest() { fs::create_directories(directory); }
  ~SqliteTest() override {
    db.reset();
    fs::remove_all(directory);
  }
  void open() {
    auto opened = open_sqlite(file);
    ASSERT_TRUE(opened) << opened.error().message.en;
    db = *std::move(opened);
  }
  void open_with_table() {
    open();
    ASSERT_TRUE(db->write([](Transaction& t) -> Result<> {
      t.exec("CREATE TABLE item (id INTEGER PRIMARY KEY, data BLOB)");
      return {};
    }));
  }
  std::int64_t count() {
    std::int64_t n = -1;
    db->read(
        [&](Transaction& t) { n = *t.first("SELECT count(*) FROM item", [](const Row& r) { return r.integer(0); }); });
    return n;
  }
  static Result<> insert(Transaction& t, std::int64_t id, std::size_t bytes = 1) {
    t.exec("INSERT INTO item VALUES (?, ?)", id, Blob(bytes, 7));
    return {};
  }

  const fs::path directory = fs::temp_directory_path() / ("ward-storage-" + crypto::random_token(8));
  const fs::path file = directory / "ward.db";
  std::unique_ptr<Database> db;
};

TEST_F(SqliteTest, EveryTypeComesBackAsItWent) {
  open();
  const Id id = Id::make(SystemClock().now());
  const Time time = from_millis(1'780'000'000'123);
  ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("CREATE TABLE v (a, b, c, d, e, f, g, h)");
    EXPECT_EQ(t.exec("INSERT INTO v VALUES (?,?,?,?,?,?,?,?)", nullptr, -5, 2.5, "x'\0\xe4\xb8\xad", Blob{1, 0, 2}, id,
                     time, true),
              1);
    return {};
  }));
  db->read([&](Transaction& t) {
    bool seen = false;
    t.query(
        "SELECT * FROM v WHERE f = ?",
        [&](const Row& row) {
          seen = true;
          EXPECT_TRUE(row.is_null(0));
          EXPECT_EQ(row.integer(1), -5);
          EXPECT_EQ(row.real(2), 2.5);
          EXPECT_EQ(row.text(3), std::string("x'"));
          EXPECT_EQ(row.blob(4), (Blob{1, 0, 2}));
          EXPECT_EQ(row.id(5), id);
          EXPECT_EQ(row.time(6), time);
          EXPECT_TRUE(row.boolean(7));
          EXPECT_THROW(row.text(1), DatabaseError);
          EXPECT_THROW(row.id(4), DatabaseError);
          EXPECT_THROW(row.integer(8), DatabaseError);
        },
        id);
    EXPECT_TRUE(seen);
  });
}

TEST_F(SqliteTest, ErrorAndExceptionLeaveNothingBehindAndDisturbNobody) {
  open_with_table();
  EXPECT_EQ(db->write([](Transaction& t) -> Result<> {
                insert(t, 1);
                return fail(ErrorKind::conflict, "test.no", {"No.", "否。"});
              })
                .error()
                .code,
            "test.no");
  EXPECT_THROW((void)db->write([](Transaction& t) -> Result<> {
    insert(t, 2);
    throw std::runtime_error("broken");
  }),
               std::runtime_error);
  EXPECT_THROW((void)db->write([](Transaction& t) -> Result<> { return insert(t, 3), t.exec("NONSENSE"), Result<>{}; }),
               DatabaseError);
  EXPECT_TRUE(db->write([](Transaction& t) { return insert(t, 4); }));
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, ManyCallersEachGetTheirOwnAnswer) {
  open_with_table();
  constexpr int threads = 8, each = 50;
  std::atomic<int> stored = 0, refused = 0;
  {
    std::vector<std::jthread> callers;
    for (int k = 0; k < threads; ++k)
      callers.emplace_back([&, k] {
        for (int i = 0; i < each; ++i) {
          const bool bad = (k + i) % 5 == 0;
          const auto answer = db->write([&](Transaction& t) -> Result<> {
            insert(t, k * each + i);
            if (bad) return fail(ErrorKind::invalid, "test.bad", {"Bad.", "错误。"});
            return {};
          });
          EXPECT_EQ(answer.has_value(), !bad);
          (answer ? stored : refused)++;
        }
      });
  }
  EXPECT_EQ(stored + refused, threads * each);
  EXPECT_EQ(count(), stored);
}

TEST_F(SqliteTest, ReadersSeeOneStateAndOnlyCommittedRows) {
  open_with_table();
  db->read([&](Transaction& outer) {
    const auto rows = [&] {
      return *outer.first("SELECT count(*) FROM item", [](const Row& r) { return r.integer(0); });
    };
    EXPECT_EQ(rows(), 0);
    EXPECT_TRUE(db->write([](Transaction& t) { return insert(t, 1); }));
    EXPECT_EQ(rows(), 0);
    EXPECT_THROW(outer.exec("INSERT INTO item VALUES (9, NULL)"), DatabaseError);
  });
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, TheSameStatementMayRunInsideItsOwnRows) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) -> Result<> { return insert(t, 1), insert(t, 2); }));
  int pairs = 0;
  db->read([&](Transaction& t) {
    t.query("SELECT id FROM item", [&](const Row&) { t.query("SELECT id FROM item", [&](const Row&) { ++pairs; }); });
  });
  EXPECT_EQ(pairs, 4);
}

TEST_F(SqliteTest, OneStatementAtATimeAndValuesNeverBecomeSql) {
  open_with_table();
  EXPECT_THROW((void)db->write(
                   [](Transaction& t) -> Result<> { return t.exec("DELETE FROM item; DROP TABLE item"), Result<>{}; }),
               DatabaseError);
  EXPECT_THROW((void)db->write(
                   [](Transaction& t) -> Result<> { return t.exec("INSERT INTO item VALUES (?, ?)", 1), Result<>{}; }),
               DatabaseError);
  db->read([&](Transaction& t) {
    EXPECT_FALSE(
        t.first("SELECT id FROM item WHERE data = ?", [](const Row& r) { return r.integer(0); }, "' OR 1=1 --"));
  });
}

TEST_F(SqliteTest, FullFileIsAValueAndTheRestGoesOn) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) -> Result<> { return t.exec("PRAGMA max_page_count = 64"), Result<>{}; }));
  const auto full = db->write([](Transaction& t) { return insert(t, 1, 1 << 20); });
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, "storage.full");
  // Also when the work hides the exception.
  EXPECT_EQ(db->write([](Transaction& t) -> Result<> {
                try {
                  insert(t, 1, 1 << 20);
                } catch (const DatabaseError&) {
                }
                return {};
              })
                .error()
                .code,
            "storage.full");
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(db->write([](Transaction& t) { return insert(t, 2); }));
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, AFileThatMayNotGrowIsAFullDisk) {
  open_with_table();
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tight{256 << 10, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  const auto full = db->write([](Transaction& t) { return insert(t, 1, 4 << 20); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, "storage.full");
  EXPECT_TRUE(db->write([](Transaction& t) { return insert(t, 2, 4 << 20); }));
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteTest, AFullQueueRefusesAndWhatWaitsIsCommittedTogether) {
  open_with_table();
  constexpr int room = 1'000, more = 10;
  std::latch runs(1), go(1);
  std::jthread first([&] {
    (void)db->write([&](Transaction&) -> Result<> {
      runs.count_down();
      go.wait();
      return {};
    });
  });
  runs.wait();
  std::atomic<int> refused = 0;
  std::mutex mutex;
  std::set<std::int64_t> states;  // numbers of committed rows that the works found: one a group
  std::vector<std::jthread> rest;
  for (int i = 0; i < room + more; ++i)
    rest.emplace_back([&, i] {
      const auto answer = db->write([&](Transaction& t) -> Result<> {
        const std::lock_guard lock(mutex);
        states.insert(count());
        return insert(t, i);
      });
      if (!answer) {
        EXPECT_EQ(answer.error().code, "storage.busy");
        ++refused;
      }
    });
  while (refused < more) std::this_thread::yield();  // the writer stands still: exactly `room` works wait now
  go.count_down();
  rest.clear();
  EXPECT_EQ(refused, more);
  EXPECT_EQ(count(), room);
  EXPECT_LE(states.size(), 20u);
}

TEST_F(SqliteTest, AWriteInsideAWriteIsABrokenInvariant) {
  open_with_table();
  EXPECT_THROW((void)db->write([&](Transaction&) { return db->write([](Transaction&) -> Result<> { return {}; }); }),
               DatabaseError);
}

TEST_F(SqliteTest, CommittedRowsSurviveAndUnfinishedOnesDoNot) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 1); }));
  db.reset();
  open();
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::others_read, fs::perms::none);
}

TEST_F(SqliteTest, SaysWhyAFileCannotBeOpened) {
  std::ofstream(file) << std::string(8'192, 'x');
  EXPECT_EQ(open_sqlite(file).error().code, "storage.corrupt");
  EXPECT_EQ(open_sqlite(directory / "missing" / "ward.db").error().code, "storage.unreadable");
  EXPECT_EQ(open_sqlite(directory).error().code, "storage.unreadable");
}

const std::vector<Migration> three_steps = {
    {1, "items", "CREATE TABLE item (id INTEGER PRIMARY KEY); CREATE TABLE other (x)"},
    {2, "names", "ALTER TABLE item ADD COLUMN name TEXT"},
    {3, "index", "CREATE INDEX item_name ON item (name)"},
};

TEST_F(SqliteTest, MigratesFromEveryEarlierVersion) {
  for (std::size_t from = 0; from <= three_steps.size(); ++from) {
    db.reset();
    fs::remove_all(directory);
    fs::create_directories(directory);
    open();
    EXPECT_EQ(*db->migrate({three_steps.begin(), three_steps.begin() + std::ptrdiff_t(from)}), int(from));
    EXPECT_EQ(*db->migrate(three_steps), int(three_steps.size() - from));
    EXPECT_EQ(*db->migrate(three_steps), 0);
    EXPECT_TRUE(
        db->write([](Transaction& t) -> Result<> { return t.exec("INSERT INTO item VALUES (1, 'a')"), Result<>{}; }));
  }
}

TEST_F(SqliteTest, AFailedMigrationChangesNothingAndANewerFileIsRefused) {
  open();
  auto broken = three_steps;
  broken[2].sql = "CREATE INDEX item_name ON nowhere (name)";
  EXPECT_THROW((void)db->migrate(broken), DatabaseError);
  EXPECT_EQ(*db->migrate(three_steps), 3);
  EXPECT_EQ(db->migrate({three_steps[0], three_steps[1]}).error().code, "storage.newer");
}

TEST_F(SqliteTest, AnyoneWhoOnlyReadsChangesNothing) {
  EXPECT_FALSE(open_sqlite_to_read(file));
  EXPECT_FALSE(fs::exists(file));
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 1); }));
  {
    const auto viewed = open_sqlite_to_read(file);  // beside the writer
    ASSERT_TRUE(viewed) << viewed.error().message.en;
    ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 2); }));
    std::int64_t n = 0;
    (*viewed)->read([&](Transaction& t) {
      n = *t.first("SELECT count(*) FROM item", [](const Row& r) { return r.integer(0); });
      EXPECT_THROW(t.exec("DELETE FROM item"), DatabaseError);
    });
    EXPECT_EQ(n, 2);
    EXPECT_EQ((*viewed)->write([](Transaction& t) { return insert(t, 3); }).error().code, "storage.read_only");
    EXPECT_EQ((*viewed)->migrate({{1, "one", "CREATE TABLE a (x)"}}).error().code, "storage.older");
  }
  const std::vector<Migration> steps = {{1, "one", "CREATE TABLE a (x)"}, {2, "two", "CREATE TABLE b (x)"}};
  ASSERT_TRUE(db->migrate(steps));
  const auto viewed = open_sqlite_to_read(file);
  EXPECT_EQ((*viewed)->migrate(steps), 0);
  EXPECT_EQ((*viewed)->migrate({steps[0]}).error().code, "storage.newer");
  EXPECT_EQ(count(), 2);
}

}  // namespace
}  // namespace ward::storage
