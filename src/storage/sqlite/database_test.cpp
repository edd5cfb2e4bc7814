#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

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

TEST_F(SqliteTest, TheFileIsForItsOwnerOnlyAndLookingMakesNone) {
  EXPECT_FALSE(open_sqlite_to_read(file));
  EXPECT_FALSE(fs::exists(file));
  open();
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::others_read, fs::perms::none);
}

TEST_F(SqliteTest, SaysWhyAFileCannotBeOpened) {
  std::ofstream(file) << std::string(8'192, 'x');
  EXPECT_EQ(open_sqlite(file).error().code, "storage.corrupt");
  EXPECT_EQ(open_sqlite(directory / "missing" / "ward.db").error().code, "storage.unreadable");
  EXPECT_EQ(open_sqlite(directory).error().code, "storage.unreadable");
}

}  // namespace
}  // namespace ward::storage
