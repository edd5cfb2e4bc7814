// Infrared in, degrees with their uncertainty out. A screening temperature is never a diagnosis.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace ward::thermal {

// One frame of a thermal sensor, converted to degrees Celsius by its source (cv::Mat CV_32FC1, rows x cols).
struct ThermalFrame {
  cv::Mat celsius;
  Time time;  // when it was taken
  std::uint64_t sequence = 0;
  bool simulated = false;            // painted, not measured: every record says so
  bool flat_field = false;           // taken during or just after a flat-field correction
  bool still = false;                // one picture shown for ever: that it never changes is no fault
  std::vector<int> repaired_rows{};  // bad lines, filled from their neighbours
};

// Where the thermal picture shows the face: positions in pixels of the thermal frame, already registered.
struct ThermalFace {
  cv::Rect2f box;
  cv::Point2f right_canthus, left_canthus;  // inner corners of the eyes (landmarks 39 and 42)
  cv::Rect2f forehead;
  cv::Rect2f mouth;
  cv::Rect2f right_eye, left_eye;
  cv::Rect2f right_cheek, left_cheek;
  cv::Rect2f nose;             // its tip
  float colour_height_px = 0;  // height of the face in the colour picture
};

struct Room {
  float celsius = 22;
  std::optional<float> humidity_percent;
};

enum class ThermalFault {
  none,
  no_frame,         // sensor silent, or no frame of this moment
  late,             // frames come, but long after they were taken: they show somebody else
  frozen,           // the same frame again and again
  corrupt,          // more bad lines than can be repaired, or the wrong size
  settling,         // flat-field correction or warm-up
  black_body_lost,  // out of view, or not at its set temperature
  black_body_moved,
  out_of_room,  // room temperature or humidity outside the limits, or not known
  face_too_small,
  face_cold,    // in the right place, but not warm: a print or a screen
  glasses,      // the eye region is hidden behind glass
  implausible,  // outside 30-45 °C after all
};
std::string_view to_string(ThermalFault fault);

struct TemperatureEstimate {
  float celsius = 0;   // estimate of the oral temperature
  float sd = 0;        // 1 standard deviation, °C
  float shot_sd = 0;   // the part of sd that is new with every shot, and so averages out (combine() in estimator.h)
  std::string method;  // "canthi", "canthi+forehead+face", ... and the version of the coefficients
  int shots = 1;       // frames or rounds averaged
  bool simulated = false;
};

// What the thermal picture says about one face. Never an estimate with a fault beside it.
struct ThermalReading {
  ThermalFault fault = ThermalFault::no_frame;
  std::optional<TemperatureEstimate> estimate{};
  // Liveness from warmth: 0 (cold or flat where a face should be) to 1 (warm, and shaped as a face). Nothing without a
  // frame.
  std::optional<float> warmth{};
};

}  // namespace ward::thermal
