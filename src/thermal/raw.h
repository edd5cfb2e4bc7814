// From a sensor's 16-bit counts to degrees. Every source of counts goes through here, the simulated one too.
#pragma once

#include <cstddef>
#include <span>

#include "thermal/types.h"

namespace ward::thermal {

// The largest sensor taken: 1280x1024, what uncooled cameras reach. Guards every size that comes from outside.
inline constexpr int max_columns = 1280, max_rows = 1024;

// A buffer of little-endian uint16 counts, row by row, as CV_16UC1 (rows x cols, a copy). `stride` is the bytes from
// one row to the next (at least 2 * size.width); what follows the last row (Lepton telemetry lines) is ignored. Errors:
// "thermal.wrong_size" when the buffer is shorter than the picture or the size is none.
Result<cv::Mat> counts_from_bytes(std::span<const std::byte> bytes, cv::Size size, std::size_t stride);

// Centikelvin to degrees Celsius: raw / 100 - 273.15 (FLIR Lepton TLinear at 0.01 K a count, Lepton Engineering
// Datasheet, "Radiometry modes"). CV_16UC1 in, CV_32FC1 out.
cv::Mat celsius_from_centikelvin(const cv::Mat& counts);

// Counts of one sensor picture as a frame: converted, its bad lines repaired (bad_lines.h).
// Errors: "thermal.corrupt" when there are more bad lines than can be repaired.
Result<ThermalFrame> frame_from_counts(const cv::Mat& counts, Time time, std::uint64_t sequence);

}  // namespace ward::thermal
