#include "storage/segments.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

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

// A new name in a directory is durable only when the directory is.
void sync_directory(const std::filesystem::path& directory) {
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

struct Segments::Open {
  std::filesystem::path file;
  int fd = -1;
  std::mutex mutex;
  std::condition_variable synced;
  std::int64_t end = 0;       // guarded by mutex: where the next piece goes
  std::uint64_t written = 0;  // guarded by mutex: pieces written
  std::uint64_t durable = 0;  // guarded by mutex: of those, on the disk
  bool syncing = false;       // guarded by mutex: somebody is in fdatasync
  ~Open() {
    if (fd >= 0) ::close(fd);
  }
};

Scan scan_segment(std::istream& in) {
  Scan scan;
  Header header;
  std::vector<std::uint8_t> bytes;
  while (in.read(reinterpret_cast<char*>(header.data()), header_size)) {
    const std::size_t size = size_in(header);
    if (!std::equal(magic.begin(), magic.end(), header.begin()) || size > Segments::max_piece) break;
    bytes.resize(size);
    if (!in.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size))) break;
    const Id id = *Id::from_bytes(std::span(header).subspan(8, 16));
    if (header_of(id, bytes) != header) break;
    scan.pieces.push_back({id, {scan.good_size, std::int64_t(size)}});
    scan.good_size += std::int64_t(header_size + size);
  }
  return scan;
}

Result<std::unique_ptr<Segments>> Segments::open(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return std::unexpected(unwritable(directory, error.value()));
  return std::unique_ptr<Segments>(new Segments(directory));
}

Segments::~Segments() = default;

std::filesystem::path Segments::file_of(const std::string& shelf, std::chrono::sys_days day) const {
  const std::chrono::year_month_day date{day};
  return directory_ / shelf /
         fmt::format("{:04}-{:02}-{:02}.seg", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

// Opens the file for appending. What a crash left torn at its end is cut off first.
Result<std::shared_ptr<Segments::Open>> Segments::open_segment(const std::string& shelf, std::chrono::sys_days day) {
  const std::lock_guard lock(mutex_);
  const auto file = file_of(shelf, day);
  if (const auto found = open_.find(file); found != open_.end()) return found->second;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  auto segment = std::make_shared<Open>();
  segment->file = file;
  segment->fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (segment->fd < 0) return std::unexpected(unwritable(file, errno));
  std::ifstream in(file, std::ios::binary);
  segment->end = scan_segment(in).good_size;
  if (::ftruncate(segment->fd, segment->end) != 0) return std::unexpected(unwritable(file, errno));
  sync_directory(file.parent_path());
  sync_directory(directory_);
  if (open_.size() >= max_open) open_.clear();
  open_.emplace(file, segment);
  return segment;
}

Result<Place> Segments::append(const std::string& shelf, std::chrono::sys_days day, const Id& id,
                               std::span<const std::uint8_t> bytes) {
  if (bytes.size() > max_piece)
    return fail(ErrorKind::too_large, "segments.too_large", {"The piece is larger than 16 MiB.", "数据超过 16 MiB。"});
  WARD_TRY(segment, open_segment(shelf, day));
  const Header header = header_of(id, bytes);
  std::unique_lock lock(segment->mutex);
  const std::int64_t offset = segment->end;
  if (!write_all(segment->fd, offset, header) || !write_all(segment->fd, offset + std::int64_t(header_size), bytes))
    return std::unexpected(unwritable(segment->file, errno));  // the next piece goes over what was written
  segment->end = offset + std::int64_t(header_size + bytes.size());
  const std::uint64_t mine = ++segment->written;
  while (segment->durable < mine) {
    if (segment->syncing) {
      segment->synced.wait(lock);
      continue;
    }
    segment->syncing = true;
    const std::uint64_t covered = segment->written;
    lock.unlock();
    const int result = ::fdatasync(segment->fd);
    const int reason = errno;
    lock.lock();
    segment->syncing = false;
    segment->synced.notify_all();
    if (result != 0) return std::unexpected(unwritable(segment->file, reason));
    segment->durable = std::max(segment->durable, covered);
  }
  return Place{offset, std::int64_t(bytes.size())};
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
  return {};
}

}  // namespace ward::storage
