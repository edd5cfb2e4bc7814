// Which parts of the thermal frame belong to which part of the face, and how warm they are.
#pragma once

#include <array>

#include "thermal/registration.h"
#include "thermal/types.h"

namespace ward::thermal {

// The face of the colour picture, carried into the thermal frame. Landmarks in iBUG order (vision/types.h).
ThermalFace locate_face(const cv::Rect2f& box, const std::array<cv::Point2f, 68>& landmarks, cv::Size colour_size,
                        const Registration& registration);

// Temperatures of the regions, °C, as the frame shows them.
struct RegionTemperatures {
  float canthi = 0;      // mean of the four hottest pixels around both inner eye corners (FDA set: canthi4Max)
  float cooler = 0;      // the same of the cooler of the two corners (the lower of T_RC and T_LC)
  float forehead = 0;    // hottest of the forehead, mean of four (T_FH_Max)
  float face = 0;        // hottest of the whole face, mean of four (T_Max)
  float mouth = 0;       // hottest of the mouth, mean of four (T_OR_Max)
  float eyes = 0;        // mean over both eyes: lenses are opaque to 8-14 µm
  float cheeks = 0;      // mean
  float nose = 0;        // mean of the tip
  float median = 0;      // of the whole face
  float background = 0;  // median of the ring around the face
};

// Errors: "thermal.outside" when a region leaves the frame.
Result<RegionTemperatures> read_regions(const cv::Mat& celsius, const ThermalFace& face);

}  // namespace ward::thermal
