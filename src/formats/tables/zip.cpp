#include "formats/tables/zip.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>

namespace ward::tables {

namespace {

constexpr std::int64_t always_allowed = 16 << 20;  // whatever the ratio: small parts of spaces pack very well

std::unexpected<Error> broken(std::string_view part) {
  return fail(ErrorKind::invalid, "table.broken_workbook",
              {fmt::format("The workbook is broken: its part {} cannot be read. Save it anew and send it again.", part),
               fmt::format("工作簿已损坏：其中的 {} 无法读取。请重新保存后上传。", part)});
}

std::unexpected<Error> not_a_workbook() {
  return fail(
      ErrorKind::invalid, "table.not_a_workbook",
      {"This is no Excel workbook (.xlsx). An old workbook (.xls) or one with a password must be saved as .xlsx "
       "without a password.",
       "这不是 Excel 工作簿（.xlsx）。旧格式（.xls）或加密的文件请另存为不加密的 .xlsx。"});
}

}  // namespace

struct ZipPart::Impl {
  zip_file_t* file;
  std::string name;
  std::int64_t most;  // bytes that it may unpack to
  std::int64_t unpacked = 0;
  std::array<char, 64 << 10> buffer;

  ~Impl() { zip_fclose(file); }
};

ZipPart::ZipPart(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipPart::~ZipPart() = default;
ZipPart::ZipPart(ZipPart&&) noexcept = default;

Result<std::string_view> ZipPart::read() {
  const auto count = zip_fread(impl_->file, impl_->buffer.data(), impl_->buffer.size());
  if (count < 0) return broken(impl_->name);
  impl_->unpacked += count;
  if (impl_->unpacked > impl_->most)
    return fail(ErrorKind::too_large, "table.unpacks_too_large",
                {fmt::format("The workbook is refused: its part {} unpacks to too much.", impl_->name),
                 fmt::format("已拒绝该工作簿：其中的 {} 解压后过大。", impl_->name)});
  return std::string_view(impl_->buffer.data(), std::size_t(count));
}

struct ZipArchive::Impl {
  zip_t* zip;
  Limits limits;
  ~Impl() { zip_discard(zip); }
};

ZipArchive::ZipArchive(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ZipArchive::~ZipArchive() = default;
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;

Result<ZipArchive> ZipArchive::from_source(void* source, const Limits& limits) {
  auto* const from = static_cast<zip_source_t*>(source);
  zip_t* zip = zip_open_from_source(from, ZIP_RDONLY, nullptr);
  if (!zip) {
    zip_source_free(from);
    return not_a_workbook();
  }
  return ZipArchive(std::unique_ptr<Impl>(new Impl{zip, limits}));
}

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& file, const Limits& limits) {
  zip_source_t* source = zip_source_file_create(file.c_str(), 0, -1, nullptr);
  std::error_code error;
  if (!source || !std::filesystem::is_regular_file(file, error)) {
    if (source) zip_source_free(source);
    return fail(ErrorKind::unavailable, "file.unreadable", {"The file cannot be read.", "无法读取文件。"});
  }
  return from_source(source, limits);
}

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const Limits& limits) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (!source) return not_a_workbook();
  return from_source(source, limits);
}

bool ZipArchive::has(const std::string& name) const { return zip_name_locate(impl_->zip, name.c_str(), 0) >= 0; }

Result<ZipPart> ZipArchive::part(const std::string& name) const {
  zip_stat_t stat;
  if (zip_stat(impl_->zip, name.c_str(), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_COMP_SIZE)) return broken(name);
  zip_file_t* file = zip_fopen(impl_->zip, name.c_str(), 0);
  if (!file) return broken(name);
  const Limits& limits = impl_->limits;
  const auto packed = std::int64_t(std::min<zip_uint64_t>(stat.comp_size, zip_uint64_t(limits.unpacked_bytes)));
  const std::int64_t by_ratio = std::max(always_allowed, packed * limits.unpacked_ratio);
  std::unique_ptr<ZipPart::Impl> part(
      new ZipPart::Impl{.file = file, .name = name, .most = std::min(limits.unpacked_bytes, by_ratio), .buffer = {}});
  return ZipPart(std::move(part));
}

}  // namespace ward::tables
