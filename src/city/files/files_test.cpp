#include <gtest/gtest.h>

#include <fstream>

#include "city/files/store.h"
#include "city/journal/store.h"
#include "city/schema.h"
#include "storage/test_database.h"

namespace ward::city::files {
namespace {

using namespace std::chrono_literals;
using namespace std::string_view_literals;

TEST(Sniffing, KnowsWhatIsKeptByItsFirstBytes) {
  EXPECT_EQ(media_type_of("\xff\xd8\xff\xe0 and so on"), "image/jpeg");
  EXPECT_EQ(media_type_of("\x89PNG\r\n\x1a\n..."), "image/png");
  EXPECT_EQ(media_type_of("RIFF\x10\x00\x00\x00WEBPVP8 "sv), "image/webp");
  EXPECT_EQ(media_type_of("\x1a\x45\xdf\xa3..."), "audio/webm");
  EXPECT_EQ(media_type_of("OggS..."), "audio/ogg");
  EXPECT_EQ(media_type_of("\x00\x00\x00\x20"
                          "ftypM4A "sv),
            "audio/mp4");
  for (const auto other :
       {""sv, "RIFF"sv, "RIFF....WAVE"sv, "<svg>"sv, "<html>"sv, "%PDF-1.7"sv, "ftyp"sv, "\xff\xd8"sv})
    EXPECT_FALSE(media_type_of(other)) << other;
}

TEST(Sniffing, RefusesWhatIsNotWhatItSays) {
  EXPECT_EQ(checked_type("audio/webm;codecs=opus", "\x1a\x45\xdf\xa3..."), "audio/webm");
  for (const auto said : {"image/png", "", "text/html", "image/jpegs"}) {
    const auto type = checked_type(said, "\xff\xd8\xff\xe0");
    ASSERT_FALSE(type) << said;
    EXPECT_EQ(type.error().code, "files.format");
    EXPECT_EQ(type.error().field, "Content-Type");
  }
}

class FilesTest : public ::testing::TestWithParam<storage::Engine> {
 protected:
  FilesTest() { EXPECT_TRUE(db->migrate(schema())); }
  ~FilesTest() override {
    db->read([](storage::Transaction& t) { EXPECT_EQ(journal::verify(t), std::vector<Text>{}); });
    db.reset();
  }
  Id sent(const std::string& by = "user:li") {
    const Id id = Id::make(clock.now());
    const auto file = files.put(id, "image/jpeg", jpeg, by);
    EXPECT_TRUE(file) << file.error().message.en;
    return id;
  }
  std::optional<std::string> look(const Id& id, const std::function<bool(const Files::Seen&)>& may_see) {
    const auto found = files.get(id, "user:who", may_see);
    EXPECT_TRUE(found) << found.error().message.en;
    return found && *found ? std::optional((*found)->bytes) : std::nullopt;
  }
  bool is_there(const Id& id) {
    bool there = false;
    db->read([&](storage::Transaction& t) { there = was_sent_by(t, id, "user:li"); });
    return there;
  }
  static bool anybody(const Files::Seen&) { return true; }

  const storage::TestDatabase database{GetParam()};
  std::unique_ptr<storage::Database> db = database.open();
  ManualClock clock;
  const crypto::Key vault = crypto::Key::random();
  City city{.db = *db,
            .clock = clock,
            .live = nullptr,
            .changed = nullptr,
            .vault = vault,
            .data = database.directory,
            .models = {}};
  Files files{city, 3};
  const std::string jpeg = "\xff\xd8\xff\xe0 a street that nobody may read in a file";
};
INSTANTIATE_TEST_SUITE_P(On, FilesTest, storage::both_engines, storage::engine_name);

TEST_P(FilesTest, IsKeptForItsDaysAndThenGone) {
  const Id id = sent();
  EXPECT_EQ(look(id, anybody), jpeg);
  clock.advance(24h * 3);
  EXPECT_EQ(files.sweep(), 0);
  EXPECT_EQ(look(id, anybody), jpeg);
  clock.advance(24h);
  EXPECT_EQ(files.sweep(), 1);
  EXPECT_FALSE(look(id, anybody));
  EXPECT_FALSE(is_there(id));
  EXPECT_EQ(files.sweep(), 0);
  EXPECT_EQ(files.verify(), std::vector<Text>{});
}

TEST_P(FilesTest, SentAgainItCountsOnceAndAnotherIsRefused) {
  const Id id = sent();
  EXPECT_TRUE(files.put(id, "image/jpeg", jpeg, "user:li"));
  EXPECT_EQ(files.put(id, "image/jpeg", jpeg, "user:wu").error().code, "files.taken");
  EXPECT_EQ(files.put(id, "image/jpeg", jpeg + "!", "user:li").error().code, "files.taken");
  EXPECT_EQ(files.verify(), std::vector<Text>{});
}

TEST_P(FilesTest, IsSeenWhereItWasNamed) {
  const Id id = sent(), unit = Id::make(clock.now()), site = Id::make(clock.now());
  ASSERT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
    EXPECT_TRUE(was_sent_by(t, id, "user:li"));
    EXPECT_FALSE(was_sent_by(t, id, "user:wu"));
    t.exec("INSERT INTO unit (id, code, name, kind, path, since) VALUES (?, 'yw', 'x', 'city', '1/', 0)", unit);
    use(t, id, unit);
    use(t, id, unit, site);
    use(t, id, unit);
    return {};
  }));
  std::optional<Files::Seen> asked;
  look(id, [&](const Files::Seen& seen) {
    asked = seen;
    return false;
  });
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->sender, "user:li");
  EXPECT_EQ(asked->paths, std::vector<std::string>{"1/"});
  EXPECT_EQ(asked->sites, std::vector<Id>{site});
}

TEST_P(FilesTest, LiesSealedAndCheckFindsWhatWasDamaged) {
  const Id id = sent();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(database.directory / "files")) {
    if (!entry.is_regular_file()) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(all.find("nobody may read"), std::string::npos);
    file.clear();
    file.seekp(std::streamoff(all.size()) - 3);
    file.put('?');
  }
  EXPECT_EQ(files.verify().size(), 1u);
  EXPECT_FALSE(files.get(id, "user:li", anybody));
}

TEST_P(FilesTest, CheckFindsARowThatIsGone) {
  const Id id = sent();
  ASSERT_TRUE(db->write([&](storage::Transaction& t) -> Result<> {
    t.exec("DELETE FROM file WHERE id = ?", id);
    return {};
  }));
  EXPECT_EQ(files.verify().size(), 1u);
}

}  // namespace
}  // namespace ward::city::files
