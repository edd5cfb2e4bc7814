// Where a point of the colour picture lies in the thermal one. Both cameras look past each other by a few centimetres,
// so a registration holds for the distance it was made at (docs/design/thermal.md).
#pragma once

#include <array>
#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace ward::thermal {

struct PointPair {
  cv::Point2d colour;   // pixels of the colour picture
  cv::Point2d thermal;  // pixels of the thermal frame
};

struct Registration {
  cv::Matx33d colour_to_thermal =
      cv::Matx33d::eye();  // homography on homogeneous pixels; an affine map has last row 0 0 1
  cv::Size colour_size;
  cv::Size thermal_size;
  double rms_error_px = 0;  // of the pairs it was made from, in thermal pixels

  // A point of a colour picture of `size`, which may be a scaled copy of the one that was calibrated.
  cv::Point2f map(cv::Point2f colour, cv::Size size) const;
  // The bounding rectangle of a mapped rectangle.
  cv::Rect2f map(const cv::Rect2f& colour, cv::Size size) const;

  // Both cameras see exactly the same view: only the scale differs. True of the simulated sensor.
  static Registration same_view(cv::Size colour_size, cv::Size thermal_size);
  // Errors: "thermal.registration", with what is wrong in the file.
  static Result<Registration> load(const std::filesystem::path& file);
  Result<> save(const std::filesystem::path& file) const;
};

enum class RegistrationKind { affine, homography };

struct RegistrationFit {
  Registration registration;
  std::vector<double> error_px;       // of every pair, in thermal pixels
  std::vector<std::size_t> outliers;  // pairs that were left out, by index
};

// The map that carries the colour points onto the thermal ones: RANSAC names pairs further off than `tolerance_px`,
// least squares over the others (OpenCV estimateAffine2D, findHomography; Hartley and Zisserman, Multiple View
// Geometry, 4.1). Errors: "registration.too_few" (under 4 pairs, 6 for a homography), "registration.collinear",
// "registration.outside" for a point beyond its picture, "registration.no_fit" when over a third of the pairs are
// outliers.
Result<RegistrationFit> fit_registration(std::span<const PointPair> pairs, cv::Size colour_size, cv::Size thermal_size,
                                         RegistrationKind kind, double tolerance_px);

// A CSV of pairs: colour_x,colour_y,thermal_x,thermal_y, with or without that heading; # begins a comment.
// Errors: "registration.malformed" with the line.
Result<std::vector<PointPair>> parse_pairs(std::string_view text);

}  // namespace ward::thermal
