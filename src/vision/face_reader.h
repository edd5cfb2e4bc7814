// Picture in, FaceReading out: detect -> landmarks -> quality -> align -> mask, liveness, embedding.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "vision/types.h"

namespace ward::vision {

struct QualityLimits {
  float min_height_px = 60;                           // smaller faces are read wrongly (docs/design/vision.md)
  float max_yaw = 35, max_pitch = 30, max_roll = 35;  // degrees
  float min_sharpness = 20;
  float min_brightness = 40, max_brightness = 225;
  float min_eyes_open = 0.3F;
  bool eyes_matter = false;  // enrolment asks for open eyes, a gate does not
};

class FaceReader {
 public:
  // Loads the networks and trained parts from `models` (var/models: *.onnx and the files of models/).
  // Errors: "model.missing", "model.broken", naming the file. One thread a reader; not safe to share.
  static Result<FaceReader> open(const std::filesystem::path& models, QualityLimits limits = {});
  ~FaceReader();
  FaceReader(FaceReader&&) noexcept;
  FaceReader& operator=(FaceReader&&) noexcept;

  // Faces in the picture, largest first.
  std::vector<Face> detect(const cv::Mat& bgr);
  // Landmarks, pose, sharpness and quality.score only: cheap, for the tracker's best shot.
  FaceReading glance(const cv::Mat& bgr, const Face& face);
  // Completes a glance of the same picture: mask, liveness, embedding (when quality allows).
  void read(const cv::Mat& bgr, FaceReading& reading);
  // detect + glance + read of every face.
  std::vector<FaceReading> read_all(const cv::Mat& bgr);
  // The embedding alone, whatever the quality: for drawn masks and for training.
  Embedding embed(const cv::Mat& bgr, const Landmarks& landmarks);
  // The same of its mirror image: for enrolment.
  Embedding embed_mirrored(const cv::Mat& bgr, const Landmarks& landmarks);
  const QualityLimits& limits() const;

 private:
  struct Impl;
  explicit FaceReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Decodes JPEG or PNG bytes from outside. Limits: 20 MiB of bytes, 24 megapixels (read from the header, before
// decoding). Errors: "image.too_large", "image.truncated", "image.format", "image.empty"; `field` "image".
Result<cv::Mat> decode_image(std::span<const std::uint8_t> bytes);

}  // namespace ward::vision
