// Faces that the mask classifier is fitted on and judged with: real ones of masks4k and facemask853, and LFW's under
// drawn masks.
#pragma once

#include <string>
#include <vector>

#include "vision/training/face_samples.h"

namespace ward::vision::training {

enum class MaskSource { masks4k, facemask853, drawn };

struct MaskFace {
  MaskSource source = MaskSource::drawn;
  MaskState mask = MaskState::unsure;  // as labelled or drawn: none, worn or badly_worn
  std::string picture;                 // content hash of a real picture
  cv::Mat aligned;
  Embedding embedding{};
  float height = 0;           // of its box, pixels
  float labelled_height = 0;  // of the box in the label; 0 where only the picture is labelled
  bool detected = true;       // what the detector missed still teaches, but is never judged
};

struct MaskFaces {
  std::vector<MaskFace> real;   // every labelled face of the two sets
  std::vector<MaskFace> drawn;  // a part of LFW's people, bare and under one drawn mask, well or badly worn by turns
};

// Reads facemask853/, masks4k/ and lfw/ in `data`. Errors: "data.*"; "training.too_little" when no face was found.
Result<MaskFaces> read_mask_faces(Sampler& sampler, const std::filesystem::path& data, const Progress& progress);

}  // namespace ward::vision::training
