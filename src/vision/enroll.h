// From a portrait to a Template: exactly one good, unmasked, open-eyed face, or a refusal that says why.
#pragma once

#include <optional>
#include <vector>

#include "vision/face_reader.h"

namespace ward::vision {

struct Enrollment {
  Template face;
  FaceReading reading;
};

// Errors (field "image"): "face.none", "face.several", "face.too_small", "face.turned", "face.blurred",
// "face.eyes_closed", "face.masked", "face.too_dark", "face.too_bright", "face.cut_off".
Result<Enrollment> enroll(FaceReader& reader, const cv::Mat& bgr);

// The template of a face that a glance was cast at, whatever its quality. Enrolment asks first; measurements do not.
Template template_of(FaceReader& reader, const cv::Mat& bgr, const FaceReading& reading);

// A mask drawn over the lower face, in one of `mask_styles` ways (0..mask_styles-1): for masked templates, training,
// tests.
constexpr int mask_styles = 3;
cv::Mat draw_mask(const cv::Mat& bgr, const Landmarks& landmarks, int style, bool nose_out = false);

// The same with more to say, for training.
struct MaskLook {
  int style = 0;
  bool nose_out = false;                 // badly worn
  float edge = 0.27F;                    // where its upper edge runs then: 0 tip of the nose, 1 chin
  std::optional<cv::Vec3f> colour = {};  // BGR, 0 to 255; the style's own where not said
};
cv::Mat draw_mask(const cv::Mat& bgr, const Landmarks& landmarks, const MaskLook& look);

// Little-endian float16, 2 x 512 numbers, 2,048 bytes: what is stored (sealed) and sent to gates.
std::vector<std::uint8_t> encode(const Template& face);
Result<Template> decode_template(std::span<const std::uint8_t> bytes);  // errors: "template.malformed"

}  // namespace ward::vision
