#include "vision/draw_code.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <opencv2/imgproc.hpp>

namespace ward::vision {

namespace {

constexpr std::uint8_t ink = 30, paper = 220;  // of a print in the light of a room
constexpr int quiet_zone = 4;                  // squares

}  // namespace

cv::Mat draw_code(const std::string& text, int width) {
  ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
  const ZXing::BitMatrix code = writer.setMargin(quiet_zone).encode(text, 0, 0);
  cv::Mat squares(code.height(), code.width(), CV_8UC1);
  for (int y = 0; y < code.height(); ++y)
    for (int x = 0; x < code.width(); ++x) squares.at<std::uint8_t>(y, x) = code.get(x, y) ? ink : paper;
  cv::Mat drawn;
  cv::resize(squares, drawn, {width, width}, 0, 0, cv::INTER_NEAREST);
  return drawn;
}

}  // namespace ward::vision
