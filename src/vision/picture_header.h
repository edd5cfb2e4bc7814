// What JPEG and PNG bytes say of themselves before anything is decoded.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"

namespace ward::vision {

struct PictureHeader {
  std::uint32_t width = 0, height = 0;  // pixels, as stored (before any EXIF rotation)
};

// Walks the file's segments from its signature to its end marker, without decoding pixels.
// JPEG: ITU-T T.81, annex B. PNG: W3C PNG specification, section 5.
// Errors (field "image"): "image.empty"; "image.format" when it is neither, or is built wrongly; "image.truncated" when
// it stops before its end marker (decoders paint the rest grey and say nothing).
Result<PictureHeader> read_picture_header(std::span<const std::uint8_t> bytes);

}  // namespace ward::vision
