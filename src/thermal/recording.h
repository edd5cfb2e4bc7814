// Y16 recordings of a Lepton on a PureThermal board: gzip; "PTY16V1\n", a little-endian uint32 length, a JSON header,
// then frames of index (uint64), seconds (float64), milliseconds (int64), all little-endian, and width x height
// centikelvin.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "thermal/source.h"

namespace ward::thermal {

// Where a recording's bytes come from: a gzip file, or memory in tests and the fuzzer.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Up to out.size() bytes; 0 at the end. Errors: "thermal.corrupt" when the compressed data is damaged.
  virtual Result<std::size_t> read(std::span<std::byte> out) = 0;
};

// Decompresses as it reads. Errors: "thermal.lost" when the file cannot be opened.
Result<std::unique_ptr<ByteStream>> open_gzip(const std::filesystem::path& file);
std::unique_ptr<ByteStream> bytes_in_memory(std::span<const std::byte> bytes);

struct RecordingHeader {
  cv::Size size;
  double rate_hz = 0;
};

// Reads one frame after the other; holds one frame in memory.
class RecordingReader {
 public:
  // Errors: "thermal.format" for what is no such recording, naming what is wrong.
  static Result<RecordingReader> open(std::unique_ptr<ByteStream> stream);
  // Errors: "thermal.end" after the last frame, "thermal.corrupt" for one that is cut off or has too many bad lines.
  Result<ThermalFrame> next();
  const RecordingHeader& header() const { return header_; }

 private:
  std::unique_ptr<ByteStream> stream_;
  RecordingHeader header_;
  std::vector<std::byte> record_;
};

// A recording played at the pace it was made at (`paced`), its frames stamped with the present time, or as fast as it
// is asked, with the time of the recording.
class RecordingSource final : public ThermalSource {
 public:
  // Errors: those of open_gzip() and RecordingReader::open().
  static Result<std::unique_ptr<RecordingSource>> open(const std::filesystem::path& file, bool paced,
                                                       const Clock& clock);
  RecordingSource(RecordingReader reader, std::string name, bool paced, const Clock& clock);

  Result<ThermalFrame> next(Millis patience) override;
  std::string describe() const override;

 private:
  RecordingReader reader_;
  std::string name_;
  bool paced_;
  const Clock& clock_;
  std::optional<ThermalFrame> ahead_;  // read, not yet due
  std::optional<Time> first_time_;     // of the recording
  Steady started_{};
};

}  // namespace ward::thermal
