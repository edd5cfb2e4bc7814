// A surface of known temperature in every frame, which says how far the sensor is off. An uncooled sensor is off by up
// to 5 °C and jumps with every flat-field correction; without a black body no fever is told from a warm lens.
#pragma once

#include <optional>

#include "base/config.h"
#include "thermal/types.h"

namespace ward::thermal {

struct BlackBodySettings {
  cv::Rect rectangle{};         // thermal pixels, inside the emitter; empty: there is none
  float celsius = 35;           // its set temperature, as the sensor sees it
  float max_offset = 6;         // °C; a sensor further off than this does not see the black body
  float max_unevenness = 0.6F;  // °C between its quarters; more means that it is not all in the rectangle

  bool present() const { return rectangle.area() > 0; }
  // Keys below `prefix` (thermometer.black_body): x, y, width, height, celsius, max_offset, max_unevenness.
  static BlackBodySettings read(Config& config, const std::string& prefix);
};

struct BlackBodyReading {
  ThermalFault fault = ThermalFault::none;  // none, black_body_lost, black_body_moved
  float offset = 0;                         // °C to add to every pixel of this frame
};

// Reads the black body of one frame. Lost: nowhere in the rectangle near its temperature. Moved: in a part of it only.
BlackBodyReading read_black_body(const cv::Mat& celsius, const BlackBodySettings& settings);

}  // namespace ward::thermal
