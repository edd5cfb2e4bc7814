#include "vision/detector.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace ward::vision {

namespace {

const cv::Size input_size{320, 240};
constexpr std::size_t anchor_count = 4420;  // of the network: 40x30x3 + 20x15x2 + 10x8x2 + 5x4x3
constexpr float max_overlap = 0.4F;         // IoU beyond which two boxes are one face

struct Letterbox {
  cv::Mat picture;  // input_size, BGR; black below or to the right of what was fitted in
  float scale = 1;  // network pixels per picture pixel
};

Letterbox fit(const cv::Mat& bgr) {
  Letterbox box;
  box.scale = std::min(float(input_size.width) / float(bgr.cols), float(input_size.height) / float(bgr.rows));
  const cv::Size inner{std::clamp(cvRound(float(bgr.cols) * box.scale), 1, input_size.width),
                       std::clamp(cvRound(float(bgr.rows) * box.scale), 1, input_size.height)};
  box.picture = cv::Mat::zeros(input_size, CV_8UC3);
  cv::resize(bgr, box.picture(cv::Rect({0, 0}, inner)), inner, 0, 0, box.scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return box;
}

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float both = (a & b).area();
  return both / std::max(a.area() + b.area() - both, 1e-6F);
}

// Greedy non-maximum suppression: the surest box of every heap stays.
std::vector<Face> merge(std::vector<Face> faces) {
  std::ranges::sort(faces, std::greater{}, &Face::score);
  std::vector<Face> kept;
  for (const Face& face : faces) {
    const auto same = [&](const Face& other) { return overlap(face.box, other.box) > max_overlap; };
    if (std::ranges::none_of(kept, same)) kept.push_back(face);
  }
  return kept;
}

}  // namespace

Result<Detector> Detector::open(const std::filesystem::path& models) {
  WARD_TRY(network, Network::open(models, "fr_detect.onnx", 3, input_size, {anchor_count * 2, anchor_count * 4}));
  return Detector(std::move(network));
}

std::vector<Face> Detector::detect(const cv::Mat& bgr, float min_score) {
  if (bgr.empty()) return {};
  const Letterbox fitted = fit(bgr);
  const cv::Mat blob = cv::dnn::blobFromImage(fitted.picture, 1 / 128.0, {}, cv::Scalar::all(127), true);
  const auto outputs = network_.run(blob);
  const auto* scores = outputs[0].ptr<float>();  // background, face
  const auto* boxes = outputs[1].ptr<float>();   // x1 y1 x2 y2 as shares of the network's input

  const float to_x = float(input_size.width) / fitted.scale, to_y = float(input_size.height) / fitted.scale;
  std::vector<Face> faces;
  for (std::size_t i = 0; i < anchor_count; ++i) {
    const float score = scores[2 * i + 1];
    if (!(score >= min_score)) continue;
    const float* b = boxes + 4 * i;
    const cv::Rect2f box(b[0] * to_x, b[1] * to_y, (b[2] - b[0]) * to_x, (b[3] - b[1]) * to_y);
    if (box.width > 0 && box.height > 0) faces.push_back({box, score});
  }
  faces = merge(std::move(faces));
  std::ranges::sort(faces, std::greater{}, [](const Face& face) { return face.box.area(); });
  return faces;
}

}  // namespace ward::vision
