// From temperatures of the skin and of the room to the oral temperature, with its uncertainty. Linear, with
// coefficients that `ward train thermal` fits on published people (models/README.md); every number of an estimate can
// be done by hand.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "thermal/types.h"

namespace ward::thermal {

// What an estimate is made from, °C. Absent: that region cannot be believed (the face's maximum beside an open mouth).
struct Skin {
  float canthi = 0;  // the four hottest pixels of both inner eye corners
  float cooler = 0;  // the four hottest of the cooler of the two
  std::optional<float> forehead{};
  std::optional<float> face{};
  float room = 22;
};

// oral = intercept + canthi (c - 35) + cooler (k - 35) + forehead (f - 35) + face (m - 35) + room (r - 23), all in °C.
struct Line {
  float intercept = 36.5F, canthi = 0, cooler = 0, forehead = 0, face = 0, room = 0;
  float sd = 0;       // of one estimate, °C, from people the line was not fitted on
  float shot_sd = 0;  // the part of sd that is new with every shot of the same person

  float at(const Skin& skin) const;
};

// The lines of one camera. Cameras differ in gain by a tenth, so that each has its own.
struct Coefficients {
  std::string version;
  Line canthi;                 // both canthi and room
  Line whole_face;             // and the face's maximum, where the mouth is not open
  Line four_shots;             // canthi, forehead, face's maximum (open mouths included) and room: means of four shots
  Line offset, plain;          // only for comparison in the benchmark: canthi plus a constant; plain least squares
  float no_black_body_sd = 0;  // how much an uncompensated clinical camera wanders between people, °C
};

// models/thermal_coefficients.toml: the lines of each camera, and who they were fitted on.
struct CoefficientsFile {
  std::string version;
  std::map<std::string, Coefficients> cameras;  // "FLIR", "ICI"
  std::vector<std::string> trained_on;          // ids of the people: a benchmark never scores them with these lines

  // Errors: "thermal.coefficients", with what is wrong in the file.
  static Result<CoefficientsFile> load(const std::filesystem::path& file);
  // Errors: "thermal.coefficients" when there is no such camera.
  Result<Coefficients> camera(const std::string& name) const;
  // The file as load() takes it; `comment` says what it was fitted on, a line each.
  std::string to_toml(const std::string& comment) const;
};

// An estimate with a larger SD than this is no measurement, °C.
inline constexpr float max_useful_sd = 1.0F;

// One shot. `uncompensated_sd`: how far the sensor may be off, 1 SD, where no black body corrects it, °C; nothing: one
// does. Never less than the clinical camera's own wander.
TemperatureEstimate estimate(const Coefficients& coefficients, const Skin& skin,
                             std::optional<float> uncompensated_sd = std::nullopt);

// Four shots of one person measured as the clinical data was, the last with an open mouth: the mean of each region.
// `shots` holds three or four, all with forehead and face.
TemperatureEstimate estimate_four(const Coefficients& coefficients, std::span<const Skin> shots);

// Several shots of one person as one estimate: their mean. What the person's own face adds to the error stays, what
// each shot adds shrinks with their number: sd^2 = (sd1^2 - shot^2) + shot^2 / n. `shots` is not empty; all of one
// method, or the method is named "mixed".
TemperatureEstimate combine(std::span<const TemperatureEstimate> shots);

}  // namespace ward::thermal
