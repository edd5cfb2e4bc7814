// Radiometric matrices: one picture as a table of temperatures, as the Fluke SmartView export writes it ("All
// temperatures in °F.", a heading with column numbers, then lines that begin with their number). UTF-8, or UTF-16 with
// a byte-order mark; °C, °F or K; separated by commas, semicolons or tabs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "thermal/source.h"

namespace ward::thermal {

inline constexpr std::size_t max_matrix_bytes = 32 * 1024 * 1024;

// CV_32FC1, °C. Errors: "thermal.format", naming the line, when there is no unit, lines differ in length, or a number
// is none; "thermal.wrong_size" beyond 1280x1024.
Result<cv::Mat> parse_matrix(std::span<const std::byte> bytes);

// UTF-16 (either order, by its mark) or UTF-8 bytes as UTF-8; what is no character becomes U+FFFD.
std::string as_utf8(std::span<const std::byte> bytes);

// One matrix file as a source: the same still picture nine times a second, as the export of a camera is tried at a
// gate. Errors: "thermal.lost" when it cannot be read, "thermal.format".
class MatrixSource final : public ThermalSource {
 public:
  static Result<std::unique_ptr<MatrixSource>> open(const std::filesystem::path& file, const Clock& clock);
  MatrixSource(cv::Mat celsius, std::string name, const Clock& clock);
  Result<ThermalFrame> next(Millis patience) override;
  std::string describe() const override;

 private:
  cv::Mat celsius_;
  std::string name_;
  const Clock& clock_;
  std::optional<Steady> next_;  // when the next frame is due
  std::uint64_t sequence_ = 0;
};

}  // namespace ward::thermal
