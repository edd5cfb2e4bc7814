// `ward train mask`: the mask classifier from masks4k, facemask853 and drawn masks on LFW.
#pragma once

#include "vision/small_net.h"
#include "vision/training/face_samples.h"

namespace ward::vision::training {

// Beside the model: what it was trained on, one content hash a line, so that nobody scores it on those pictures.
constexpr std::string_view mask_training_file = "mask_training.txt";

struct MaskTraining {
  SmallNet net;
  std::vector<std::string> trained_on;           // content hashes of every labelled picture that took part, sorted
  std::size_t faces = 0;                         // that took part, without their jittered copies
  std::size_t held_out = 0, held_out_right = 0;  // labelled faces kept aside, and those told rightly (mask or not)
};

// Reads facemask853/, masks4k/ and lfw/ in `data`. A fifth of all pictures, chosen by their content (held_out()), takes
// no part. The same data give the same net. Errors: "data.*", "model.*".
Result<MaskTraining> train_mask(Sampler& sampler, const std::filesystem::path& data, const Progress& progress);

}  // namespace ward::vision::training
