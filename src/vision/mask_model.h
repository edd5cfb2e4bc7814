// The trained part of the mask classifier: shared by classifying and by training.
#pragma once

#include <string_view>

#include "vision/mask_features.h"
#include "vision/small_net.h"

namespace ward::vision {

constexpr std::string_view mask_model_file = "mask.bin";
constexpr std::string_view mask_model_magic = "WARDMSK1";
constexpr std::size_t mask_hidden_units = 64;

// Outputs: none, worn, badly worn.
inline SmallNet make_mask_net() { return {mask_feature_count, mask_hidden_units, 3}; }

// Probability from which a state is stated, in this order; below all three it is unsure. A badly worn mask that passes
// is the unsafe mistake and such masks are rare in what the net saw, so a tenth is enough to say it; whoever wears a
// mask well is then asked to straighten it once in fifty times (docs/design/vision.md has what was measured).
constexpr float sure_of_none = 0.5F, sure_of_badly_worn = 0.1F, sure_of_worn = 0.5F;

MaskReading decide_mask(float none, float worn, float badly_worn);
MaskReading read_mask(const SmallNet& net, const cv::Mat& aligned, const Embedding& embedding);

}  // namespace ward::vision
