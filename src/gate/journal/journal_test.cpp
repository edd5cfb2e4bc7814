#include "gate/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "gate/testing.h"

namespace ward::gate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class JournalTest : public testing::Test {
 protected:
  JournalOptions plenty() {
    JournalOptions options;
    options.reserve = 64 << 10;
    options.free_space = [this] { return free_; };
    return options;
  }
  std::vector<Id> waiting(const Journal& journal) {
    std::vector<Id> ids;
    for (const auto& row : journal.pending(1'000)) ids.push_back(row.id);
    return ids;
  }

  TemporaryDirectory directory_;
  GateStore store_ = *GateStore::open(directory_.path());
  std::uintmax_t free_ = std::uintmax_t{1} << 40;
  ManualClock clock_;
};

TEST_F(JournalTest, KeepsWhatTheServerHasNotConfirmedOverAReboot) {
  const auto first = a_passage(clock_), second = a_passage(clock_), third = a_passage(clock_);
  {
    const auto journal = *Journal::open(store_, plenty());
    for (const auto& passage : {first, second, third}) ASSERT_TRUE(journal->append(passage));
    ASSERT_TRUE(journal->acknowledge({second.id}));
    EXPECT_EQ(journal->depth(), 2u);
  }
  store_.database.reset();
  store_ = *GateStore::open(directory_.path());
  const auto journal = *Journal::open(store_, plenty());
  EXPECT_EQ(journal->depth(), 2u);
  EXPECT_THAT(waiting(*journal), ElementsAre(first.id, third.id));
  EXPECT_EQ(journal->pending(1).front().body, json::serialize(city::to_json(first)));
}

TEST_F(JournalTest, TheSamePassageTwiceIsOnce) {
  const auto journal = *Journal::open(store_, plenty());
  const auto passage = a_passage(clock_);
  ASSERT_TRUE(journal->append(passage));
  ASSERT_TRUE(journal->append(passage));
  EXPECT_EQ(journal->depth(), 1u);
  ASSERT_TRUE(journal->acknowledge({passage.id, passage.id, Id::make(clock_.now())}));
  ASSERT_TRUE(journal->acknowledge({passage.id}));
  EXPECT_EQ(journal->depth(), 0u);
}

TEST_F(JournalTest, ManyThreadsAppendAndNoneIsLost) {
  const auto journal = *Journal::open(store_, plenty());
  std::atomic<int> heard = 0;
  journal->on_append([&] { ++heard; });
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 50; ++i) ASSERT_TRUE(journal->append(a_passage(clock_)));
      });
  }
  EXPECT_EQ(journal->depth(), 200u);
  EXPECT_EQ(heard, 200);
  const auto ids = waiting(*journal);
  EXPECT_THAT(std::set<Id>(ids.begin(), ids.end()), SizeIs(200));
}

TEST_F(JournalTest, APictureIsSealedAndFollowsItsPassage) {
  const auto journal = *Journal::open(store_, plenty());
  auto passage = a_passage(clock_);
  passage.capture = Id::make(clock_.now());
  const std::string jpeg = "\xff\xd8 a face that must not lie open on the disk";
  ASSERT_TRUE(journal->append(passage, crypto::as_bytes(jpeg)));
  EXPECT_FALSE(journal->next_capture()) << "not before its passage";
  ASSERT_TRUE(journal->acknowledge({passage.id}));
  const auto next = journal->next_capture();
  ASSERT_TRUE(next);
  EXPECT_EQ(next->id, *passage.capture);
  EXPECT_EQ(std::string(next->jpeg.begin(), next->jpeg.end()), jpeg);
  EXPECT_EQ(read_whole(directory_.path() / "journal.db").find("a face that"), std::string::npos);
  EXPECT_EQ(read_whole(directory_.path() / "journal.db-wal").find("a face that"), std::string::npos);
  ASSERT_TRUE(journal->forget_capture(next->id));
  EXPECT_FALSE(journal->next_capture());
}

TEST_F(JournalTest, APictureThatTheKeyDoesNotOpenIsDroppedAndTheNextOneGoes) {
  const auto journal = *Journal::open(store_, plenty());
  std::vector<Id> ids;
  for (int i = 0; i < 2; ++i) {
    auto passage = a_passage(clock_);
    passage.capture = Id::make(clock_.now());
    ids.push_back(passage.id);
    ASSERT_TRUE(journal->append(passage, crypto::as_bytes("picture")));
    if (i == 0) store_.key = crypto::Key::random();
  }
  ASSERT_TRUE(journal->acknowledge(ids));
  const auto next = journal->next_capture();
  ASSERT_TRUE(next);
  EXPECT_EQ(std::string(next->jpeg.begin(), next->jpeg.end()), "picture");
}

TEST_F(JournalTest, WhatTheServerRefusesIsKeptAsideAndNotSentAgain) {
  auto journal = *Journal::open(store_, plenty());
  auto passage = a_passage(clock_);
  passage.capture = Id::make(clock_.now());
  ASSERT_TRUE(journal->append(passage, crypto::as_bytes("picture")));
  ASSERT_TRUE(journal->reject({{passage.id, "field.range", "temperature_cc"}}));
  EXPECT_THAT(waiting(*journal), IsEmpty());
  EXPECT_EQ(journal->depth(), 0u);
  EXPECT_EQ(journal->rejected(), 1u);
  EXPECT_FALSE(journal->next_capture());
  journal.reset();
  EXPECT_EQ((*Journal::open(store_, plenty()))->rejected(), 1u) << "also after a reboot";
}

// SQLite's own answer to a full disk, at a size of the test's choosing.
void fill_up(GateStore& store, bool full) {
  ASSERT_TRUE(store.database->write([&](storage::Transaction& tx) -> Result<> {
    std::int64_t pages = 0;
    tx.query("PRAGMA page_count", [&](const storage::Row& row) { pages = row.integer(0); });
    tx.query("PRAGMA max_page_count = " + std::to_string(full ? pages : pages + 100'000), [](const storage::Row&) {});
    return {};
  }));
}

TEST_F(JournalTest, AFullDiskReleasesTheReserveThenSaysSoAndLosesNothing) {
  const auto journal = *Journal::open(store_, plenty());
  EXPECT_EQ(journal->fault(), "");
  EXPECT_TRUE(std::filesystem::exists(directory_.path() / "reserve"));
  fill_up(store_, true);
  std::vector<Id> kept;
  Result<> last;
  for (int i = 0; i < 1'000 && last; ++i) {
    const auto passage = a_passage(clock_);
    last = journal->append(passage);
    if (last) kept.push_back(passage.id);
  }
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, "storage.full");
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "reserve")) << "released for the last ones";
  free_ = 0;
  EXPECT_EQ(journal->fault(), "storage_full");
  EXPECT_EQ(waiting(*journal), kept) << "everything that was promised is there";

  // Room comes back: by itself, as confirmed rows go.
  ASSERT_TRUE(journal->acknowledge(kept));
  EXPECT_TRUE(journal->append(a_passage(clock_)));
  free_ = std::uintmax_t{1} << 40;
  EXPECT_EQ(journal->fault(), "");
  EXPECT_TRUE(std::filesystem::exists(directory_.path() / "reserve")) << "set aside again";
}

TEST_F(JournalTest, BelowTheFloorPicturesGoBeforePassages) {
  const auto journal = *Journal::open(store_, plenty());
  free_ = JournalOptions{}.floor - 1;
  auto passage = a_passage(clock_);
  passage.capture = Id::make(clock_.now());
  ASSERT_TRUE(journal->append(passage, crypto::as_bytes("picture")));
  EXPECT_EQ(journal->fault(), "storage_full") << "told before anything is lost";
  EXPECT_THAT(journal->pending(1).front().body, testing::Not(testing::HasSubstr(passage.capture->str())));
  ASSERT_TRUE(journal->acknowledge({passage.id}));
  EXPECT_FALSE(journal->next_capture());
}

TEST(GateStore, SaysWhichDirectoryItCannotUse) {
  const auto store = GateStore::open("/proc/nowhere");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, "gate.directory");
  EXPECT_THAT(store.error().message.en, testing::HasSubstr("/proc/nowhere"));
}

}  // namespace
}  // namespace ward::gate
