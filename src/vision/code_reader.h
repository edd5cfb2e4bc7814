// Reads a QR code (ISO/IEC 18004) that is held up to the camera.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>

namespace ward::vision {

// The text of a QR code in the picture (8-bit BGR), upright or turned; nothing when none can be read. A square of its
// pattern needs about three pixels: a pass 6 cm wide is read at half a metre by a camera of 640x480.
std::optional<std::string> read_code(const cv::Mat& bgr);

}  // namespace ward::vision
