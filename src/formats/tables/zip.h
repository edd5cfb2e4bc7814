// The parts of a zip archive from outside, unpacked piece by piece, over libzip. A part that unpacks to more than the
// limits allow is given up at that point: what an archive says of its own sizes is not believed.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "formats/tables/rows.h"

namespace ward::tables {

class ZipPart {
 public:
  ~ZipPart();
  ZipPart(ZipPart&&) noexcept;

  // The next bytes, at most 64 KiB, valid until the next call; empty at the end. Errors: "table.broken_workbook"
  // (cut off, wrong check sum), "table.unpacks_too_large".
  Result<std::string_view> read();

 private:
  friend class ZipArchive;
  struct Impl;
  explicit ZipPart(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class ZipArchive {
 public:
  // Errors: "table.not_a_workbook", "file.unreadable". `bytes` must outlive the archive and its parts.
  static Result<ZipArchive> open(const std::filesystem::path& file, const Limits& limits);
  static Result<ZipArchive> open(std::string_view bytes, const Limits& limits);
  ~ZipArchive();
  ZipArchive(ZipArchive&&) noexcept;

  bool has(const std::string& name) const;
  // Errors: "table.broken_workbook" when there is no such part or it is encrypted or packed in a way we do not know.
  // The archive must outlive it.
  Result<ZipPart> part(const std::string& name) const;

 private:
  struct Impl;
  explicit ZipArchive(std::unique_ptr<Impl> impl);
  static Result<ZipArchive> from_source(void* source, const Limits& limits);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::tables
