#include <bit>
#include <cmath>
#include <opencv2/core.hpp>

#include "vision/enroll.h"

namespace ward::vision {

namespace {

constexpr std::size_t numbers = 2 * std::tuple_size_v<Embedding>;
constexpr float length_tolerance = 0.01F;  // float16 keeps a unit vector's length to about 1e-3

std::unexpected<Error> malformed_template() {
  return fail(ErrorKind::invalid, "template.malformed", {"The face template is damaged.", "人脸模板已损坏。"},
              "template");
}

void put(std::vector<std::uint8_t>& out, const Embedding& embedding) {
  for (const float x : embedding) {
    const auto bits = std::bit_cast<std::uint16_t>(cv::float16_t(x));
    out.push_back(std::uint8_t(bits & 0xFF));
    out.push_back(std::uint8_t(bits >> 8));
  }
}

// False when it is not a direction: not finite, or not of unit length.
bool take(std::span<const std::uint8_t> bytes, Embedding& embedding) {
  float squares = 0;
  for (std::size_t i = 0; i < embedding.size(); ++i) {
    const auto bits = std::uint16_t(bytes[2 * i] | bytes[2 * i + 1] << 8);
    embedding[i] = float(std::bit_cast<cv::float16_t>(bits));
    squares += embedding[i] * embedding[i];
  }
  return std::abs(std::sqrt(squares) - 1) <= length_tolerance;  // false for NaN
}

}  // namespace

std::vector<std::uint8_t> encode(const Template& face) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(2 * numbers);
  put(bytes, face.plain);
  put(bytes, face.masked);
  return bytes;
}

Result<Template> decode_template(std::span<const std::uint8_t> bytes) {
  if (bytes.size() != 2 * numbers) return malformed_template();
  Template face;
  if (!take(bytes.first(numbers), face.plain) || !take(bytes.last(numbers), face.masked)) return malformed_template();
  return face;
}

}  // namespace ward::vision
