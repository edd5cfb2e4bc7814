#include "storage/segments.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "base/crypto.h"

namespace ward::storage {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

class SegmentsTest : public ::testing::Test {
 protected:
  SegmentsTest() { reopen(); }
  ~SegmentsTest() override { fs::remove_all(directory); }
  void reopen(Sync sync = {}) { segments = std::make_unique<Segments>(directory, std::move(sync)); }
  Id make_id() { return Id::make(clock.now()); }

  const fs::path directory = fs::temp_directory_path() / ("ward-segments-" + crypto::random_token(8));
  const std::chrono::sys_days day{std::chrono::year{2026} / 3 / 2};
  ManualClock clock;
  std::unique_ptr<Segments> segments;
};

TEST_F(SegmentsTest, PiecesComeBackAlsoAfterARestart) {
  std::vector<std::pair<Piece, Bytes>> stored;
  for (std::size_t i = 0; i < 20; ++i) {
    const Bytes bytes(i * 137, std::uint8_t(i));
    const Id id = make_id();
    const auto place = segments->append("site", day, id, bytes);
    ASSERT_TRUE(place);
    stored.push_back({{id, *place}, bytes});
    if (i == 10) reopen();
  }
  for (const auto& [piece, bytes] : stored) EXPECT_EQ(*segments->read("site", day, piece.id, piece.place), bytes);
  EXPECT_EQ(segments->read("site", day, make_id(), stored[3].first.place).error().code, "segments.damaged");
  EXPECT_EQ(segments->read("site", day + std::chrono::days{1}, stored[3].first.id, stored[3].first.place).error().code,
            "segments.missing");
}

TEST_F(SegmentsTest, ATornTailIsCutOffAndNothingElse) {
  const Id first = make_id(), torn = make_id(), after = make_id();
  const auto kept = *segments->append("site", day, first, Bytes(1'000, 1));
  ASSERT_TRUE(segments->append("site", day, torn, Bytes(1'000, 2)));
  const auto file = segments->file_of("site", day);
  for (const std::uintmax_t cut : {std::uintmax_t(1), std::uintmax_t(999), std::uintmax_t(1'010)}) {
    const auto whole = fs::file_size(file);
    fs::resize_file(file, whole - cut);
    reopen();
    const auto place = segments->append("site", day, after, Bytes(1'000, 3));
    ASSERT_TRUE(place);
    EXPECT_EQ(place->offset, 32 + 1'000);
    EXPECT_EQ(*segments->read("site", day, after, *place), Bytes(1'000, 3));
    EXPECT_EQ(*segments->read("site", day, first, kept), Bytes(1'000, 1));
  }
}

TEST_F(SegmentsTest, AChangedByteIsFound) {
  const Id id = make_id();
  const auto place = *segments->append("site", day, id, Bytes(100, 1));
  std::fstream file(segments->file_of("site", day), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60).put('x');
  file.close();
  EXPECT_EQ(segments->read("site", day, id, place).error().code, "segments.damaged");
  std::ifstream in(segments->file_of("site", day), std::ios::binary);
  EXPECT_EQ(scan_segment(in).good_size, 0);
}

TEST_F(SegmentsTest, ADamagedPieceCostsNoLaterOne) {
  const Bytes bytes(200'000, 1);  // more than is searched at once
  std::vector<Piece> pieces;
  for (int i = 0; i < 5; ++i) {
    const Id id = make_id();
    pieces.push_back({id, *segments->append("site", day, id, bytes)});
  }
  {
    std::fstream file(segments->file_of("site", day), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(pieces[1].place.offset + 5).put('x');   // its size
    file.seekp(pieces[2].place.offset + 77).put('x');  // its bytes
  }
  reopen();
  const Id after = make_id();
  const auto place = segments->append("site", day, after, bytes);
  ASSERT_TRUE(place);
  for (const std::size_t i : {0u, 3u, 4u}) EXPECT_TRUE(segments->read("site", day, pieces[i].id, pieces[i].place)) << i;
  EXPECT_FALSE(segments->read("site", day, pieces[1].id, pieces[1].place));
  const Scan scan = segments->scan("site", day);
  ASSERT_EQ(scan.pieces.size(), 4u);
  EXPECT_EQ(scan.pieces.back().id, after);
  ASSERT_EQ(scan.damage.size(), 1u);
  EXPECT_EQ(scan.damage[0].offset, pieces[1].place.offset);
  EXPECT_EQ(scan.damage[0].offset + scan.damage[0].size, pieces[3].place.offset);
}

TEST_F(SegmentsTest, ASegmentThatSomebodyWritesToIsNotOpenedTwice) {
  const auto file = segments->file_of("busy", day);
  std::atomic<bool> in_sync = false, others_opened = false;
  std::set<int> fds;  // of the busy segment; its syncs come one after the other
  reopen({.file = [&](int fd) {
    if (fs::read_symlink("/proc/self/fd/" + std::to_string(fd)) != fs::canonical(file)) return 0;
    fds.insert(fd);
    in_sync = true;
    while (!others_opened) std::this_thread::yield();
    return 0;
  }});
  std::jthread first([&] { ASSERT_TRUE(segments->append("busy", day, make_id(), Bytes(100, 1))); });
  while (!in_sync) std::this_thread::yield();
  for (int i = 0; i < 40; ++i)  // more than are kept open
    ASSERT_TRUE(segments->append(std::to_string(i), day, make_id(), Bytes(1, 1)));
  std::jthread second([&] { ASSERT_TRUE(segments->append("busy", day, make_id(), Bytes(100, 2))); });
  while (fs::file_size(file) < 2 * 132) std::this_thread::yield();
  others_opened = true;
  first.join();
  second.join();
  EXPECT_EQ(fds.size(), 1u);
  EXPECT_EQ(segments->scan("busy", day).pieces.size(), 2u);
}

// Two wait for one sync, and it fails; the next one succeeds.
TEST_F(SegmentsTest, AFailedSyncFailsAllWhoWaitedForIt) {
  const auto file = segments->file_of("site", day);
  std::atomic<int> syncs = 0;
  reopen({.file = [&](int fd) {
    if (syncs++ != 1) return ::fdatasync(fd);
    while (fs::file_size(file) < 3 * 132) std::this_thread::yield();  // until the other one has written, too
    errno = EIO;
    return -1;
  }});
  const Id first = make_id();
  const auto kept = segments->append("site", day, first, Bytes(100, 1));
  ASSERT_TRUE(kept);
  std::array<Result<Place>, 2> lost;
  {
    std::vector<std::jthread> writers;
    for (auto& place : lost)
      writers.emplace_back([&] { place = segments->append("site", day, make_id(), Bytes(100, 2)); });
  }
  for (const auto& place : lost) {
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().code, "segments.unwritable");
  }
  const Id next = make_id();
  const auto place = segments->append("site", day, next, Bytes(50, 3));
  ASSERT_TRUE(place);
  EXPECT_EQ(*segments->read("site", day, next, *place), Bytes(50, 3));
  EXPECT_EQ(*segments->read("site", day, first, *kept), Bytes(100, 1));
  EXPECT_EQ(segments->scan("site", day).pieces.size(), 2u);  // nothing stays of what was lost
  EXPECT_TRUE(segments->scan("site", day).damage.empty());
}

TEST_F(SegmentsTest, ADeletionIsDurable) {
  std::vector<fs::path> synced;
  reopen({.directory = [&](int fd) {
    synced.push_back(fs::read_symlink("/proc/self/fd/" + std::to_string(fd)));
    return 0;
  }});
  ASSERT_TRUE(segments->append("site", day, make_id(), Bytes(1, 1)));
  synced.clear();
  EXPECT_TRUE(segments->remove("site", day));
  EXPECT_EQ(synced, std::vector{fs::canonical(directory) / "site"});
}

TEST_F(SegmentsTest, ListsItsDays) {
  EXPECT_TRUE(segments->days().empty());
  for (const char* shelf : {"b", "a"}) ASSERT_TRUE(segments->append(shelf, day, make_id(), Bytes(1, 1)));
  ASSERT_TRUE(segments->append("a", day + std::chrono::days{1}, make_id(), Bytes(1, 1)));
  for (const char* other : {"a/2026-03-02.seg.part", "a/2026-02-30.seg", "a/note.txt"})
    std::ofstream(directory / other) << "x";
  const std::vector<Segments::Day> days = {{"a", day}, {"a", day + std::chrono::days{1}}, {"b", day}};
  EXPECT_EQ(segments->days(), days);
}

TEST_F(SegmentsTest, ADayGoesWithOneDeletion) {
  const Id id = make_id();
  const auto place = *segments->append("site", day, id, Bytes(100, 1));
  EXPECT_TRUE(segments->remove("site", day));
  EXPECT_FALSE(fs::exists(segments->file_of("site", day)));
  EXPECT_TRUE(segments->remove("site", day));
  EXPECT_EQ(segments->read("site", day, id, place).error().code, "segments.missing");
  EXPECT_EQ(segments->append("site", day, id, Bytes(5, 1))->offset, 0);
}

TEST_F(SegmentsTest, ManyThreadsShareASegment) {
  constexpr std::size_t threads = 8, each = 25;
  std::vector<std::vector<Piece>> pieces(threads);
  {
    std::vector<std::jthread> writers;
    for (std::size_t k = 0; k < threads; ++k)
      writers.emplace_back([&, k] {
        for (std::size_t i = 0; i < each; ++i) {
          const Id id = make_id();
          const auto place = segments->append("site", day, id, Bytes(100 + k, std::uint8_t(i)));
          ASSERT_TRUE(place);
          pieces[k].push_back({id, *place});
        }
      });
  }
  for (std::size_t k = 0; k < threads; ++k)
    for (std::size_t i = 0; i < each; ++i)
      EXPECT_EQ(*segments->read("site", day, pieces[k][i].id, pieces[k][i].place), Bytes(100 + k, std::uint8_t(i)));
  std::ifstream in(segments->file_of("site", day), std::ios::binary);
  EXPECT_EQ(scan_segment(in).pieces.size(), threads * each);
}

TEST_F(SegmentsTest, AFullDiskIsAValueAndLeavesNothing) {
  const Id id = make_id();
  ASSERT_TRUE(segments->append("site", day, id, Bytes(100, 1)));
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit tight{1'000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  const auto full = segments->append("site", day, make_id(), Bytes(5'000, 2));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, "storage.full");
  const Id next = make_id();
  const auto place = *segments->append("site", day, next, Bytes(200, 3));
  EXPECT_EQ(*segments->read("site", day, next, place), Bytes(200, 3));
  EXPECT_EQ(segments->append("site", day, id, Bytes(Segments::max_piece + 1)).error().code, "segments.too_large");
}

}  // namespace
}  // namespace ward::storage
