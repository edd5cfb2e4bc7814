// `ward check` over a data directory that somebody changed behind the server's back.
#include <gtest/gtest.h>

#include <fstream>

#include "app/command.h"
#include "app/data.h"
#include "city/captures/store.h"
#include "city/journal/store.h"
#include "city/passages/store.h"

namespace ward::app {
namespace {

class CheckTest : public ::testing::Test {
 protected:
  CheckTest() {
    data.emplace(*open_data({directory}));
    const city::devices::DeviceCaller device{Id::make(clock.now()), Id::make(clock.now()), "East gate"};
    city::Passage passage;
    passage.id = Id::make(clock.now());
    passage.device = device.device;
    passage.at = clock.now();
    passage.capture = Id::make(clock.now());
    const std::vector<city::passages::Incoming> batch = {
        {passage, city::passages::digest_of(passage, device.site, clock.now())}};
    write([&](storage::Transaction& t) {
      t.exec("INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'UTC', 3, 0)",
             device.site);
      city::journal::append(t, clock, {.type = "site.put", .subject = "School", .actor = "test", .purpose = "test"});
      city::passages::store(t, clock, device.site, clock.now(), batch);
    });
    table = *first_text("SELECT name FROM passage_month");
    city::City city = city_of(*data, clock);
    city::captures::Captures captures(city);
    EXPECT_TRUE(captures.put(device, *passage.capture, "\xff\xd8\xff\xe0 a picture"));
  }
  ~CheckTest() override {
    data.reset();
    std::filesystem::remove_all(directory);
  }

  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(data->db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  std::optional<std::string> first_text(const std::string& sql) {
    std::optional<std::string> text;
    data->db->read(
        [&](storage::Transaction& t) { text = t.first(sql, [](const storage::Row& row) { return row.text(0); }); });
    return text;
  }
  void damage(const std::string& sql) {
    write([&](storage::Transaction& t) { t.exec(sql); });
  }
  // The exit code; what it said is in `said`.
  int check() {
    CLI::App command;
    const auto run = define_check(command);
    std::vector<std::string> words = {directory.string(), "--data"};  // in reverse, as CLI11 takes them
    command.parse(words);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run();
    said = testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
    return code;
  }

  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / ("ward-check-" + crypto::random_token(8));
  const ManualClock clock;
  std::optional<Data> data;
  std::string table, said;
};

TEST_F(CheckTest, FindsAllWellAndChangesNothing) {
  EXPECT_EQ(check(), done) << said;
  EXPECT_EQ(said.find("wrong"), std::string::npos) << said;
}

TEST_F(CheckTest, LeavesAnOlderDatabaseAsItIs) {
  damage("DROP TABLE capture");
  damage("DELETE FROM schema_migrations WHERE name = 'captures'");
  std::filesystem::permissions(directory, std::filesystem::perms(0750));
  EXPECT_EQ(check(), unavailable);
  EXPECT_NE(said.find("older version"), std::string::npos) << said;
  EXPECT_NE(said.find("ward serve"), std::string::npos) << said;
  EXPECT_EQ(first_text("SELECT name FROM sqlite_schema WHERE name = 'capture'"), std::nullopt);
  EXPECT_EQ(std::filesystem::status(directory).permissions(), std::filesystem::perms(0750));
}

TEST_F(CheckTest, FindsAChangedRowOfTheJournal) {
  damage("UPDATE journal SET actor = 'nobody' WHERE type = 'site.put'");
  EXPECT_EQ(check(), failed);
  EXPECT_NE(said.find("chain of the journal     1 wrong"), std::string::npos) << said;
}

TEST_F(CheckTest, FindsAChangedPassage) {
  damage("UPDATE " + table + " SET temperature_cc = 3650");
  EXPECT_EQ(check(), failed);
  EXPECT_NE(said.find("batches of passages      1 wrong"), std::string::npos) << said;
}

TEST_F(CheckTest, GoesOnAfterARowThatCannotBeRead) {
  damage("UPDATE " + table + " SET outcome = 'perhaps'");
  damage("UPDATE capture SET size = size - 1");
  EXPECT_EQ(check(), failed);
  EXPECT_NE(said.find("batches of passages      1 wrong"), std::string::npos) << said;
  EXPECT_NE(said.find("templates, whitelists    well"), std::string::npos) << said;
  EXPECT_NE(said.find("captures                 1 wrong"), std::string::npos) << said;
}

TEST_F(CheckTest, FindsAChangedByteOfACapture) {
  std::filesystem::path file;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory / "captures"))
    if (entry.is_regular_file()) file = entry.path();
  ASSERT_FALSE(file.empty());
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekg(-4, std::ios::end);
  const char byte = char(bytes.get());
  bytes.seekp(-4, std::ios::end);
  bytes.put(char(byte ^ 1));
  bytes.close();
  EXPECT_EQ(check(), failed);
  EXPECT_NE(said.find("captures                 1 wrong"), std::string::npos) << said;
}

TEST_F(CheckTest, SaysThatTheKeyIsMissingAndMakesNone) {
  std::filesystem::remove(directory / "vault.key");
  EXPECT_EQ(check(), unavailable);
  EXPECT_NE(said.find("vault.key"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(directory / "vault.key"));
}

}  // namespace
}  // namespace ward::app
