#include <gtest/gtest.h>

#include <fstream>

#include "city/captures/store.h"
#include "city/passages/store.h"
#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::captures {
namespace {

using namespace std::chrono_literals;

class CapturesTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  CapturesTest() {
    EXPECT_TRUE(db->migrate(schema()));
    set_days(3);
    captures = std::make_unique<Captures>(city);
  }
  ~CapturesTest() override {
    captures.reset();
    db.reset();
  }

  std::unique_ptr<storage::Database> open() { return database.open(); }
  void write(const std::function<void(storage::Transaction&)>& work) {
    EXPECT_TRUE(db->write([&](storage::Transaction& t) -> Result<> { return work(t), Result<>{}; }));
  }
  void set_days(int days) {
    write([&](storage::Transaction& t) {
      t.exec(
          "INSERT INTO site (id, name, zone, capture_days, created_at) VALUES (?, 'School', 'UTC', ?, 0)"
          " ON CONFLICT (id) DO UPDATE SET capture_days = excluded.capture_days",
          device.site, days);
    });
  }
  // A stored passage that names a picture; the picture's id.
  Id passage(Millis ago = {}, Millis clock_offset = {}) {
    Passage p;
    p.id = Id::make(clock.now());
    p.device = device.device;
    p.at = clock.now() - ago;
    p.clock_offset_ms = clock_offset.count();
    p.capture = Id::make(clock.now());
    const std::vector<passages::Incoming> batch = {{p, passages::digest_of(p, device.site, clock.now())}};
    write([&](storage::Transaction& t) { passages::store(t, clock, device.site, clock.now(), batch); });
    return *p.capture;
  }
  Id kept(Millis ago = {}, Millis clock_offset = {}) {
    const Id id = passage(ago, clock_offset);
    const auto put = captures->put(device, id, jpeg);
    EXPECT_TRUE(put) << put.error().message.en;
    return id;
  }
  std::optional<std::string> look(const Id& id) {
    const auto found = captures->get(id, "user:office", [](const Id&) { return true; });
    EXPECT_TRUE(found) << found.error().message.en;
    return found && *found ? std::optional((*found)->jpeg) : std::nullopt;
  }
  std::int64_t swept() {
    const auto gone = captures->sweep();
    EXPECT_TRUE(gone);
    return gone.value_or(-1);
  }
  std::int64_t journalled(const std::string& type) {
    std::int64_t n = 0;
    db->read([&](storage::Transaction& t) {
      n = *t.first(
          "SELECT count(*) FROM journal WHERE type = ?", [](const storage::Row& row) { return row.integer(0); }, type);
    });
    return n;
  }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(database.directory / "captures"))
      if (entry.is_regular_file()) found.push_back(entry.path());
    return found;
  }

  const storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = open();
  ManualClock clock;
  const devices::DeviceCaller device{Id::make(clock.now()), Id::make(clock.now()), "East gate"};
  const crypto::Key vault = crypto::Key::random();
  City city{.db = *db,
            .clock = clock,
            .live = nullptr,
            .changed = nullptr,
            .vault = vault,
            .data = database.directory,
            .models = {}};
  std::unique_ptr<Captures> captures;
  const std::string jpeg = "\xff\xd8\xff\xe0 a face that nobody may read in a file";
};
INSTANTIATE_TEST_SUITE_P(On, CapturesTest, storage::both_engines, storage::engine_name);

TEST_P(CapturesTest, APictureIsKeptForItsDaysAndThenGoneWithItsFile) {
  const Id first = kept();
  clock.advance(24h);
  const Id second = kept();
  EXPECT_EQ(files().size(), 2u);

  clock.advance(24h * 2);  // the first's third day
  EXPECT_EQ(swept(), 0);
  EXPECT_EQ(look(first), jpeg);
  clock.advance(24h);
  EXPECT_EQ(swept(), 1);
  EXPECT_FALSE(look(first));
  EXPECT_EQ(look(second), jpeg);
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(journalled("captures.deleted"), 1);
  EXPECT_TRUE(captures->verify().empty());

  // A gate that sends it once more does not bring it back.
  EXPECT_TRUE(captures->put(device, first, jpeg));
  EXPECT_FALSE(look(first));
  clock.advance(24h * 30);
  EXPECT_EQ(swept(), 1);
  EXPECT_EQ(swept(), 0);
  EXPECT_TRUE(files().empty());
}

TEST_P(CapturesTest, TheDaysCountFromThePassageHoweverLateItsPictureComes) {
  const Id late = kept(24h * 3), over = kept(24h * 4);
  EXPECT_EQ(look(late), jpeg);
  EXPECT_FALSE(look(over));
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(journalled("capture.kept"), 1);
  clock.advance(24h);
  EXPECT_EQ(swept(), 1);
  EXPECT_FALSE(look(late));
}

TEST_P(CapturesTest, AClockThatIsWrongKeepsNoPictureLonger) {
  const Id ahead = kept(-24h * 1'000), behind = kept(24h * 1'000, -24h * 1'000);
  EXPECT_EQ(look(ahead), jpeg);
  EXPECT_EQ(look(behind), jpeg);  // its offset is known: it was just now
  clock.advance(24h * 4);
  EXPECT_EQ(swept(), 2);
  EXPECT_TRUE(files().empty());
}

TEST_P(CapturesTest, APictureThatACrashLeftWithoutItsRowGoesWithItsDay) {
  const auto day = std::chrono::floor<std::chrono::days>(clock.now());
  ASSERT_TRUE(
      storage::Segments(database.directory / "captures").append(device.site.str(), day, Id::make(clock.now()), {}));
  EXPECT_TRUE(captures->verify().empty());
  clock.advance(24h * 3);
  EXPECT_EQ(swept(), 0);
  EXPECT_EQ(files().size(), 1u);
  clock.advance(24h);
  EXPECT_EQ(swept(), 0);
  EXPECT_TRUE(files().empty());
}

TEST_P(CapturesTest, ALostRowShows) {
  const Id lost = kept();
  kept();
  write([&](storage::Transaction& t) { t.exec("DELETE FROM capture WHERE id = ?", lost); });
  ASSERT_EQ(captures->verify().size(), 1u);
  EXPECT_NE(captures->verify()[0].en.find(lost.str()), std::string::npos);
  write([&](storage::Transaction& t) { t.exec("DELETE FROM capture"); });
  EXPECT_EQ(captures->verify().size(), 2u);
}

TEST_P(CapturesTest, DamageThatIsNoRowsPictureShows) {
  const auto day = std::chrono::floor<std::chrono::days>(clock.now());
  const storage::Blob bytes(100);
  const auto orphan =
      storage::Segments(database.directory / "captures").append(device.site.str(), day, Id::make(clock.now()), bytes);
  ASSERT_TRUE(orphan);
  kept();
  EXPECT_TRUE(captures->verify().empty());
  std::fstream file(files()[0], std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(orphan->offset + 50).put('x');
  file.close();
  EXPECT_EQ(captures->verify().size(), 1u);
}

TEST_P(CapturesTest, ASiteThatShortensItsTimeLosesTheOlderOnes) {
  const Id id = kept();
  clock.advance(24h * 2);
  EXPECT_EQ(swept(), 0);
  set_days(1);
  EXPECT_EQ(swept(), 1);
  EXPECT_FALSE(look(id));
}

TEST_P(CapturesTest, EachLookIsJournalledAndOneThatIsRefusedReadsNothing) {
  const Id id = kept();
  EXPECT_EQ(journalled("capture.kept"), 1);
  look(id);
  look(id);
  EXPECT_EQ(journalled("capture.seen"), 2);
  const auto refused = captures->get(id, "user:guard", [](const Id&) { return false; });
  ASSERT_TRUE(refused);
  EXPECT_FALSE(*refused);
  EXPECT_EQ(journalled("capture.seen"), 2);
}

TEST_P(CapturesTest, OnlyTheDeviceOfThePassageSendsItsPicture) {
  const Id id = passage();
  const devices::DeviceCaller other{Id::make(clock.now()), device.site, "West gate"};
  EXPECT_EQ(captures->put(other, id, jpeg).error().code, "capture.passage");
  EXPECT_EQ(captures->put(device, id, "GIF89a").error().code, "image.format");
  EXPECT_TRUE(captures->put(device, id, jpeg));
  EXPECT_TRUE(captures->put(device, id, jpeg));
  EXPECT_EQ(journalled("capture.kept"), 1);
}

TEST_P(CapturesTest, ADamagedByteAndALostFileShow) {
  const Id id = kept();
  ASSERT_TRUE(captures->verify().empty());
  ASSERT_EQ(files().size(), 1u);
  const auto file = files()[0];
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(-10, std::ios::end);
    const char byte = char(bytes.peek());
    bytes.seekp(-10, std::ios::end);
    bytes.put(char(byte ^ 1));
  }
  ASSERT_EQ(captures->verify().size(), 1u);
  EXPECT_NE(captures->verify()[0].en.find(id.str()), std::string::npos);
  const auto read = captures->get(id, "user:office", [](const Id&) { return true; });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "segments.damaged");
  EXPECT_EQ(journalled("capture.seen"), 0);
  std::filesystem::remove(file);
  EXPECT_EQ(captures->verify().size(), 1u);
}

}  // namespace
}  // namespace ward::city::captures
