// Faces as the small trained parts see them, cut out of the pictures of datasets.h.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "vision/detector.h"
#include "vision/embedder.h"
#include "vision/landmarker.h"
#include "vision/training/datasets.h"

namespace ward::vision::training {

struct Sample {
  Face face;
  Landmarks landmarks{};
  cv::Mat aligned;        // 112x112 BGR
  Embedding embedding{};  // of `aligned`
};

// The networks alone: a FaceReader needs the trained parts that are still to be made.
class Sampler {
 public:
  // Errors: those of Network::open.
  static Result<Sampler> open(const std::filesystem::path& models);

  std::vector<Face> detect(const cv::Mat& bgr) { return detector_.detect(bgr); }
  Sample sample(const cv::Mat& bgr, const Face& face);
  // What a template would hold of an unmasked face as it is.
  Embedding plain_template(const Sample& bare) {
    return mean_direction(bare.embedding, embedder_.embed_mirrored(bare.aligned));
  }
  // The face nearest to the middle of a portrait, however close it was taken; nothing when none is found.
  std::optional<Sample> portrait(const cv::Mat& bgr);
  // The largest face, the same way.
  std::optional<Sample> largest(const cv::Mat& bgr);
  // The same face under a drawn mask, its points found anew in a box that is `shift` of its height off, as a detector's
  // would be.
  Sample masked(const cv::Mat& bgr, const Sample& bare, int style, bool nose_out, cv::Point2f shift);

 private:
  Sampler(Detector detector, Landmarker landmarker, Embedder embedder)
      : detector_(std::move(detector)), landmarker_(std::move(landmarker)), embedder_(std::move(embedder)) {}
  std::vector<Face> close_up(const cv::Mat& bgr);
  Detector detector_;
  Landmarker landmarker_;
  Embedder embedder_;
};

// Intersection over union.
float overlap(const cv::Rect2f& a, const cv::Rect2f& b);
// The detected face that covers `box` best, with an overlap of at least 0.4; nothing when there is none.
std::optional<Face> matching(const std::vector<Face>& faces, const cv::Rect2f& box);

// Called now and then with what is being done and how much of it is done.
using Progress = std::function<void(std::string_view what, std::size_t done, std::size_t all)>;

}  // namespace ward::vision::training
