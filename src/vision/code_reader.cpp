#include "vision/code_reader.h"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <opencv2/imgproc.hpp>

namespace ward::vision {

std::optional<std::string> read_code(const cv::Mat& bgr) {
  if (bgr.empty()) return std::nullopt;
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  const ZXing::ImageView view(grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum, static_cast<int>(grey.step));
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(false).setTryRotate(false).setTryDownscale(false);
  const ZXing::Result code = ZXing::ReadBarcode(view, hints);
  return code.isValid() ? std::optional(code.text()) : std::nullopt;
}

}  // namespace ward::vision
