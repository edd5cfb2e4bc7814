// What stays alike of a face under a mask: a linear projection of the embedding, fitted on unmasked faces and the same
// faces under drawn masks (Fisher's discriminant; see training/fit_discriminant.h). Used only when a mask is seen.
#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "vision/types.h"

namespace ward::vision {

class Discriminant {
 public:
  static constexpr std::size_t dims = 192;
  using Vector = std::array<float, dims>;

  // `rows`: dims x 512 numbers, row by row; `mean` is taken off first.
  Discriminant(const Embedding& mean, std::vector<float> rows);
  // Reads masked_faces.bin, found by find_model. Errors: "model.missing", "model.broken".
  static Result<Discriminant> open(const std::filesystem::path& models);
  // Writes it with numbers as float16. Errors: "file.unwritable".
  Result<> save(const std::filesystem::path& file) const;

  // Unit length (or zero, for the mean itself).
  Vector project(const Embedding& face) const;

 private:
  Embedding mean_;
  std::vector<float> rows_;
};

}  // namespace ward::vision
