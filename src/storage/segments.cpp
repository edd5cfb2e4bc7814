#include "storage/segments.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>

#include "base/crypto.h"

namespace ward::storage {

namespace {

constexpr std::array<std::uint8_t, 4> magic = {'W', 'S', 'G', '1'};
constexpr std::size_t header_size = 4 + 4 + 16 + 8;  // magic, size (big-endian), id, check
constexpr std::size_t max_open = 16;                 // segments kept open for appending

using Header = std::array<std::uint8_t, header_size>;

Header header_of(const Id& id, std::span<const std::uint8_t> bytes) {
  Header header{};
  std::ranges::copy(magic, header.begin());
  for (int i = 0; i < 4; ++i) header[std::size_t(4 + i)] = std::uint8_t(bytes.size() >> (24 - 8 * i));
  std::ranges::copy(id.bytes(), header.begin() + 8);
  crypto::Bytes sealed(header.begin() + 4, header.begin() + 24);
  sealed.insert(sealed.end(), bytes.begin(), bytes.end());
  const crypto::Digest digest = crypto::sha256(sealed);
  std::copy_n(digest.begin(), 8, header.begin() + 24);
  return header;
}

std::size_t size_in(const Header& header) {
  std::size_t size = 0;
  for (std::size_t i = 4; i < 8; ++i) size = size << 8 | header[i];
  return size;
}

Error unwritable(const std::filesystem::path& file, int reason) {
  if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG)
    return Error::make(
        ErrorKind::unavailable, "storage.full",
        {"The disk is full or cannot be written; nothing was stored.", "磁盘已满或无法写入，数据未保存。"});
  const std::string why = std::strerror(reason);
  return Error::make(
      ErrorKind::unavailable, "segments.unwritable",
      {fmt::format("Cannot write {}: {}.", file.string(), why), fmt::format("无法写入 {}：{}。", file.string(), why)});
}

bool write_all(int fd, std::int64_t offset, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = bytes.subspan(std::size_t(n));
    offset += n;
  }
  return true;
}

std::optional<Piece> piece_at(std::istream& in, std::int64_t offset) {
  Header header;
  in.clear();
  in.seekg(offset);
  if (!in.read(reinterpret_cast<char*>(header.data()), header_size)) return std::nullopt;
  const std::size_t size = size_in(header);
  if (!std::equal(magic.begin(), magic.end(), header.begin()) || size > Segments::max_piece) return std::nullopt;
  std::vector<std::uint8_t> bytes(size);
  if (!in.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size))) return std::nullopt;
  const Id id = *Id::from_bytes(std::span(header).subspan(8, 16));
  if (header_of(id, bytes) != header) return std::nullopt;
  return Piece{id, {offset, std::int64_t(size)}};
}

std::optional<std::int64_t> find_magic(std::istream& in, std::int64_t from) {
  constexpr std::size_t overlap = magic.size() - 1;
  const std::string_view wanted(reinterpret_cast<const char*>(magic.data()), magic.size());
  std::string chunk(64 << 10, '\0');
  for (std::int64_t at = from;; at += std::int64_t(chunk.size() - overlap)) {
    in.clear();
    in.seekg(at);
    in.read(chunk.data(), std::streamsize(chunk.size()));
    const auto got = std::size_t(in.gcount());
    const std::size_t found = std::string_view(chunk.data(), got).find(wanted);
    if (found != std::string_view::npos) return at + std::int64_t(found);
    if (got < chunk.size()) return std::nullopt;
  }
}

// The first whole piece that begins at `from` or later.
std::optional<Piece> next_piece(std::istream& in, std::int64_t from) {
  for (std::optional<std::int64_t> at = from; at; at = find_magic(in, *at + 1))
    if (auto piece = piece_at(in, *at)) return piece;
  return std::nullopt;
}

}  // namespace

struct Segments::Open {
  std::filesystem::path file;
  int fd = -1;
  std::mutex mutex;
  std::condition_variable synced;
  std::int64_t end = 0;      // guarded by mutex: where the next piece goes
  std::int64_t durable = 0;  // guarded by mutex: what lies before this is on the disk
  bool syncing = false;      // guarded by mutex: somebody is in Sync::file
  int broken = 0;            // guarded by mutex: why that failed; then nothing more is written here
  ~Open() {
    if (fd >= 0) ::close(fd);
  }
};

Scan scan_segment(std::istream& in) {
  Scan scan;
  while (const auto piece = next_piece(in, scan.good_size)) {
    if (const std::int64_t gap = piece->place.offset - scan.good_size; gap > 0)
      scan.damage.push_back({scan.good_size, gap});
    scan.pieces.push_back(*piece);
    scan.good_size = piece->place.offset + std::int64_t(header_size) + piece->place.size;
  }
  return scan;
}

Segments::Segments(const std::filesystem::path& directory, Sync sync)
    : directory_(std::filesystem::absolute(directory)), sync_(std::move(sync)) {}

Segments::~Segments() = default;

std::filesystem::path Segments::file_of(const std::string& shelf, std::chrono::sys_days day) const {
  const std::chrono::year_month_day date{day};
  return directory_ / shelf /
         fmt::format("{:04}-{:02}-{:02}.seg", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

// A new name in a directory, or one that went, is durable only when the directory is.
Result<> Segments::sync_directory(const std::filesystem::path& directory) const {
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return std::unexpected(unwritable(directory, errno));
  const int reason = sync_.directory(fd) == 0 ? 0 : errno;
  ::close(fd);
  if (reason != 0) return std::unexpected(unwritable(directory, reason));
  return {};
}

// Opens the file for appending. What a crash left torn at its end is cut off first; a damaged place with whole pieces
// behind it stays as it is.
Result<std::shared_ptr<Segments::Open>> Segments::open_segment(const std::string& shelf, std::chrono::sys_days day) {
  const std::lock_guard lock(mutex_);
  const auto file = file_of(shelf, day);
  if (const auto found = open_.find(file); found != open_.end()) return found->second;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (error) return std::unexpected(unwritable(file.parent_path(), error.value()));
  auto segment = std::make_shared<Open>();
  segment->file = file;
  segment->fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (segment->fd < 0) return std::unexpected(unwritable(file, errno));
  segment->end = segment->durable = scan(shelf, day).good_size;
  if (::ftruncate(segment->fd, segment->end) != 0) return std::unexpected(unwritable(file, errno));
  for (const auto& directory : {file.parent_path(), directory_, directory_.parent_path()})
    WARD_CHECK(sync_directory(directory));
  // Only those that nobody holds: a second one for the same file would write over the first one's pieces.
  if (open_.size() >= max_open) std::erase_if(open_, [](const auto& entry) { return entry.second.use_count() == 1; });
  open_.emplace(file, segment);
  return segment;
}

void Segments::forget(const std::shared_ptr<Open>& segment) {
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(segment->file); found != open_.end() && found->second == segment)
    open_.erase(found);
}

// Makes what was written so far durable; `lock` is held before and after, not meanwhile.
void Segments::sync(Open& segment, std::unique_lock<std::mutex>& lock) {
  segment.syncing = true;
  const std::int64_t covered = segment.end;
  lock.unlock();
  const int reason = sync_.file(segment.fd) == 0 ? 0 : errno;
  lock.lock();
  segment.syncing = false;
  segment.synced.notify_all();
  if (reason == 0) {
    segment.durable = covered;
    return;
  }
  // The kernel drops what it could not write and calls the next sync a success: none of it may be believed again.
  segment.broken = reason;
  (void)!::ftruncate(segment.fd, segment.durable);
}

// Behind the last piece; returns when it is on the disk. One of those who wait syncs for all.
Result<Place> Segments::write(Open& segment, const Id& id, std::span<const std::uint8_t> bytes) {
  const Header header = header_of(id, bytes);
  std::unique_lock lock(segment.mutex);
  if (segment.broken != 0) return std::unexpected(unwritable(segment.file, segment.broken));
  const std::int64_t offset = segment.end;
  if (!write_all(segment.fd, offset, header) || !write_all(segment.fd, offset + std::int64_t(header_size), bytes)) {
    const int reason = errno;
    (void)!::ftruncate(segment.fd, offset);  // what stays of it, the next piece goes over
    return std::unexpected(unwritable(segment.file, reason));
  }
  const std::int64_t end = segment.end = offset + std::int64_t(header_size + bytes.size());
  while (segment.durable < end && segment.broken == 0) {
    if (segment.syncing)
      segment.synced.wait(lock);
    else
      sync(segment, lock);
  }
  if (segment.durable < end) return std::unexpected(unwritable(segment.file, segment.broken));
  return Place{offset, std::int64_t(bytes.size())};
}

Result<Place> Segments::append(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                               std::span<const std::uint8_t> bytes) {
  if (bytes.size() > max_piece)
    return fail(ErrorKind::too_large, "segments.too_large", {"The piece is larger than 16 MiB.", "数据超过 16 MiB。"});
  WARD_TRY(segment, open_segment(shelf, day));
  auto place = write(*segment, id, bytes);
  if (const std::unique_lock lock(segment->mutex); segment->broken != 0) forget(segment);  // the next one opens it anew
  return place;
}

Result<std::vector<std::uint8_t>> Segments::read(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                                                 const Place& place) const {
  const auto file = file_of(shelf, day);
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(ErrorKind::internal, "segments.missing",
                {fmt::format("The file {} is missing.", file.string()), fmt::format("文件 {} 缺失。", file.string())});
  const auto damaged = [&] {
    return fail(ErrorKind::internal, "segments.damaged",
                {fmt::format("{} is damaged at byte {}.", file.string(), place.offset),
                 fmt::format("{} 在第 {} 字节处损坏。", file.string(), place.offset)});
  };
  if (place.size < 0 || place.size > std::int64_t(max_piece)) return damaged();
  Header header;
  std::vector<std::uint8_t> bytes(std::size_t(place.size));
  in.seekg(place.offset);
  if (!in.read(reinterpret_cast<char*>(header.data()), header_size) ||
      !in.read(reinterpret_cast<char*>(bytes.data()), place.size) || header_of(id, bytes) != header)
    return damaged();
  return bytes;
}

Result<> Segments::remove(const std::string& shelf, std::chrono::sys_days day) {
  const auto file = file_of(shelf, day);
  {
    const std::lock_guard lock(mutex_);
    open_.erase(file);
  }
  std::error_code error;
  std::filesystem::remove(file, error);
  if (error) return std::unexpected(unwritable(file, error.value()));
  if (!std::filesystem::exists(file.parent_path(), error)) return {};
  return sync_directory(file.parent_path());
}

std::vector<Segments::Day> Segments::days() const {
  std::vector<Day> found;
  std::error_code none;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_, none)) {
    int year = 0;
    unsigned month = 0, date = 0;
    if (std::sscanf(entry.path().filename().c_str(), "%4d-%2u-%2u", &year, &month, &date) != 3) continue;
    const auto shelf = entry.path().parent_path().filename().string();
    const std::chrono::year_month_day day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
    if (day.ok() && file_of(shelf, day) == entry.path()) found.push_back({shelf, day});
  }
  std::ranges::sort(found);
  return found;
}

Scan Segments::scan(const std::string& shelf, std::chrono::sys_days day) const {
  std::ifstream in(file_of(shelf, day), std::ios::binary);
  return scan_segment(in);
}

}  // namespace ward::storage
