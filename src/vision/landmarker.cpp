#include "vision/landmarker.h"

#include <opencv2/imgproc.hpp>

#include "vision/crop.h"

namespace ward::vision {

namespace {
constexpr int landmark_side = 64;
}

Result<Landmarker> Landmarker::open(const std::filesystem::path& models) {
  WARD_TRY(network, Network::open(models, "fr_landmark.onnx", 1, {landmark_side, landmark_side},
                                  {2 * std::tuple_size_v<Landmarks>}));
  return Landmarker(std::move(network));
}

Landmarks Landmarker::find(const cv::Mat& bgr, const cv::Rect2f& box) {
  const cv::Rect2f square = square_around(box, 1);
  cv::Mat gray;
  cv::cvtColor(crop(bgr, square, landmark_side), gray, cv::COLOR_BGR2GRAY);
  const auto outputs = network_.run(cv::dnn::blobFromImage(gray, 1 / 256.0));
  const auto* points = outputs[0].ptr<float>();  // x y as shares of the square
  Landmarks landmarks;
  for (std::size_t i = 0; i < landmarks.size(); ++i)
    landmarks[i] = {square.x + points[2 * i] * square.width, square.y + points[2 * i + 1] * square.height};
  return landmarks;
}

}  // namespace ward::vision
