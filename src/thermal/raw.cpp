#include "thermal/raw.h"

#include <fmt/format.h>

#include "thermal/bad_lines.h"

namespace ward::thermal {

Result<cv::Mat> counts_from_bytes(std::span<const std::byte> bytes, cv::Size size, std::size_t stride) {
  const bool sized = size.width > 0 && size.height > 0 && size.width <= max_columns && size.height <= max_rows;
  const auto row_bytes = sized ? 2 * static_cast<std::size_t>(size.width) : 0;
  const auto needed = sized ? stride * static_cast<std::size_t>(size.height - 1) + row_bytes : 0;
  if (!sized || stride < row_bytes || stride > 16 * row_bytes || bytes.size() < needed)
    return fail(ErrorKind::invalid, "thermal.wrong_size",
                {fmt::format("A thermal frame of {} bytes is no {}x{} picture of 16 bits.", bytes.size(), size.width,
                             size.height),
                 fmt::format("热成像帧共 {} 字节，不是 {}x{} 的 16 位图像。", bytes.size(), size.width, size.height)},
                "frame");
  cv::Mat counts(size, CV_16UC1);
  for (int y = 0; y < size.height; ++y) {
    const std::byte* from = bytes.data() + stride * static_cast<std::size_t>(y);
    auto* to = counts.ptr<std::uint16_t>(y);
    for (int x = 0; x < size.width; ++x)
      to[x] = static_cast<std::uint16_t>(std::to_integer<unsigned>(from[2 * x]) |
                                         std::to_integer<unsigned>(from[2 * x + 1]) << 8U);
  }
  return counts;
}

cv::Mat celsius_from_centikelvin(const cv::Mat& counts) {
  cv::Mat celsius;
  counts.convertTo(celsius, CV_32FC1, 0.01, -273.15);
  return celsius;
}

Result<ThermalFrame> frame_from_counts(const cv::Mat& counts, Time time, std::uint64_t sequence) {
  ThermalFrame frame{.celsius = celsius_from_centikelvin(counts), .time = time, .sequence = sequence};
  WARD_TRY(repaired, repair_rows(frame.celsius));
  frame.repaired_rows = std::move(repaired);
  return frame;
}

}  // namespace ward::thermal
