// Draws a QR code (ISO/IEC 18004), as a pass is printed or shown on a phone: for simulation and tests.
#pragma once

#include <opencv2/core.hpp>
#include <string>

namespace ward::vision {

// Grey (8-bit), `width` by `width` pixels, with the quiet zone of four squares around the code. `text` fits into a
// code.
cv::Mat draw_code(const std::string& text, int width);

}  // namespace ward::vision
