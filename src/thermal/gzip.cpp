#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "thermal/recording.h"

namespace ward::thermal {

namespace {

struct Close {
  void operator()(gzFile file) const { gzclose(file); }
};

class GzipStream final : public ByteStream {
 public:
  explicit GzipStream(gzFile file) : file_(file) {}

  Result<std::size_t> read(std::span<std::byte> out) override {
    const auto wanted = std::min<std::size_t>(out.size(), std::numeric_limits<int>::max());
    const int got = gzread(file_.get(), out.data(), static_cast<unsigned>(wanted));
    int code = Z_OK;
    const char* reason = gzerror(file_.get(), &code);
    // A file cut off in the middle gives its last bytes and Z_BUF_ERROR; so much is still read.
    if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END))
      return fail(ErrorKind::invalid, "thermal.corrupt",
                  {fmt::format("The recording's compressed data is damaged: {}.", reason),
                   fmt::format("录像的压缩数据已损坏：{}。", reason)},
                  "recording");
    return static_cast<std::size_t>(got);
  }

 private:
  std::unique_ptr<gzFile_s, Close> file_;
};

class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::span<const std::byte> bytes) : left_(bytes) {}

  Result<std::size_t> read(std::span<std::byte> out) override {
    const auto n = std::min(out.size(), left_.size());
    std::ranges::copy(left_.first(n), out.begin());
    left_ = left_.subspan(n);
    return n;
  }

 private:
  std::span<const std::byte> left_;
};

}  // namespace

Result<std::unique_ptr<ByteStream>> open_gzip(const std::filesystem::path& file) {
  gzFile opened = gzopen(file.c_str(), "rb");
  if (!opened || std::filesystem::is_directory(file)) {
    if (opened) gzclose(opened);
    return fail(ErrorKind::unavailable, "thermal.lost",
                {fmt::format("The recording {} cannot be opened.", file.string()),
                 fmt::format("无法打开录像 {}。", file.string())},
                "recording");
  }
  return std::make_unique<GzipStream>(opened);
}

std::unique_ptr<ByteStream> bytes_in_memory(std::span<const std::byte> bytes) {
  return std::make_unique<MemoryStream>(bytes);
}

}  // namespace ward::thermal
