// Large pieces that are kept for some days: append-only files, one for each shelf (a site) and day. A piece is durable
// when append() returns; a day's pieces go with one deletion. Who stores a piece keeps its place in a database.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <istream>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace ward::storage {

// Where a piece lies in the file of its shelf and day.
struct Place {
  std::int64_t offset = 0;  // of its header
  std::int64_t size = 0;    // of the piece
};

// A piece as a segment file holds it: header (magic, size, id, check), then the bytes. `check` is the first 8 bytes of
// SHA-256 over size, id and bytes.
struct Piece {
  Id id;
  Place place;
};

struct Scan {
  std::vector<Piece> pieces;
  std::int64_t good_size = 0;  // what follows was torn by a crash, or damaged
};
// Reads a segment file from its beginning to its end or to the first piece that is not whole.
Scan scan_segment(std::istream& in);

// Safe to use from any thread. Callers that append to a segment at the same time share one fdatasync.
class Segments {
 public:
  static constexpr std::size_t max_piece = 16 << 20;  // bytes

  // Makes the directory. Errors: "segments.unwritable".
  static Result<std::unique_ptr<Segments>> open(const std::filesystem::path& directory);
  ~Segments();

  // Errors: "storage.full", "segments.unwritable"; nothing of the piece stays.
  Result<Place> append(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                       std::span<const std::uint8_t> bytes);
  // Errors: "segments.missing" (no such file), "segments.damaged" (the piece is not whole, or another one).
  Result<std::vector<std::uint8_t>> read(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                                         const Place& place) const;
  // Nothing happens when there is none.
  Result<> remove(const std::string& shelf, std::chrono::sys_days day);
  std::filesystem::path file_of(const std::string& shelf, std::chrono::sys_days day) const;

 private:
  struct Open;  // a segment that is appended to
  explicit Segments(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Result<std::shared_ptr<Open>> open_segment(const std::string& shelf, std::chrono::sys_days day);

  const std::filesystem::path directory_;
  std::mutex mutex_;
  std::map<std::filesystem::path, std::shared_ptr<Open>> open_;  // guarded by mutex_; the newest few
};

}  // namespace ward::storage
