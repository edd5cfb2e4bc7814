// The chain of one measurement: black body -> region -> canthi -> room -> estimate, with its uncertainty and its
// refusals.
#pragma once

#include <array>
#include <filesystem>
#include <memory>

#include "base/config.h"
#include "thermal/black_body.h"
#include "thermal/registration.h"
#include "thermal/types.h"

namespace ward::thermal {

class Thermometer {
 public:
  // Reads [thermometer] of a gate's configuration: black body (rectangle or none, set temperature, tolerances), room
  // limits, room sensor, sizes, coefficients' file, registration's file. Errors: "thermal.coefficients",
  // "thermal.registration", config's own.
  static Result<Thermometer> open(Config& config, const std::filesystem::path& models, const Clock& clock);
  ~Thermometer();
  Thermometer(Thermometer&&) noexcept;
  Thermometer& operator=(Thermometer&&) noexcept;

  // Each frame of the sensor, as it comes (its own thread may call it; the thermometer locks).
  void observe(const ThermalFrame& frame);
  // The sensor sent something that is no frame ("thermal.corrupt", "thermal.wrong_size").
  void refuse_frame();

  // Face given by its box and 68 landmarks in the colour picture of `colour_size`, seen at `time`: uses the frame
  // nearest in time.
  ThermalReading measure(const cv::Rect2f& box, const std::array<cv::Point2f, 68>& landmarks, cv::Size colour_size,
                         Time time);

  struct Health {
    ThermalFault fault = ThermalFault::no_frame;  // of the sensor itself
    float rate_hz = 0;
    std::optional<float> black_body_offset{};  // °C, last applied
    std::optional<Room> room{};                // nothing: not known
    Time last_frame{};
  };
  Health health() const;
  // Where the black body and the face are expected, for the simulated sensor; no registration: both cameras see the
  // same view.
  const BlackBodySettings& black_body() const;
  const std::optional<Registration>& registration() const;

 private:
  struct Impl;
  explicit Thermometer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::thermal
