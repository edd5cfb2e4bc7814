// Large pieces that are kept for some days: append-only files, one for each shelf (a site) and day. A piece is durable
// when append() returns; a day's pieces go with one deletion. Who stores a piece keeps its place in a database.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include <unistd.h>

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
  std::vector<Piece> pieces;   // the whole ones, in order
  std::vector<Place> damage;   // what lies between them
  std::int64_t good_size = 0;  // the end of the last whole piece; what follows was torn by a crash, or damaged
};
// Reads a segment file to its end. Behind a piece that is not whole it looks for the next one that is.
Scan scan_segment(std::istream& in);

// What makes a file, or the names in a directory, outlive a power cut: as fdatasync(2) and fsync(2).
struct Sync {
  std::function<int(int fd)> file = ::fdatasync, directory = ::fsync;
};

// Safe to use from any thread. Callers that append to a segment at the same time share one fdatasync.
class Segments {
 public:
  static constexpr std::size_t max_piece = 16 << 20;  // bytes

  // Touches nothing before the first append(), which makes the directory.
  explicit Segments(const std::filesystem::path& directory, Sync sync = {});
  ~Segments();

  // Errors: "storage.full", "segments.unwritable"; nothing of the piece stays. After a failed sync that holds for every
  // piece that waited for it.
  Result<Place> append(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                       std::span<const std::uint8_t> bytes);
  // Errors: "segments.missing" (no such file), "segments.damaged" (the piece is not whole, or another one).
  Result<std::vector<std::uint8_t>> read(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                                         const Place& place) const;
  // Nothing happens when there is none. Errors: "segments.unwritable".
  Result<> remove(const std::string& shelf, std::chrono::sys_days day);

  struct Day {
    std::string shelf;
    std::chrono::sys_days day;
    auto operator<=>(const Day&) const = default;
  };
  // Every segment there is, in order. Other files that lie there are left out.
  std::vector<Day> days() const;
  Scan scan(const std::string& shelf, std::chrono::sys_days day) const;
  std::filesystem::path file_of(const std::string& shelf, std::chrono::sys_days day) const;

 private:
  struct Open;  // a segment that is appended to
  Result<std::shared_ptr<Open>> open_segment(const std::string& shelf, std::chrono::sys_days day);
  Result<Place> write(Open& segment, const Id& id, std::span<const std::uint8_t> bytes);
  void sync(Open& segment, std::unique_lock<std::mutex>& lock);
  Result<> sync_directory(const std::filesystem::path& directory) const;
  void forget(const std::shared_ptr<Open>& segment);

  const std::filesystem::path directory_;
  const Sync sync_;
  std::mutex mutex_;
  std::map<std::filesystem::path, std::shared_ptr<Open>> open_;  // guarded by mutex_
};

}  // namespace ward::storage
