#include "vision/training/face_samples.h"

#include <algorithm>

#include "vision/alignment.h"
#include "vision/close_up.h"
#include "vision/enroll.h"

namespace ward::vision::training {

Result<Sampler> Sampler::open(const std::filesystem::path& models) {
  WARD_TRY(detector, Detector::open(models));
  WARD_TRY(landmarker, Landmarker::open(models));
  WARD_TRY(embedder, Embedder::open(models));
  return Sampler(std::move(detector), std::move(landmarker), std::move(embedder));
}

std::vector<Face> Sampler::close_up(const cv::Mat& bgr) {
  return detect_close_up([this](const cv::Mat& picture) { return detector_.detect(picture); }, bgr);
}

Sample Sampler::sample(const cv::Mat& bgr, const Face& face) {
  Sample sample{.face = face, .landmarks = landmarker_.find(bgr, face.box), .aligned = {}};
  sample.aligned = align(bgr, sample.landmarks);
  sample.embedding = embedder_.embed(sample.aligned);
  return sample;
}

std::optional<Sample> Sampler::portrait(const cv::Mat& bgr) {
  const std::vector<Face> faces = close_up(bgr);
  if (faces.empty()) return std::nullopt;
  const cv::Point2f middle(static_cast<float>(bgr.cols) / 2, static_cast<float>(bgr.rows) / 2);
  const auto distance = [&](const Face& face) { return cv::norm((face.box.tl() + face.box.br()) / 2 - middle); };
  return sample(bgr, *std::ranges::min_element(faces, {}, distance));
}

std::optional<Sample> Sampler::largest(const cv::Mat& bgr) {
  const std::vector<Face> faces = close_up(bgr);
  if (faces.empty()) return std::nullopt;
  return sample(bgr, faces.front());
}

Sample Sampler::masked(const cv::Mat& bgr, const Sample& bare, int style, bool nose_out, cv::Point2f shift) {
  Face face = bare.face;
  face.box += shift * face.box.height;
  return sample(draw_mask(bgr, bare.landmarks, style, nose_out), face);
}

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float both = (a & b).area();
  return both / std::max(a.area() + b.area() - both, 1e-6F);
}

std::optional<Face> matching(const std::vector<Face>& faces, const cv::Rect2f& box) {
  constexpr float enough = 0.4F;
  const auto best = std::ranges::max_element(faces, {}, [&](const Face& face) { return overlap(face.box, box); });
  if (best == faces.end() || overlap(best->box, box) < enough) return std::nullopt;
  return *best;
}

}  // namespace ward::vision::training
