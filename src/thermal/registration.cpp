#include "thermal/registration.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "base/config.h"

namespace ward::thermal {

namespace {

Error wrong_file(const std::filesystem::path& file, const Error& cause) {
  return Error::make(ErrorKind::invalid, "thermal.registration",
                     {fmt::format("The registration {} cannot be used: {}", file.string(), cause.message.en),
                      fmt::format("配准文件 {} 无法使用：{}", file.string(), cause.message.zh)},
                     cause.field.empty() ? file.string() : cause.field);
}

// The point a homography carries `p` to; a point on its horizon goes far outside every picture.
cv::Point2d apply(const cv::Matx33d& h, cv::Point2d p) {
  const cv::Vec3d q = h * cv::Vec3d(p.x, p.y, 1);
  return std::abs(q[2]) < 1e-9 ? cv::Point2d(-1e6, -1e6) : cv::Point2d(q[0] / q[2], q[1] / q[2]);
}

}  // namespace

cv::Point2f Registration::map(cv::Point2f colour, cv::Size size) const {
  const double sx = static_cast<double>(colour_size.width) / size.width;
  const double sy = static_cast<double>(colour_size.height) / size.height;
  return apply(colour_to_thermal, {colour.x * sx, colour.y * sy});
}

cv::Rect2f Registration::map(const cv::Rect2f& colour, cv::Size size) const {
  const std::array<cv::Point2f, 4> corners{map(colour.tl(), size), map(colour.br(), size),
                                           map({colour.x + colour.width, colour.y}, size),
                                           map({colour.x, colour.y + colour.height}, size)};
  cv::Point2f low = corners[0], high = corners[0];
  for (const auto& c : corners) {
    low = {std::min(low.x, c.x), std::min(low.y, c.y)};
    high = {std::max(high.x, c.x), std::max(high.y, c.y)};
  }
  return {low, high};
}

Registration Registration::same_view(cv::Size colour_size, cv::Size thermal_size) {
  return {.colour_to_thermal = cv::Matx33d(static_cast<double>(thermal_size.width) / colour_size.width, 0, 0, 0,
                                           static_cast<double>(thermal_size.height) / colour_size.height, 0, 0, 0, 1),
          .colour_size = colour_size,
          .thermal_size = thermal_size};
}

Result<Registration> Registration::load(const std::filesystem::path& file) {
  auto config = Config::load(file);
  if (!config) return std::unexpected(wrong_file(file, config.error()));
  const auto pixels = [&](const char* key, const char* doc) {
    return static_cast<int>(config->integer(key, 0, 1, 16'384, doc));
  };
  Registration registration;
  registration.colour_size = {pixels("colour.width", "pixels"), pixels("colour.height", "pixels")};
  registration.thermal_size = {pixels("thermal.width", "pixels"), pixels("thermal.height", "pixels")};
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column)
      registration.colour_to_thermal(row, column) =
          config->number(fmt::format("map.h{}{}", row + 1, column + 1), row == column ? 1 : 0, -1e6, 1e6,
                         "element of the homography from colour to thermal pixels");
  registration.rms_error_px = config->number("rms_error_px", 0, 0, 1e6, "of the pairs, thermal pixels");
  if (auto faults = config->finish(); !faults) return std::unexpected(wrong_file(file, faults.error()));
  if (std::abs(cv::determinant(registration.colour_to_thermal)) < 1e-12)
    return fail(ErrorKind::invalid, "thermal.registration",
                {fmt::format("The registration {} flattens the picture to a line.", file.string()),
                 fmt::format("配准文件 {} 把图像压成了一条线。", file.string())},
                "map");
  return registration;
}

Result<> Registration::save(const std::filesystem::path& file) const {
  std::ostringstream text;
  text << "# From pixels of the colour camera to pixels of the thermal one, made by `ward calibrate`.\n"
       << fmt::format("rms_error_px = {:.4f}\n\n[colour]\nwidth = {}\nheight = {}\n\n", rms_error_px, colour_size.width,
                      colour_size.height)
       << fmt::format("[thermal]\nwidth = {}\nheight = {}\n\n[map]\n", thermal_size.width, thermal_size.height);
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 3; ++column)
      text << fmt::format("h{}{} = {:.12e}\n", row + 1, column + 1, colour_to_thermal(row, column));
  std::ofstream out(file);
  out << text.str();
  out.flush();
  if (!out)
    return fail(ErrorKind::unavailable, "thermal.registration",
                {fmt::format("The registration {} cannot be written.", file.string()),
                 fmt::format("无法写入配准文件 {}。", file.string())},
                file.string());
  return {};
}

}  // namespace ward::thermal
