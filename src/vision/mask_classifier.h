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

  // `aligned` is 112x112 BGR (vision/alignment.h), `embedding` its fr_feature direction, `height` that of the face's
  // box in the picture it was found in, pixels: the smaller, the sooner a mask counts as badly worn.
  MaskReading classify(const cv::Mat& aligned, const Embedding& embedding, float height) const;

 private:
  struct Impl;
  explicit MaskClassifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::vision
