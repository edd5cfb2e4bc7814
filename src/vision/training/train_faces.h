// `ward train faces`: the discriminant for masked faces and the tables of thresholds, from LFW and drawn masks.
#pragma once

#include "vision/discriminant.h"
#include "vision/thresholds.h"
#include "vision/training/face_samples.h"

namespace ward::vision::training {

struct FaceTraining {
  Discriminant discriminant;
  Thresholds thresholds;
  std::size_t fitted_people = 0, fitted_faces = 0;  // of the discriminant
  std::size_t judged_people = 0, comparisons = 0;   // of the thresholds: people the discriminant never saw
  std::size_t not_found = 0;                        // pictures without a face
};

// Reads lfw/ in `data`. The discriminant is fitted on four fifths of the people; the thresholds come from all pairs of
// different people: of everybody without a mask, and of the remaining fifth, drawn mask against template, with it.
// Errors: "data.*", "training.too_little".
Result<FaceTraining> train_faces(Sampler& sampler, const std::filesystem::path& data, const Progress& progress);

}  // namespace ward::vision::training
