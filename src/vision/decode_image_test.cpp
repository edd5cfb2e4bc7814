#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "vision/face_reader.h"

namespace ward::vision {
namespace {

using Bytes = std::vector<std::uint8_t>;

// A colourful picture, so that a decoder that fills in grey shows.
cv::Mat painted(int width, int height) {
  cv::Mat bgr(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      bgr.at<cv::Vec3b>(y, x) = {std::uint8_t(255 * x / width), std::uint8_t(255 * y / height), 200};
  return bgr;
}

Bytes encoded(const std::string& extension, const cv::Mat& bgr, const std::vector<int>& options = {}) {
  Bytes bytes;
  cv::imencode(extension, bgr, bytes, options);
  return bytes;
}

std::string code_of(std::span<const std::uint8_t> bytes) {
  const auto picture = decode_image(bytes);
  if (picture) return "ok";
  EXPECT_EQ(picture.error().field, "image");
  EXPECT_FALSE(picture.error().message.zh.empty());
  return picture.error().code;
}

std::string code_of(std::string_view text) {
  return code_of(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

// The position of the first JPEG segment with `marker`.
std::size_t segment(const Bytes& jpeg, std::uint8_t marker) {
  for (std::size_t at = 2; at + 3 < jpeg.size(); at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]))
    if (jpeg[at + 1] == marker) return at;
  return 0;
}

TEST(DecodeImage, ReadsJpegAndPng) {
  const cv::Mat bgr = painted(120, 80);
  for (const char* extension : {".jpg", ".png"}) {
    const auto picture = decode_image(encoded(extension, bgr));
    ASSERT_TRUE(picture) << extension;
    ASSERT_EQ(picture->size(), bgr.size());
    ASSERT_EQ(picture->type(), CV_8UC3);
    EXPECT_LT(cv::norm(*picture, bgr, cv::NORM_L1) / double(3 * bgr.total()), 4) << extension;
  }
}

TEST(DecodeImage, ReadsProgressiveAndGrey) {
  EXPECT_EQ(code_of(encoded(".jpg", painted(64, 64), {cv::IMWRITE_JPEG_PROGRESSIVE, 1})), "ok");
  cv::Mat gray;
  cv::cvtColor(painted(64, 64), gray, cv::COLOR_BGR2GRAY);
  const auto picture = decode_image(encoded(".png", gray));
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->channels(), 3);
}

TEST(DecodeImage, TurnsPicturesUprightAsTheirExifSays) {
  Bytes jpeg = encoded(".jpg", painted(120, 80));
  // One little-endian IFD entry: orientation (0x0112), SHORT, 6: the camera was held upright.
  const Bytes exif{0xFF, 0xE1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
                   1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, 6,   0,   0,  0, 0, 0, 0, 0};
  jpeg.insert(jpeg.begin() + 2, exif.begin(), exif.end());
  const auto picture = decode_image(jpeg);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->size(), cv::Size(80, 120));
}

TEST(DecodeImage, RefusesEveryTruncation) {
  for (const Bytes& whole : {encoded(".jpg", painted(40, 30)), encoded(".png", painted(40, 30)),
                             encoded(".jpg", painted(40, 30), {cv::IMWRITE_JPEG_PROGRESSIVE, 1})}) {
    ASSERT_EQ(code_of(whole), "ok");
    for (std::size_t length = 12; length < whole.size(); ++length)
      ASSERT_EQ(code_of(std::span(whole).first(length)), "image.truncated") << "of " << whole.size() << ": " << length;
  }
}

TEST(DecodeImage, RefusesFiftyMegapixelsByTheHeader) {
  Bytes jpeg = encoded(".jpg", painted(64, 64));
  const std::size_t frame = segment(jpeg, 0xC0);
  ASSERT_NE(frame, 0U);
  jpeg[frame + 5] = 5774 >> 8, jpeg[frame + 6] = 5774 & 0xFF;
  jpeg[frame + 7] = 8660 >> 8, jpeg[frame + 8] = 8660 & 0xFF;
  const auto picture = decode_image(jpeg);
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().code, "image.too_large");
  EXPECT_EQ(picture.error().kind, ErrorKind::too_large);
  EXPECT_NE(picture.error().message.en.find("8660 x 5774"), std::string::npos) << picture.error().message.en;
}

TEST(DecodeImage, RefusesAPngBombByTheHeader) {
  Bytes png = encoded(".png", painted(16, 16));
  for (const std::size_t at : {16, 20}) png[at] = 0, png[at + 1] = 0, png[at + 2] = 0xC3, png[at + 3] = 0x50;  // 50,000
  EXPECT_EQ(code_of(png), "image.too_large");
}

TEST(DecodeImage, RefusesScanBombs) {
  // Every scan of a progressive picture is a pass over all its pixels: hundreds of empty ones are an attack.
  Bytes jpeg = encoded(".jpg", painted(64, 64), {cv::IMWRITE_JPEG_PROGRESSIVE, 1});
  const std::size_t scan = segment(jpeg, 0xDA);
  const Bytes header(jpeg.begin() + std::ptrdiff_t(scan), jpeg.begin() + std::ptrdiff_t(scan) + 2 + jpeg[scan + 3]);
  for (int i = 0; i < 300; ++i) jpeg.insert(jpeg.begin() + std::ptrdiff_t(scan), header.begin(), header.end());
  EXPECT_EQ(code_of(jpeg), "image.format");
}

TEST(DecodeImage, RefusesWhatIsNoPicture) {
  EXPECT_EQ(code_of(Bytes{}), "image.empty");
  EXPECT_EQ(code_of("dear gate, please let me in"), "image.format");
  EXPECT_EQ(code_of("GIF89a\x01\x01"), "image.format");
  EXPECT_EQ(code_of("\xFF\xD8\xFF\xD9"), "image.format");
  EXPECT_EQ(code_of(encoded(".bmp", painted(8, 8))), "image.format");
  EXPECT_EQ(code_of(Bytes(20 * 1024 * 1024 + 1, 0xFF)), "image.too_large");
}

TEST(DecodeImage, RefusesDamage) {
  Bytes png = encoded(".png", painted(64, 64));
  for (std::size_t at = 60; at < 90; ++at) png[at] ^= 0x5A;  // in the compressed pixels
  EXPECT_EQ(code_of(png), "image.format");
  Bytes jpeg = encoded(".jpg", painted(64, 64));
  jpeg[segment(jpeg, 0xC0) + 1] = 0xCF;  // a kind of coding nobody decodes
  EXPECT_EQ(code_of(jpeg), "image.format");
}

}  // namespace
}  // namespace ward::vision
