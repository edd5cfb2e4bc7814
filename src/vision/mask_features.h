// What the mask classifier looks at: edges and colours of the upright face, and the embedding.
#pragma once

#include <vector>

#include "vision/types.h"

namespace ward::vision {

// Histograms of gradients (Dalal and Triggs, CVPR 2005) of the lower face: 8x6 cells of 8 pixels, 9 unsigned
// orientations, each block of 2x2 cells of unit length.
constexpr std::size_t gradient_features = 7 * 5 * 4 * 9;
// A 12x12 picture of the whole face in Lab, lightness and colours less those of its upper half.
constexpr std::size_t colour_features = 12 * 12 * 3;
// A closer one of nose and mouth alone, 12x15, less its own mean: whether skin or cloth is where the nose is.
constexpr std::size_t nose_features = 12 * 15 * 3;
constexpr std::size_t mask_feature_count =
    gradient_features + colour_features + nose_features + std::tuple_size_v<Embedding>;

// All four, in this order, each part scaled to a spread near 1. `aligned` is 112x112 BGR (vision/alignment.h).
std::vector<float> mask_features(const cv::Mat& aligned, const Embedding& embedding);

}  // namespace ward::vision
