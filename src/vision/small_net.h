// A network of one hidden layer, small enough to be committed: inputs -> rectified hidden units -> softmax.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/result.h"

namespace ward::vision {

struct SmallNet {
  std::size_t inputs = 0, hidden = 0, outputs = 0;
  std::vector<float> first;        // hidden x inputs
  std::vector<float> first_bias;   // hidden
  std::vector<float> second;       // outputs x hidden
  std::vector<float> second_bias;  // outputs

  SmallNet(std::size_t inputs, std::size_t hidden, std::size_t outputs);
  // Probabilities, sum 1.
  std::vector<float> run(std::span<const float> input) const;

  // As float16 under an 8-byte name (model_file.h). Errors: those of model_file.h.
  Result<> load(const std::filesystem::path& file, std::string_view magic);
  Result<> save(const std::filesystem::path& file, std::string_view magic) const;
};

// x -> e^x / sum of e^x, in place.
void softmax(std::span<float> x);

}  // namespace ward::vision
