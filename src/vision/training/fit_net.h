// Fits a SmallNet: weighted cross-entropy, Adam (Kingma and Ba, ICLR 2015), dropout of hidden units, weight decay.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "vision/small_net.h"

namespace ward::vision::training {

struct Example {
  std::vector<float> input;
  std::size_t label = 0;
  float weight = 1;
};

struct FitOptions {
  int epochs = 12;
  std::size_t batch = 64;
  float rate = 1e-3F;        // falls to zero along a cosine
  float decay = 1e-2F;       // of the weights, decoupled (AdamW)
  float dropout = 0.3F;      // share of hidden units
  float input_noise = 0.1F;  // standard deviation added to every input
  std::uint32_t seed = 1;
};

// The same examples, options and seed give the same net. `progress` is called after each epoch with the mean loss.
void fit(SmallNet& net, const std::vector<Example>& examples, const FitOptions& options,
         const std::function<void(int epoch, double loss)>& progress);

}  // namespace ward::vision::training
