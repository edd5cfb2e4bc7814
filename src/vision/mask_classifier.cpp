#include "vision/mask_classifier.h"

namespace ward::vision {

// Until the trained classifier is there every mask state is unsure, which is what the rest must cope with anyway.
struct MaskClassifier::Impl {};

Result<MaskClassifier> MaskClassifier::open(const std::filesystem::path&) {
  return MaskClassifier(std::make_unique<Impl>());
}

MaskClassifier::MaskClassifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MaskClassifier::~MaskClassifier() = default;
MaskClassifier::MaskClassifier(MaskClassifier&&) noexcept = default;
MaskClassifier& MaskClassifier::operator=(MaskClassifier&&) noexcept = default;

MaskReading MaskClassifier::classify(const cv::Mat&, const Embedding&, const cv::Mat&, const FaceReading&) const {
  return {MaskState::unsure, 1 / 3.0F, 1 / 3.0F, 1 / 3.0F};
}

}  // namespace ward::vision
