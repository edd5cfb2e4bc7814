#include "thermal/recording.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstring>

#include "thermal/simulated.h"
#include "thermal/test_face.h"

namespace ward::thermal {
namespace {

template <class T>
void append(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

std::string header(
    std::string json = R"({"width":160,"height":120,"fps":9.0,"dtype":"uint16","endianness":"little"})") {
  std::string out = "PTY16V1\n";
  append(out, static_cast<std::uint32_t>(json.size()));
  return out + json;
}

std::string frame(std::uint64_t index, std::int64_t millis, const cv::Mat& counts) {
  std::string out;
  append(out, index);
  append(out, static_cast<double>(millis) / 1000);
  append(out, millis);
  return out.append(reinterpret_cast<const char*>(counts.data), counts.total() * 2);
}

cv::Mat counts_of(std::uint64_t sequence, SensorFault fault = SensorFault::none) {
  const SceneView view{.faces = {test_face()}, .colour_size = test_colour_size, .room = {}, .fault = fault};
  return simulated_counts(view, Registration::same_view(test_colour_size, {160, 120}), {}, Millis{0}, sequence);
}

Result<RecordingReader> read(const std::string& bytes) {
  return RecordingReader::open(bytes_in_memory(std::as_bytes(std::span(bytes))));
}

std::filesystem::path gzipped(const std::string& name, const std::string& bytes) {
  const auto file = std::filesystem::path(testing::TempDir()) / name;
  gzFile out = gzopen(file.c_str(), "wb");
  gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(out);
  return file;
}

TEST(Recording, GivesItsFramesInOrderAndEnds) {
  const std::string bytes =
      header() + frame(0, 1'778'613'342'725, counts_of(1)) + frame(1, 1'778'613'342'839, counts_of(2));
  auto reader = read(bytes);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->header().size, cv::Size(160, 120));
  const auto first = reader->next();
  ASSERT_TRUE(first);
  EXPECT_EQ(to_millis(first->time), 1'778'613'342'725);
  EXPECT_FALSE(first->simulated);
  EXPECT_NEAR(first->celsius.at<float>(60, 5), 22, 3);
  EXPECT_EQ(reader->next()->sequence, 1u);
  EXPECT_EQ(reader->next().error().code, "thermal.end");
}

TEST(Recording, RepairsTheLineThatARealSensorSpoils) {
  const std::string bytes =
      header() + frame(0, 0, counts_of(1, SensorFault::bad_line)) + frame(1, 1, counts_of(2, SensorFault::corrupt));
  auto reader = read(bytes);
  EXPECT_EQ(reader->next()->repaired_rows, (std::vector<int>{40, 76}));
  EXPECT_EQ(reader->next().error().code, "thermal.corrupt");
}

TEST(Recording, SaysWhatIsWrongWithAFile) {
  const auto code = [](const std::string& bytes) { return read(bytes).error().code; };
  EXPECT_EQ(code(""), "thermal.format");
  EXPECT_EQ(code("PTY16V2\n...."), "thermal.format");
  EXPECT_EQ(code(header().substr(0, 40)), "thermal.format");
  EXPECT_EQ(code(header("[]")), "thermal.format");
  EXPECT_EQ(code(header("{\"width\":160")), "thermal.format");
  EXPECT_EQ(code(header(R"({"width":0,"height":120,"dtype":"uint16"})")), "thermal.format");
  EXPECT_EQ(code(header(R"({"width":1e300,"height":120,"dtype":"uint16"})")), "thermal.format");
  EXPECT_EQ(code(header(R"({"width":160,"height":120,"dtype":"uint8"})")), "thermal.format");
  EXPECT_EQ(code(header(R"({"width":160,"height":120,"dtype":"uint16","endianness":"big"})")), "thermal.format");
  EXPECT_EQ(code("PTY16V1\n" + std::string("\xff\xff\xff\xff", 4)), "thermal.format");
}

TEST(Recording, AFrameThatIsCutOffOrHasNoTimeIsCorrupt) {
  const std::string whole = frame(0, 1, counts_of(1));
  const std::string cut = header() + whole.substr(0, whole.size() - 1),
                    timeless = header() + frame(0, -1, counts_of(1));
  EXPECT_EQ(read(cut)->next().error().code, "thermal.corrupt");
  EXPECT_EQ(read(timeless)->next().error().code, "thermal.corrupt");
}

TEST(RecordingSource, PlaysAFileAndNamesADamagedOne) {
  ManualClock clock;
  const auto file = gzipped("two.y16.gz", header() + frame(0, 5000, counts_of(1)) + frame(1, 5114, counts_of(2)));
  auto source = RecordingSource::open(file, false, clock);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->describe(), "recording two.y16.gz, 160x120");
  EXPECT_EQ(to_millis((*source)->next(Millis{0})->time), 5000);
  EXPECT_EQ(to_millis((*source)->next(Millis{0})->time), 5114);
  EXPECT_EQ((*source)->next(Millis{0}).error().code, "thermal.end");

  EXPECT_EQ(RecordingSource::open("/nowhere.gz", false, clock).error().code, "thermal.lost");
  EXPECT_EQ(RecordingSource::open(testing::TempDir(), false, clock).error().code, "thermal.lost");
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  auto damaged = RecordingSource::open(file, false, clock);
  ASSERT_TRUE(damaged);
  Result<ThermalFrame> last = (*damaged)->next(Millis{0});
  while (last) last = (*damaged)->next(Millis{0});
  EXPECT_EQ(last.error().code, "thermal.corrupt");
}

TEST(RecordingSource, PacedItStampsThePresentAndWaitsForWhatIsNotDue) {
  ManualClock clock;
  const auto file = gzipped("paced.y16.gz", header() + frame(0, 5000, counts_of(1)) + frame(1, 9000, counts_of(2)));
  auto source = RecordingSource::open(file, true, clock);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->next(Millis{1})->time, clock.now());
  EXPECT_EQ((*source)->next(Millis{1}).error().code, "thermal.silent");
  clock.advance(Millis{4000});
  EXPECT_EQ((*source)->next(Millis{1})->time, clock.now());
}

}  // namespace
}  // namespace ward::thermal
