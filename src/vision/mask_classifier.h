// Mask on, off or badly worn, from the lower face and the embedding. Trained by `ward train mask`; models/README.md
// says on what and what it reached.
#pragma once

#include <filesystem>
#include <memory>

#include "vision/types.h"

namespace ward::vision {

class MaskClassifier {
 public:
  // Errors: "model.missing", "model.broken", naming the file. Reading is const, but not safe to share between threads.
  static Result<MaskClassifier> open(const std::filesystem::path& models);
  ~MaskClassifier();
  MaskClassifier(MaskClassifier&&) noexcept;
  MaskClassifier& operator=(MaskClassifier&&) noexcept;

  // `aligned` is 112x112 BGR (vision/alignment.h), `embedding` its fr_feature direction; `bgr` is the whole picture
  // and `glance` what is known of the face in it (box, landmarks, pose, size).
  MaskReading classify(const cv::Mat& aligned, const Embedding& embedding, const cv::Mat& bgr,
                       const FaceReading& glance) const;

 private:
  struct Impl;
  explicit MaskClassifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::vision
