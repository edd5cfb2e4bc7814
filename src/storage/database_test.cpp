#include "storage/database.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

#include "storage/test_database.h"

namespace ward::storage {
namespace {

// What holds for every database.
class DatabaseTest : public ::testing::TestWithParam<Engine> {
 protected:
  void open_with_table() {
    db = database.open();
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

  TestDatabase database{GetParam()};
  std::unique_ptr<Database> db;
};
INSTANTIATE_TEST_SUITE_P(On, DatabaseTest, both_engines, engine_name);

TEST_P(DatabaseTest, EveryTypeComesBackAsItWent) {
  db = database.open();
  const Id id = Id::make(SystemClock().now());
  const Time time = from_millis(1'780'000'000'123);
  ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("CREATE TABLE v (a TEXT, b INTEGER, c REAL, d TEXT, e BLOB, f BLOB, g INTEGER, h INTEGER)");
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

TEST_P(DatabaseTest, ErrorAndExceptionLeaveNothingBehindAndDisturbNobody) {
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

TEST_P(DatabaseTest, ManyCallersEachGetTheirOwnAnswer) {
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

TEST_P(DatabaseTest, ReadersSeeOneStateAndOnlyCommittedRows) {
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

TEST_P(DatabaseTest, TheSameStatementMayRunInsideItsOwnRows) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) -> Result<> { return insert(t, 1), insert(t, 2); }));
  int pairs = 0;
  db->read([&](Transaction& t) {
    t.query("SELECT id FROM item", [&](const Row&) { t.query("SELECT id FROM item", [&](const Row&) { ++pairs; }); });
  });
  EXPECT_EQ(pairs, 4);
}

// More than may read at once, and each of them reads again inside of its reading: nobody waits for ever.
TEST_P(DatabaseTest, ManyReadersEachGetTheirTurn) {
  open_with_table();
  const int many = 4 * int(std::max(4u, std::thread::hardware_concurrency()));
  std::atomic<int> seen = 0;
  {
    std::vector<std::jthread> readers;
    for (int k = 0; k < many; ++k)
      readers.emplace_back([&] {
        db->read([&](Transaction&) {
          std::this_thread::yield();
          if (count() == 0) ++seen;
        });
      });
  }
  EXPECT_EQ(seen, many);
}

TEST_P(DatabaseTest, OneStatementAtATimeAndValuesNeverBecomeSql) {
  open_with_table();
  EXPECT_THROW((void)db->write(
                   [](Transaction& t) -> Result<> { return t.exec("DELETE FROM item; DROP TABLE item"), Result<>{}; }),
               DatabaseError);
  EXPECT_THROW((void)db->write(
                   [](Transaction& t) -> Result<> { return t.exec("INSERT INTO item VALUES (?, ?)", 1), Result<>{}; }),
               DatabaseError);
  db->read([&](Transaction& t) {
    EXPECT_FALSE(t.first(
        "SELECT id FROM item WHERE data = ?", [](const Row& r) { return r.integer(0); },
        Blob{'\'', ' ', 'O', 'R', ' ', '1', '=', '1'}));
  });
}

TEST_P(DatabaseTest, AFullQueueRefusesAndWhatWaitsIsCommittedTogether) {
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

TEST_P(DatabaseTest, AWriteInsideAWriteIsABrokenInvariant) {
  open_with_table();
  EXPECT_THROW((void)db->write([&](Transaction&) { return db->write([](Transaction&) -> Result<> { return {}; }); }),
               DatabaseError);
}

TEST_P(DatabaseTest, CommittedRowsSurviveAndUnfinishedOnesDoNot) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 1); }));
  db.reset();
  db = database.open();
  EXPECT_EQ(count(), 1);
}

const std::vector<Migration> three_steps = {
    {1, "items", "CREATE TABLE item (id INTEGER PRIMARY KEY); CREATE TABLE other (x TEXT)"},
    {2, "names", "ALTER TABLE item ADD COLUMN name TEXT"},
    {3, "index", "CREATE INDEX item_name ON item (name)"},
};

TEST_P(DatabaseTest, MigratesFromEveryEarlierVersion) {
  for (std::size_t from = 0; from <= three_steps.size(); ++from) {
    const TestDatabase other(GetParam());
    const auto earlier = other.open();
    EXPECT_EQ(*earlier->migrate({three_steps.begin(), three_steps.begin() + std::ptrdiff_t(from)}), int(from));
    EXPECT_EQ(*earlier->migrate(three_steps), int(three_steps.size() - from));
    EXPECT_EQ(*earlier->migrate(three_steps), 0);
    EXPECT_TRUE(earlier->write(
        [](Transaction& t) -> Result<> { return t.exec("INSERT INTO item VALUES (1, 'a')"), Result<>{}; }));
  }
}

TEST_P(DatabaseTest, AFailedMigrationChangesNothingAndANewerFileIsRefused) {
  db = database.open();
  auto broken = three_steps;
  broken[2].sql = "CREATE INDEX item_name ON nowhere (name)";
  EXPECT_THROW((void)db->migrate(broken), DatabaseError);
  EXPECT_EQ(*db->migrate(three_steps), 3);
  EXPECT_EQ(db->migrate({three_steps[0], three_steps[1]}).error().code, "storage.newer");
}

TEST_P(DatabaseTest, AnyoneWhoOnlyReadsChangesNothing) {
  open_with_table();
  ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 1); }));
  {
    const auto viewed = database.open_to_read();  // beside the writer
    ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 2); }));
    std::int64_t n = 0;
    viewed->read([&](Transaction& t) {
      n = *t.first("SELECT count(*) FROM item", [](const Row& r) { return r.integer(0); });
      EXPECT_THROW(t.exec("DELETE FROM item"), DatabaseError);
    });
    EXPECT_EQ(n, 2);
    EXPECT_EQ(viewed->write([](Transaction& t) { return insert(t, 3); }).error().code, "storage.read_only");
    EXPECT_EQ(viewed->migrate({{1, "one", "CREATE TABLE a (x TEXT)"}}).error().code, "storage.older");
  }
  const std::vector<Migration> steps = {{1, "one", "CREATE TABLE a (x TEXT)"}, {2, "two", "CREATE TABLE b (x TEXT)"}};
  ASSERT_TRUE(db->migrate(steps));
  const auto viewed = database.open_to_read();
  EXPECT_EQ(viewed->migrate(steps), 0);
  EXPECT_EQ(viewed->migrate({steps[0]}).error().code, "storage.newer");
  EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTest, ABulkIsOneStatementForManyRows) {
  open_with_table();
  const auto rows = [](int from, int to) {
    std::vector<std::vector<Value>> all;
    for (int i = from; i < to; ++i) all.push_back({std::int64_t(i), i % 2 ? Value(nullptr) : Value(Blob(100, 7))});
    return all;
  };
  constexpr const char* sql = "INSERT INTO item (id, data) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";
  ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
    EXPECT_EQ(t.bulk(sql, rows(0, 3)), (std::vector<std::int64_t>{1, 1, 1}));
    EXPECT_EQ(t.bulk(sql, rows(2, 5)), (std::vector<std::int64_t>{0, 1, 1}));
    EXPECT_TRUE(t.bulk(sql, {}).empty());
    EXPECT_EQ(t.bulk(sql, rows(5, 2'005)).size(), 2'000u);
    return {};
  }));
  EXPECT_EQ(count(), 2'005);
  constexpr const char* plain = "INSERT INTO item (id, data) VALUES (?, ?)";
  for (const auto& [from, to] : {std::pair{2'000, 2'010}, {1'990, 2'300}})  // some are there
    EXPECT_THROW((void)db->write([&](Transaction& t) -> Result<> { return t.bulk(plain, rows(from, to)), Result<>{}; }),
                 DatabaseError);
  for (const auto& [from, to] : {std::pair{10'000, 10'001}, {10'001, 10'051}, {10'051, 10'200}, {10'200, 11'205}}) {
    ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
      EXPECT_EQ(t.bulk(plain, rows(from, to)), std::vector<std::int64_t>(std::size_t(to - from), 1));
      return {};
    }));
    db->read([&](Transaction& t) {
      EXPECT_EQ(t.first(
                    "SELECT count(*) FROM item WHERE id >= ? AND (id % 2 = 1) = (data IS NULL)",
                    [](const Row& row) { return row.integer(0); }, 10'000),
                to - 10'000);
    });
  }
  EXPECT_THROW((void)db->write([&](Transaction& t) -> Result<> {
    auto short_row = rows(20'000, 20'100);
    short_row[30].pop_back();
    short_row[31].emplace_back(std::int64_t(1));  // as many values as there should be, in the wrong rows
    return t.bulk(plain, short_row), Result<>{};
  }),
               DatabaseError);
  EXPECT_THROW(
      (void)db->write([&](Transaction& t) -> Result<> { return t.bulk(sql, {{{std::int64_t(1)}}}), Result<>{}; }),
      DatabaseError);
  EXPECT_EQ(count(), 2'005 + 1'205);
}

TEST_P(DatabaseTest, TextsAreOrderedByTheirBytes) {
  db = database.open();
  std::vector<std::string> names;
  ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("CREATE TABLE named (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
    for (const char* name : {"a/b0", "Z", "a/b/1", "中", "é", "a"}) t.exec("INSERT INTO named VALUES (?)", name);
    t.query("SELECT name FROM named ORDER BY name", [&](const Row& row) { names.push_back(row.text(0)); });
    return {};
  }));
  EXPECT_EQ(names, (std::vector<std::string>{"Z", "a", "a/b/1", "a/b0", "é", "中"}));
}

// As on a server with many callers: what a work has read is still so when it writes.
TEST_P(DatabaseTest, WritesComeOneAfterTheOtherAlsoThoseOfAnotherProgram) {
  open_with_table();
  const auto other = database.open();
  ASSERT_TRUE(db->write([](Transaction& t) { return insert(t, 0); }));
  {
    std::vector<std::jthread> callers;
    for (int k = 0; k < 4; ++k)
      callers.emplace_back([&, k] {
        for (int i = 0; i < 50; ++i)
          EXPECT_TRUE((k % 2 ? db : other)->write([](Transaction& t) -> Result<> {
            const auto last = t.first("SELECT max(id) FROM item", [](const Row& row) { return row.integer(0); });
            return insert(t, *last + 1);
          }));
      });
  }
  EXPECT_EQ(count(), 201);
}

TEST_P(DatabaseTest, FindsNothingWrongWithANewOne) {
  open_with_table();
  EXPECT_TRUE(db->damaged_pages().empty());
  EXPECT_TRUE(db->broken_references().empty());
}

}  // namespace
}  // namespace ward::storage
