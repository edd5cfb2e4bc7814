// `ward train mask`: the mask classifier from masks4k, facemask853 and drawn masks on LFW.
#pragma once

#include "vision/small_net.h"
#include "vision/training/mask_figures.h"

namespace ward::vision::training {

// Beside the model: what it was trained on, one content hash a line, so that nobody scores it on those pictures.
constexpr std::string_view mask_training_file = "mask_training.txt";

struct MaskTraining {
  SmallNet net;
  std::vector<std::string> trained_on;  // content hashes of every labelled picture that took part, sorted
  std::size_t faces = 0;                // that took part, without their jittered copies
  MaskFigures held_out;                 // of the pictures kept aside
};

// A fifth of all pictures, chosen by their content (held_out()), takes no part. The same faces give the same net.
MaskTraining train_mask(const MaskFaces& faces, const Progress& progress);

// Cross-validation over all pictures: each part of `folds` is judged by a net fitted on the others and the drawn masks,
// and the figures are of all parts together.
MaskFigures validate_mask(const MaskFaces& faces, std::size_t folds, const Progress& progress);

// The part that a picture falls into, by its content hash: 0 to folds - 1.
std::size_t fold_of(std::string_view content_hash, std::size_t folds);

}  // namespace ward::vision::training
