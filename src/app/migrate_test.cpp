#include <gtest/gtest.h>

#include "app/command.h"
#include "app/data.h"
#include "city/journal/store.h"
#include "storage/test_database.h"

namespace ward::app {
namespace {

class MigrateTest : public ::testing::Test {
 protected:
  MigrateTest() {
    school.emplace(*open_data({source.directory}));
    write([&](storage::Transaction& t) {
      t.exec("INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'UTC', 3, 0)",
             Id::make(clock.now()));
      for (int i = 0; i < 5; ++i)
        city::journal::append(t, clock, {.type = "site.put", .subject = "School", .actor = "test", .purpose = "test"});
    });
  }
  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(school->db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  // The exit code; what it said is in `said`.
  int migrate() {
    CLI::App command;
    const auto run = define_migrate(command);
    std::vector<std::string> words = {target.url(), "--database", source.directory.string(), "--data",
                                      "sqlite-to-postgres"};  // in reverse, as CLI11 takes them
    command.parse(words);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run();
    said = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    return code;
  }
  std::int64_t rows_of(const std::string& table) {
    std::int64_t rows = -1;
    target.open()->read([&](storage::Transaction& t) {
      rows = *t.first("SELECT count(*) FROM " + table, [](const storage::Row& row) { return row.integer(0); });
    });
    return rows;
  }

  const ManualClock clock;
  const storage::TestDatabase source{storage::Engine::sqlite}, target{storage::Engine::postgres};
  std::optional<Data> school;
  std::string said;
};

TEST_F(MigrateTest, CopiesOnceAndNotIntoADatabaseInUse) {
  EXPECT_EQ(migrate(), done) << said;
  EXPECT_EQ(rows_of("site"), 1);
  EXPECT_EQ(rows_of("journal"), 5);
  EXPECT_EQ(migrate(), failed);
  EXPECT_NE(said.find("in use already"), std::string::npos) << said;
  EXPECT_EQ(rows_of("journal"), 5);
}

TEST_F(MigrateTest, AChangedJournalStaysWhereItIs) {
  write([](storage::Transaction& t) { t.exec("UPDATE journal SET actor = 'somebody' WHERE number = 3"); });
  EXPECT_EQ(migrate(), failed);
  EXPECT_NE(said.find("row 3"), std::string::npos) << said;
  EXPECT_EQ(rows_of("site"), 0);
  EXPECT_EQ(rows_of("journal"), 0);
}

}  // namespace
}  // namespace ward::app
