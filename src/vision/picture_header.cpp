#include "vision/picture_header.h"

#include <algorithm>
#include <array>

namespace ward::vision {

namespace {

using Bytes = std::span<const std::uint8_t>;

std::unexpected<Error> truncated() {
  return fail(
      ErrorKind::invalid, "image.truncated",
      {"The picture is cut off: its end is missing. Send the whole file.", "图片不完整，缺少结尾。请上传完整文件。"},
      "image");
}

std::unexpected<Error> malformed() {
  return fail(
      ErrorKind::invalid, "image.format",
      {"The file is not a picture that can be read. Send a JPEG or PNG.", "无法读取该文件，请上传 JPEG 或 PNG 图片。"},
      "image");
}

std::uint32_t big_endian(Bytes bytes, std::size_t at, int length) {
  std::uint32_t value = 0;
  for (int i = 0; i < length; ++i) value = value << 8 | bytes[at + std::size_t(i)];
  return value;
}

namespace jpeg {

constexpr std::uint8_t start_of_image = 0xD8, end_of_image = 0xD9, start_of_scan = 0xDA;
constexpr int max_scans = 64;  // a progressive picture has about ten; every scan costs a pass over all pixels

bool is_frame_header(std::uint8_t marker) {
  // C4, C8 and CC in that range are tables and a reserved code.
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(std::uint8_t marker) { return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7); }

// The position of the next marker's FF in entropy-coded data: an FF that neither stuffs a byte nor restarts.
std::size_t skip_scan(Bytes bytes, std::size_t at) {
  for (; at + 1 < bytes.size(); ++at)
    if (bytes[at] == 0xFF && bytes[at + 1] != 0x00 && bytes[at + 1] != 0xFF && !stands_alone(bytes[at + 1])) return at;
  return bytes.size();
}

Result<PictureHeader> read(Bytes bytes) {
  PictureHeader header;
  int scans = 0;
  for (std::size_t at = 2;;) {
    if (at + 1 >= bytes.size()) return truncated();
    if (bytes[at] != 0xFF) return malformed();
    const std::uint8_t marker = bytes[at + 1];
    if (marker == 0xFF) {  // fill byte
      ++at;
      continue;
    }
    at += 2;
    if (marker == end_of_image)
      return header.width && header.height && scans ? Result<PictureHeader>(header) : malformed();
    if (stands_alone(marker)) continue;
    if (marker == start_of_image) return malformed();
    if (at + 2 > bytes.size()) return truncated();
    const std::size_t length = big_endian(bytes, at, 2);
    if (length < 2) return malformed();
    if (at + length > bytes.size()) return truncated();
    if (is_frame_header(marker)) {
      if (length < 8 || header.width) return malformed();
      header = {.width = big_endian(bytes, at + 5, 2), .height = big_endian(bytes, at + 3, 2)};
      if (!header.width || !header.height) return malformed();
    }
    at += length;
    if (marker == start_of_scan) {
      if (++scans > max_scans) return malformed();
      at = skip_scan(bytes, at);
    }
  }
}

}  // namespace jpeg

namespace png {

constexpr std::array<std::uint8_t, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uint32_t header_type = 0x49484452, end_type = 0x49454E44;  // IHDR, IEND
constexpr std::size_t frame = 12;                                         // length, type and CRC of a chunk

Result<PictureHeader> read(Bytes bytes) {
  PictureHeader header;
  for (std::size_t at = signature.size();;) {
    if (at + frame > bytes.size()) return truncated();
    const std::size_t length = big_endian(bytes, at, 4);
    const std::uint32_t type = big_endian(bytes, at + 4, 4);
    const bool first = at == signature.size();
    if (first != (type == header_type) || length > 0x7FFFFFFF || (first && length != 13)) return malformed();
    if (length > bytes.size() - at - frame) return truncated();
    if (first) header = {.width = big_endian(bytes, at + 8, 4), .height = big_endian(bytes, at + 12, 4)};
    if (!header.width || !header.height) return malformed();
    if (type == end_type) return header;
    at += frame + length;
  }
}

}  // namespace png

}  // namespace

Result<PictureHeader> read_picture_header(Bytes bytes) {
  if (bytes.empty())
    return fail(ErrorKind::invalid, "image.empty", {"The picture is empty. Choose a file.", "图片为空，请选择文件。"},
                "image");
  if (bytes.size() >= 2 && bytes[0] == 0xFF && bytes[1] == jpeg::start_of_image) return jpeg::read(bytes);
  if (bytes.size() >= png::signature.size() && std::ranges::equal(bytes.first(png::signature.size()), png::signature))
    return png::read(bytes);
  return malformed();
}

}  // namespace ward::vision
