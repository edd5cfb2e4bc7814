#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>

#include "vision/face_reader.h"
#include "vision/picture_header.h"

namespace ward::vision {

namespace {

constexpr std::size_t max_bytes = 20 * 1024 * 1024;
constexpr std::uint64_t max_pixels = 24'000'000;

}  // namespace

Result<cv::Mat> decode_image(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > max_bytes)
    return fail(ErrorKind::too_large, "image.too_large",
                {"The file is larger than 20 MiB. Send a smaller picture.", "文件超过 20 MiB，请上传较小的图片。"},
                "image");
  WARD_TRY(header, read_picture_header(bytes));
  if (std::uint64_t(header.width) * header.height > max_pixels)
    return fail(ErrorKind::too_large, "image.too_large",
                {fmt::format("The picture has {} x {} pixels; 24 megapixels are the most. Send a smaller one.",
                             header.width, header.height),
                 fmt::format("图片为 {} x {} 像素，最多 2400 万像素。请上传较小的图片。", header.width, header.height)},
                "image");
  cv::Mat bgr;
  try {
    // The bytes are only read; cv::Mat has no const view.
    const cv::Mat input(1, int(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
    bgr = cv::imdecode(input, cv::IMREAD_COLOR);  // turned upright as its EXIF says
  } catch (const cv::Exception&) {
    bgr.release();
  }
  if (bgr.empty())
    return fail(ErrorKind::invalid, "image.format",
                {"The picture is damaged and cannot be read. Send it again.", "图片已损坏，无法读取，请重新上传。"},
                "image");
  return bgr;
}

}  // namespace ward::vision
