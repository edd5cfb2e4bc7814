#include "vision/mask_classifier.h"

#include <algorithm>
#include <opencv2/core.hpp>

#include "base/paths.h"
#include "vision/mask_features.h"
#include "vision/mask_model.h"

namespace ward::vision {

struct MaskClassifier::Impl {
  SmallNet net;
};

Result<MaskClassifier> MaskClassifier::open(const std::filesystem::path& models) {
  WARD_TRY(file, find_model(models, mask_model_file));
  SmallNet net = make_mask_net();
  WARD_CHECK(net.load(file, mask_model_magic));
  return MaskClassifier(std::make_unique<Impl>(Impl{std::move(net)}));
}

MaskClassifier::MaskClassifier(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MaskClassifier::~MaskClassifier() = default;
MaskClassifier::MaskClassifier(MaskClassifier&&) noexcept = default;
MaskClassifier& MaskClassifier::operator=(MaskClassifier&&) noexcept = default;

MaskReading MaskClassifier::classify(const cv::Mat& aligned, const Embedding& embedding, float height) const {
  return read_mask(impl_->net, aligned, embedding, height);
}

MaskReading read_mask(const SmallNet& net, const cv::Mat& aligned, const Embedding& embedding, float height) {
  cv::Mat mirrored;  // a face and its mirror image wear the same mask: the mean of both is steadier
  cv::flip(aligned, mirrored, 1);
  std::vector<float> p = net.run(mask_features(aligned, embedding));
  const std::vector<float> q = net.run(mask_features(mirrored, embedding));
  for (std::size_t i = 0; i < p.size(); ++i) p[i] = (p[i] + q[i]) / 2;
  return decide_mask(p[0], p[1], p[2], height);
}

MaskReading decide_mask(float none, float worn, float badly_worn, float height) {
  MaskReading reading{MaskState::unsure, none, worn, badly_worn};
  if (none >= sure_of_none)
    reading.state = MaskState::none;
  else if (badly_worn >= sure_of_badly_worn(height))
    reading.state = MaskState::badly_worn;
  else if (worn >= sure_of_worn)
    reading.state = MaskState::worn;
  return reading;
}

}  // namespace ward::vision
