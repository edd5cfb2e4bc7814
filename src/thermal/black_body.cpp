#include "thermal/black_body.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ward::thermal {

BlackBodySettings BlackBodySettings::read(Config& config, const std::string& prefix) {
  const auto pixels = [&](const char* key, const char* doc) {
    return static_cast<int>(config.integer(prefix + "." + key, 0, 0, 4096, doc));
  };
  BlackBodySettings s;
  s.rectangle.x = pixels("x", "left edge of the black body's emitter in the thermal picture, pixels");
  s.rectangle.y = pixels("y", "top edge of the emitter, thermal pixels");
  s.rectangle.width =
      pixels("width", "width of the emitter, thermal pixels (0: no black body; readings are then far less certain)");
  s.rectangle.height = pixels("height", "height of the emitter, thermal pixels");
  s.celsius = static_cast<float>(config.number(prefix + ".celsius", s.celsius, 20, 50, "its set temperature, °C"));
  s.max_offset = static_cast<float>(
      config.number(prefix + ".max_offset", s.max_offset, 0.5, 15, "a sensor further off than this has lost it, °C"));
  s.max_unevenness = static_cast<float>(config.number(prefix + ".max_unevenness", s.max_unevenness, 0.1, 5,
                                                      "a larger difference between its quarters means it moved, °C"));
  return s;
}

BlackBodyReading read_black_body(const cv::Mat& celsius, const BlackBodySettings& settings) {
  const cv::Rect& r = settings.rectangle;
  if ((r & cv::Rect({0, 0}, celsius.size())) != r || r.width < 4 || r.height < 4)
    return {.fault = ThermalFault::black_body_lost};
  const int w = r.width / 2, h = r.height / 2;
  std::array<float, 4> off{};  // each quarter's distance from the set temperature
  for (int quarter = 0; quarter < 4; ++quarter) {
    const cv::Rect part(r.x + (quarter % 2) * (r.width - w), r.y + (quarter / 2) * (r.height - h), w, h);
    off[static_cast<std::size_t>(quarter)] = settings.celsius - static_cast<float>(cv::mean(celsius(part))[0]);
  }
  const auto [low, high] = std::ranges::minmax(off);
  const auto near = std::ranges::count_if(off, [&](float o) { return std::abs(o) <= settings.max_offset; });
  if (near == 0) return {.fault = ThermalFault::black_body_lost};
  if (near < 4 || high - low > settings.max_unevenness) return {.fault = ThermalFault::black_body_moved};
  return {.offset = (off[0] + off[1] + off[2] + off[3]) / 4};
}

}  // namespace ward::thermal
