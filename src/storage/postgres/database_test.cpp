#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "storage/test_database.h"

namespace ward::storage {
namespace {

class PostgresTest : public ::testing::Test {
 protected:
  PostgresTest() {
    EXPECT_TRUE(db->write([](Transaction& t) -> Result<> {
      t.exec("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)");
      return {};
    }));
  }
  std::set<std::int64_t> items() {
    std::set<std::int64_t> ids;
    db->read(
        [&](Transaction& t) { t.query("SELECT id FROM item", [&](const Row& row) { ids.insert(row.integer(0)); }); });
    return ids;
  }
  Result<> insert(std::int64_t id) {
    return db->write([&](Transaction& t) -> Result<> {
      t.exec("INSERT INTO item (id) VALUES (?) ON CONFLICT (id) DO NOTHING", id);
      return {};
    });
  }

  TestDatabase database{Engine::postgres};
  std::unique_ptr<Database> db = database.open();
};

TEST_F(PostgresTest, AnAddressThatLeadsNowhereIsSaidWithoutItsPassword) {
  const auto wrong = open_postgres("postgresql://ward:secret@localhost:1/ward?connect_timeout=2");
  EXPECT_EQ(wrong.error().code, "storage.unavailable");
  EXPECT_EQ(wrong.error().message.en.find("secret"), std::string::npos);
  EXPECT_NE(wrong.error().message.en.find("localhost/ward"), std::string::npos);
  EXPECT_EQ(open_postgres("postgresql:///ward?no=1").error().code, "storage.url");
}

TEST_F(PostgresTest, ATextThatItCannotStoreIsTheCallersFault) {
  for (const std::string& text : {std::string("a\0b", 3), std::string("\xff")}) {
    const auto written = db->write([&](Transaction& t) -> Result<> {
      t.exec("INSERT INTO item VALUES (1, ?)", text);
      return {};
    });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, "storage.text");
    EXPECT_THROW(
        db->read([&](Transaction& t) { t.query("SELECT 1 FROM item WHERE name = ?", [](const Row&) {}, text); }),
        Failure);
  }
  EXPECT_TRUE(insert(1));
}

TEST_F(PostgresTest, ManyRowsAreStoredWholeOrNotAtAllAndTheConnectionGoesOn) {
  const auto rows = [](std::string last) {
    std::vector<std::vector<Value>> all;
    for (int i = 0; i < 9'999; ++i)
      all.push_back({std::int64_t(i), i % 3 ? Value(std::string(200, 'x')) : Value(nullptr)});
    all.push_back({std::int64_t(9'999), Value(std::move(last))});
    return all;
  };
  constexpr const char* sql = "INSERT INTO item (id, name) VALUES (?, ?)";
  const auto put = [&](std::string last) {
    return db->write([&](Transaction& t) -> Result<> { return t.bulk(sql, rows(std::move(last))), Result<>{}; });
  };
  for (const std::string& wrong : {std::string("a\0b", 3), std::string("\xff")})
    EXPECT_EQ(put(wrong).error().code, "storage.text");
  EXPECT_TRUE(items().empty());
  ASSERT_TRUE(put("last"));
  EXPECT_EQ(items().size(), 10'000U);
  EXPECT_THROW((void)put("last"), DatabaseError);  // they are there
  EXPECT_TRUE(insert(10'000));
  EXPECT_EQ(items().size(), 10'001U);
  // What is not values alone is no COPY.
  ASSERT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("DELETE FROM item");
    std::vector<std::vector<Value>> ids;
    for (int i = 0; i < 120; ++i) ids.push_back({std::int64_t(i)});
    t.bulk("INSERT INTO item (id, name) VALUES (?, 'same')", ids);
    return {};
  }));
  EXPECT_EQ(items().size(), 120U);
}

TEST_F(PostgresTest, AWorkThatHidesAFailedStatementStoresNothing) {
  EXPECT_THROW((void)db->write([](Transaction& t) -> Result<> {
    t.exec("INSERT INTO item (id) VALUES (1)");
    try {
      t.exec("NONSENSE");
    } catch (const DatabaseError&) {
    }
    return {};
  }),
               DatabaseError);
  EXPECT_TRUE(insert(2));
  EXPECT_EQ(items(), (std::set<std::int64_t>{2}));
}

TEST_F(PostgresTest, AWorkWhoseTransactionWasGivenUpRunsAgain) {
  int runs = 0;
  EXPECT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("INSERT INTO item (id) VALUES (1)");
    // As the server says it for a conflict or a deadlock.
    if (++runs < 3) t.exec("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$");
    return {};
  }));
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(db->write([&](Transaction& t) -> Result<> {
                t.exec("DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40P01'; END $$");
                return {};
              })
                .error()
                .code,
            "storage.busy");
  EXPECT_EQ(items().size(), 1u);
}

TEST_F(PostgresTest, AFullDiskIsAValue) {
  EXPECT_EQ(db->write([&](Transaction& t) -> Result<> {
                t.exec("INSERT INTO item (id) VALUES (1)");
                t.exec("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$");
                return {};
              })
                .error()
                .code,
            "storage.full");
  EXPECT_TRUE(items().empty());
}

TEST_F(PostgresTest, AConnectionThatIsCutBeforeTheCommitIsMadeAgainAndNobodyNotices) {
  int runs = 0;
  EXPECT_TRUE(db->write([&](Transaction& t) -> Result<> {
    t.exec("INSERT INTO item (id) VALUES (1)");
    if (++runs == 1) t.query("SELECT pg_terminate_backend(pg_backend_pid())", [](const Row&) {});
    return {};
  }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(items(), (std::set<std::int64_t>{1}));
}

// Whatever the moment: what was answered as stored is there, what was sent again until it was answered is there once,
// and connections come back by themselves.
TEST_F(PostgresTest, ARestartUnderLoadLosesNothing) {
  constexpr int callers = 4, each = 150;
  std::atomic<int> stored = 0, unavailable = 0;
  std::vector<std::jthread> threads;
  for (int k = 0; k < callers; ++k)
    threads.emplace_back([&, k] {
      for (int i = 0; i < each; ++i) {
        Result<> answer;
        while (!(answer = insert(k * each + i))) {
          EXPECT_EQ(answer.error().code, "storage.unavailable");
          ++unavailable;
          std::this_thread::yield();
        }
        ++stored;
      }
    });
  for (const int signal : {SIGINT, SIGQUIT}) {  // stopped in order, and as if the machine had failed
    const int before = stored;
    while (stored < before + 100) std::this_thread::yield();
    TestServer::one().stop(signal);
    EXPECT_THROW(items(), Failure);
    TestServer::one().start();
  }
  threads.clear();
  EXPECT_EQ(items().size(), std::size_t(callers * each));
}

// What one program of an exchange heard, and a way to wait for it.
class Ear {
 public:
  std::function<void(std::string_view)> heard() {
    return [this](std::string_view message) {
      const std::lock_guard lock(mutex_);
      messages_.emplace_back(message);
      changed_.notify_all();
    };
  }
  std::function<void()> missed() {
    return [this] {
      const std::lock_guard lock(mutex_);
      ++missed_;
      changed_.notify_all();
    };
  }
  std::vector<std::string> wait_for(std::size_t messages) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return messages_.size() >= messages; });
    return messages_;
  }
  void wait_for_missed() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return missed_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> messages_;  // guarded by mutex_
  int missed_ = 0;                     // guarded by mutex_
};

TEST_F(PostgresTest, ProgramsHearEachOtherInOrderWhateverTheLengthAndNeverThemselves) {
  const auto other_db = database.open();
  Ear ear, other_ear;
  const auto exchange = db->exchange(ear.heard(), ear.missed());
  const auto other = other_db->exchange(other_ear.heard(), other_ear.missed());
  std::vector<std::string> sent;
  for (int i = 0; i < 300; ++i) exchange->tell(sent.emplace_back(std::to_string(i) + " 中"));
  exchange->tell(sent.emplace_back(100'000, 'x'));
  exchange->tell(sent.emplace_back());
  EXPECT_EQ(other_ear.wait_for(sent.size()), sent);
  other->tell("back");
  EXPECT_EQ(ear.wait_for(1), (std::vector<std::string>{"back"}));
}

TEST_F(PostgresTest, AfterARestartProgramsAreToldThatTheyMayHaveMissedSomethingAndHearAgain) {
  const auto other_db = database.open();
  Ear ear, other_ear;
  const auto exchange = db->exchange(ear.heard(), ear.missed());
  const auto other = other_db->exchange(other_ear.heard(), other_ear.missed());
  TestServer::one().stop();
  exchange->tell("into the void");
  TestServer::one().start();
  ear.wait_for_missed();
  other_ear.wait_for_missed();
  other->tell("again");
  EXPECT_EQ(ear.wait_for(1).back(), "again");
}

}  // namespace
}  // namespace ward::storage
