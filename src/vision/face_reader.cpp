#include "vision/face_reader.h"

#include "vision/alignment.h"
#include "vision/detector.h"
#include "vision/embedder.h"
#include "vision/eyes.h"
#include "vision/landmarker.h"
#include "vision/liveness.h"
#include "vision/mask_classifier.h"
#include "vision/quality.h"

namespace ward::vision {

struct FaceReader::Impl {
  Detector detector;
  Landmarker landmarker;
  Eyes eyes;
  Embedder embedder;
  Liveness liveness;
  MaskClassifier masks;
  QualityLimits limits;
};

Result<FaceReader> FaceReader::open(const std::filesystem::path& models, QualityLimits limits) {
  WARD_TRY(detector, Detector::open(models));
  WARD_TRY(landmarker, Landmarker::open(models));
  WARD_TRY(eyes, Eyes::open(models));
  WARD_TRY(embedder, Embedder::open(models));
  WARD_TRY(liveness, Liveness::open(models));
  WARD_TRY(masks, MaskClassifier::open(models));
  return FaceReader(std::make_unique<Impl>(Impl{std::move(detector), std::move(landmarker), std::move(eyes),
                                                std::move(embedder), std::move(liveness), std::move(masks), limits}));
}

FaceReader::FaceReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FaceReader::~FaceReader() = default;
FaceReader::FaceReader(FaceReader&&) noexcept = default;
FaceReader& FaceReader::operator=(FaceReader&&) noexcept = default;

const QualityLimits& FaceReader::limits() const { return impl_->limits; }

std::vector<Face> FaceReader::detect(const cv::Mat& bgr) { return impl_->detector.detect(bgr); }

FaceReading FaceReader::glance(const cv::Mat& bgr, const Face& face) {
  FaceReading reading;
  reading.face = face;
  reading.landmarks = impl_->landmarker.find(bgr, face.box);
  const float eyes_open = impl_->eyes.open_probability(bgr, reading.landmarks);
  reading.quality =
      judge_quality(bgr.size(), face, reading.landmarks, align(bgr, reading.landmarks), eyes_open, impl_->limits);
  return reading;
}

void FaceReader::read(const cv::Mat& bgr, FaceReading& reading) {
  if (reading.quality.fault) return;
  const cv::Mat aligned = align(bgr, reading.landmarks);
  reading.embedding = impl_->embedder.embed(aligned);
  reading.mask = impl_->masks.classify(aligned, *reading.embedding, reading.face.box.height);
  reading.live = impl_->liveness.judge(bgr, reading.face.box);
}

std::vector<FaceReading> FaceReader::read_all(const cv::Mat& bgr) {
  std::vector<FaceReading> readings;
  for (const Face& face : detect(bgr)) {
    readings.push_back(glance(bgr, face));
    read(bgr, readings.back());
  }
  return readings;
}

Embedding FaceReader::embed(const cv::Mat& bgr, const Landmarks& landmarks) {
  return impl_->embedder.embed(align(bgr, landmarks));
}

Embedding FaceReader::embed_mirrored(const cv::Mat& bgr, const Landmarks& landmarks) {
  return impl_->embedder.embed_mirrored(align(bgr, landmarks));
}

}  // namespace ward::vision
