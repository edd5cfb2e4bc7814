// What a picture says about a face, in numbers. Pictures are 8-bit BGR (cv::Mat CV_8UC3); positions are pixels of the
// picture they were found in, x to the right, y down.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace ward::vision {

struct Face {
  cv::Rect2f box;   // tight around the face, chin to forehead
  float score = 0;  // the detector's confidence, 0 to 1
};

// iBUG 68-point order: 0-16 jaw, 17-26 brows, 27-35 nose, 36-41 right eye, 42-47 left eye, 48-67 mouth.
using Landmarks = std::array<cv::Point2f, 68>;

// A face as a direction: 512 numbers of unit length; the dot product of two is their cosine similarity.
using Embedding = std::array<float, 512>;

// What is enrolled of one person: the face as it is, and as it would be under a mask (mean of it bare and under drawn
// masks, projected by the discriminant only at match time). Both unit length.
struct Template {
  Embedding plain;
  Embedding masked;
};

struct Pose {  // degrees; 0 is frontal
  float yaw = 0, pitch = 0, roll = 0;
};

enum class MaskState { none, worn, badly_worn, unsure };
std::string_view to_string(MaskState state);  // "none", "worn", "badly_worn", "unsure"

struct MaskReading {
  MaskState state = MaskState::unsure;
  float none = 0, worn = 0, badly_worn = 0;  // probabilities, sum 1
};

// Why a face is not good enough to be judged. Refuse rather than guess.
enum class QualityFault { too_small, cut_off, turned, blurred, too_dark, too_bright, eyes_closed };
std::string_view to_string(QualityFault fault);

struct Quality {
  float height_px = 0;   // of the box
  float sharpness = 0;   // variance of the Laplacian of the aligned face
  float brightness = 0;  // mean of the aligned face, 0 to 255
  float eyes_open = 1;   // probability
  Pose pose;
  float score = 0;  // 0 to 1, to choose the best shot of a person
  std::optional<QualityFault> fault;
};

// Everything read from one face in one picture.
struct FaceReading {
  Face face;
  Landmarks landmarks{};
  Quality quality;
  MaskReading mask;
  float live = 0;                      // the liveness network: probability of a living face, 0 to 1; advisory
  std::optional<Embedding> embedding;  // absent when quality.fault says why
};

}  // namespace ward::vision
