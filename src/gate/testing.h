// What the tests of this folder share.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/clock.h"
#include "base/crypto.h"
#include "city/passages/passages.h"
#include "vision/matcher.h"
#include "vision/types.h"

namespace ward::gate {

class TemporaryDirectory {
 public:
  TemporaryDirectory() : path_(std::filesystem::temp_directory_path() / ("ward-" + crypto::random_token(9))) {
    std::filesystem::create_directories(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string read_whole(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline city::Passage a_passage(const Clock& clock) {
  city::Passage passage;
  passage.id = Id::make(clock.now());
  passage.device = Id::make(clock.now());
  passage.at = clock.now();
  passage.temperature_cc = 3660;
  passage.temperature_sd_cc = 20;
  passage.temperature_method = "canthi";
  passage.outcome = city::Outcome::admit;
  passage.opened = true;
  return passage;
}

// A direction along one axis: different numbers are different people.
inline vision::Embedding axis(std::size_t number) {
  vision::Embedding embedding{};
  embedding[number % embedding.size()] = 1;
  return embedding;
}

// Tells the axes of the embedding apart, also by what it keeps of a masked face.
inline vision::Matcher empty_matcher(double plain_threshold = 0.5) {
  std::vector<float> rows(vision::Discriminant::dims * 512, 0.0F);
  for (std::size_t d = 0; d < vision::Discriminant::dims; ++d) rows[d * 512 + d] = 1;
  const auto curve = [](double at) { return *vision::ThresholdCurve::make({{-8, at}, {-3, at}}); };
  return {{vision::Embedding{}, rows}, {curve(plain_threshold), curve(0.5), 1e-6, 1e-6}, 1e-3};
}

}  // namespace ward::gate
