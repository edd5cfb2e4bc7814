#include "thermal/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <thread>

#include "base/json.h"
#include "thermal/raw.h"

namespace ward::thermal {

namespace {

constexpr std::string_view magic = "PTY16V1\n";
constexpr std::size_t max_header = 64 * 1024;
constexpr std::size_t frame_head = 8 + 8 + 8;  // index, seconds, milliseconds

static_assert(std::endian::native == std::endian::little, "recordings are read as they lie");

std::unexpected<Error> no_recording(std::string_view en, std::string_view zh) {
  return fail(ErrorKind::invalid, "thermal.format",
              {fmt::format("This is no Y16 recording: {}.", en), fmt::format("这不是 Y16 录像：{}。", zh)},
              "recording");
}

// Fills `out` as far as the stream goes; returns how far.
Result<std::size_t> read_fully(ByteStream& stream, std::span<std::byte> out) {
  std::size_t have = 0;
  while (have < out.size()) {
    WARD_TRY(got, stream.read(out.subspan(have)));
    if (got == 0) break;
    have += got;
  }
  return have;
}

template <class T>
T little_endian(std::span<const std::byte> bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

Result<RecordingHeader> parse_header(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed || !parsed->is_object()) return no_recording("its header is no JSON object", "文件头不是 JSON 对象");
  const json::object& object = parsed->as_object();
  const auto number = [&](const char* key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : 0.0;
  };
  const auto text_of = [&](const char* key, std::string_view fallback) {
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->as_string()) : std::string(fallback);
  };
  if (text_of("dtype", "") != "uint16" || text_of("endianness", "little") != "little")
    return no_recording("its pixels are not little-endian uint16", "像素不是小端 uint16");
  const double width = number("width"), height = number("height"), rate = number("fps");
  if (!(width >= 1 && width <= max_columns && height >= 1 && height <= max_rows))
    return no_recording("its width and height are missing or impossible", "宽度或高度缺失或不合理");
  return RecordingHeader{.size = {static_cast<int>(width), static_cast<int>(height)},
                         .rate_hz = rate > 0 && rate < 1000 ? rate : 9};
}

// Milliseconds since 1970, as far as a file may say: up to the year 2262, where nanoseconds end.
bool believable(std::int64_t millis) { return millis >= 0 && millis < 9'223'372'036'854; }

}  // namespace

Result<RecordingReader> RecordingReader::open(std::unique_ptr<ByteStream> stream) {
  std::array<std::byte, magic.size() + 4> head{};
  WARD_TRY(got, read_fully(*stream, head));
  if (got < head.size() || std::memcmp(head.data(), magic.data(), magic.size()) != 0)
    return no_recording("it does not begin with PTY16V1", "开头不是 PTY16V1");
  const auto length = little_endian<std::uint32_t>(std::span(head).subspan(magic.size()));
  if (length > max_header) return no_recording("its header is too long", "文件头过长");
  std::vector<std::byte> text(length);
  WARD_TRY(have, read_fully(*stream, text));
  if (have < length) return no_recording("its header is cut off", "文件头不完整");
  RecordingReader reader;
  WARD_TRY(header, parse_header({reinterpret_cast<const char*>(text.data()), text.size()}));
  reader.header_ = header;
  reader.stream_ = std::move(stream);
  reader.record_.resize(frame_head + 2 * static_cast<std::size_t>(header.size.area()));
  return reader;
}

Result<ThermalFrame> RecordingReader::next() {
  WARD_TRY(got, read_fully(*stream_, record_));
  if (got == 0)
    return fail(ErrorKind::not_found, "thermal.end", {"The recording is over.", "录像已播放完毕。"}, "recording");
  if (got < record_.size())
    return fail(ErrorKind::invalid, "thermal.corrupt",
                {"The last frame of the recording is cut off.", "录像的最后一帧不完整。"}, "recording");
  const std::span<const std::byte> record = record_;
  const auto index = little_endian<std::uint64_t>(record);
  const auto millis = little_endian<std::int64_t>(record.subspan(16));
  if (!believable(millis))
    return fail(ErrorKind::invalid, "thermal.corrupt",
                {fmt::format("Frame {} of the recording has no possible time.", index),
                 fmt::format("录像第 {} 帧的时间不合理。", index)},
                "recording");
  const auto stride = 2 * static_cast<std::size_t>(header_.size.width);
  WARD_TRY(counts, counts_from_bytes(record.subspan(frame_head), header_.size, stride));
  return frame_from_counts(counts, from_millis(millis), index);
}

Result<std::unique_ptr<RecordingSource>> RecordingSource::open(const std::filesystem::path& file, bool paced,
                                                               const Clock& clock) {
  WARD_TRY(stream, open_gzip(file));
  WARD_TRY(reader, RecordingReader::open(std::move(stream)));
  return std::make_unique<RecordingSource>(std::move(reader), file.filename().string(), paced, clock);
}

RecordingSource::RecordingSource(RecordingReader reader, std::string name, bool paced, const Clock& clock)
    : reader_(std::move(reader)), name_(std::move(name)), paced_(paced), clock_(clock) {}

Result<ThermalFrame> RecordingSource::next(Millis patience) {
  if (!ahead_) {
    WARD_TRY(frame, reader_.next());
    ahead_ = std::move(frame);
  }
  if (paced_) {
    if (!first_time_) {
      first_time_ = ahead_->time;
      started_ = clock_.steady();
    }
    const auto due = started_ + (ahead_->time - *first_time_);
    const auto wait = due - clock_.steady();
    std::this_thread::sleep_for(std::clamp<Steady::duration>(wait, Millis{0}, patience));
    if (wait > patience)
      return fail(ErrorKind::unavailable, "thermal.silent",
                  {"The recording has no frame at this moment.", "录像此刻没有帧。"}, "recording");
    ahead_->time = clock_.now();
  }
  ThermalFrame frame = std::move(*ahead_);
  ahead_.reset();
  return frame;
}

std::string RecordingSource::describe() const {
  return fmt::format("recording {}, {}x{}", name_, reader_.header().size.width, reader_.header().size.height);
}

}  // namespace ward::thermal
