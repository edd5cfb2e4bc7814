#include "vision/liveness.h"

#include <algorithm>
#include <cmath>

#include "vision/crop.h"

namespace ward::vision {

namespace {
constexpr int liveness_side = 128;
constexpr float liveness_context =
    1.5F;  // the square's side in face heights: the network looks at what surrounds the face
}  // namespace

Result<Liveness> Liveness::open(const std::filesystem::path& models) {
  WARD_TRY(network, Network::open(models, "fr_liveness.onnx", 3, {liveness_side, liveness_side}, {3}));
  return Liveness(std::move(network));
}

float Liveness::judge(const cv::Mat& bgr, const cv::Rect2f& box) {
  const auto outputs =
      network_.run(cv::dnn::blobFromImage(crop(bgr, square_around(box, liveness_context), liveness_side)));
  const auto* logits = outputs[0].ptr<float>();  // live, then two kinds of attack
  const float top = std::max({logits[0], logits[1], logits[2]});
  float sum = 0;
  for (int i = 0; i < 3; ++i) sum += std::exp(logits[i] - top);
  return std::exp(logits[0] - top) / sum;
}

}  // namespace ward::vision
