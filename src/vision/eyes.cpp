#include "vision/eyes.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "vision/crop.h"

namespace ward::vision {

namespace {
constexpr int side = 24;
constexpr float context = 1.6F;                      // the square's side in eye widths
constexpr float half_open = 0.22F, steepness = 100;  // of the logistic from aspect ratio to probability

float by_shape(std::span<const cv::Point2f, 6> eye) {
  return 1 / (1 + std::exp(-steepness * (aspect_ratio(eye) - half_open)));
}

}  // namespace

float aspect_ratio(std::span<const cv::Point2f, 6> eye) {
  const double width = cv::norm(eye[3] - eye[0]);
  return width > 0 ? float((cv::norm(eye[1] - eye[5]) + cv::norm(eye[2] - eye[4])) / (2 * width)) : 0;
}

Result<Eyes> Eyes::open(const std::filesystem::path& models) {
  WARD_TRY(network, Network::open(models, "fr_eye.onnx", 1, {side, side}, {2}));
  return Eyes(std::move(network));
}

float Eyes::by_look(const cv::Mat& bgr, std::span<const cv::Point2f, 6> eye) {
  const cv::Point2f center = (eye[1] + eye[2] + eye[4] + eye[5]) / 4;
  const float width = context * float(cv::norm(eye[3] - eye[0]));
  cv::Mat gray;
  cv::cvtColor(crop(bgr, {center.x - width / 2, center.y - width / 2, width, width}, side), gray, cv::COLOR_BGR2GRAY);
  const auto outputs = network_.run(cv::dnn::blobFromImage(gray, 1 / 255.0));
  const auto* logits = outputs[0].ptr<float>();  // closed, open: the package's script has them the other way round
  return 1 / (1 + std::exp(logits[0] - logits[1]));
}

float Eyes::open_probability(const cv::Mat& bgr, const Landmarks& landmarks) {
  float sum = 0;
  for (const std::size_t first : {36, 42}) {
    const std::span<const cv::Point2f, 6> eye(landmarks.data() + first, 6);
    sum += by_look(bgr, eye) + by_shape(eye);
  }
  return sum / 4;
}

}  // namespace ward::vision
