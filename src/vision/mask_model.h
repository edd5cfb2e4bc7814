// The trained part of the mask classifier: shared by classifying and by training.
#pragma once

#include <string_view>

#include "vision/mask_features.h"
#include "vision/small_net.h"

namespace ward::vision {

constexpr std::string_view mask_model_file = "mask.bin";
constexpr std::string_view mask_model_magic = "WARDMSK2";
constexpr std::size_t mask_hidden_units = 64;

// Outputs: none, worn, badly worn.
inline SmallNet make_mask_net() { return {mask_feature_count, mask_hidden_units, 3}; }

// Probability from which a state is stated, in this order; below all three it is unsure.
constexpr float sure_of_none = 0.5F, sure_of_worn = 0.5F;

// A badly worn mask that passes is the unsafe mistake and such masks are rare in what the net saw, so a suspicion is
// enough to say it: an eighth where the nose is seen well, and less where it is not. What a picture can show of a nose
// grows with its pixels, the square of the face's height; a gate asks for faces of full view anyway (QualityLimits).
constexpr float suspicion = 0.125F, full_view = 60;  // pixels of height
constexpr float sure_of_badly_worn(float height) {
  const float seen = height < full_view ? height / full_view : 1;
  return suspicion * seen * seen;
}

// `height`: of the face's box in its picture, pixels.
MaskReading decide_mask(float none, float worn, float badly_worn, float height);
MaskReading read_mask(const SmallNet& net, const cv::Mat& aligned, const Embedding& embedding, float height);

}  // namespace ward::vision
