#include "vision/eyes.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/crop.h"

namespace ward::vision {

namespace {
constexpr int side = 24;
constexpr float context = 1.6F;  // the square's side in eye widths
constexpr std::size_t right_eye = 36, left_eye = 42;
}  // namespace

Result<Eyes> Eyes::open(const std::filesystem::path& models) {
  WARD_TRY(network, Network::open(models, "fr_eye.onnx", 1, {side, side}, {2}));
  return Eyes(std::move(network));
}

float Eyes::one(const cv::Mat& bgr, const Landmarks& landmarks, std::size_t first) {
  // Six points from `first`: outer end, two of the upper lid, inner end, two of the lower lid.
  const cv::Point2f* eye = landmarks.data() + first;
  const cv::Point2f center = (eye[1] + eye[2] + eye[4] + eye[5]) / 4;
  const float width = context * float(cv::norm(eye[3] - eye[0]));
  cv::Mat gray;
  cv::cvtColor(crop(bgr, {center.x - width / 2, center.y - width / 2, width, width}, side), gray, cv::COLOR_BGR2GRAY);
  const auto outputs = network_.run(cv::dnn::blobFromImage(gray, 1 / 255.0));
  const auto* logits = outputs[0].ptr<float>();
  return 1 / (1 + std::exp(logits[1] - logits[0]));
}

float Eyes::open_probability(const cv::Mat& bgr, const Landmarks& landmarks) {
  return std::min(one(bgr, landmarks, right_eye), one(bgr, landmarks, left_eye));
}

}  // namespace ward::vision
