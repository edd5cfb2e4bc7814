#include "vision/discriminant.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <numeric>

#include "base/paths.h"
#include "vision/model_file.h"

namespace ward::vision {

namespace {

constexpr std::string_view magic = "WARDLDA1";
constexpr std::size_t inputs = std::tuple_size_v<Embedding>;

}  // namespace

Discriminant::Discriminant(const Embedding& mean, std::vector<float> rows) : mean_(mean), rows_(std::move(rows)) {
  assert(rows_.size() == dims * inputs);
}

Result<Discriminant> Discriminant::open(const std::filesystem::path& models) {
  WARD_TRY(file, find_model(models, "masked_faces.bin"));
  WARD_TRY(numbers, read_half_floats(file, magic, inputs + dims * inputs));
  Embedding mean;
  std::copy_n(numbers.begin(), inputs, mean.begin());
  return Discriminant(mean, std::vector(numbers.begin() + inputs, numbers.end()));
}

Result<> Discriminant::save(const std::filesystem::path& file) const {
  std::vector<float> numbers(mean_.begin(), mean_.end());
  numbers.insert(numbers.end(), rows_.begin(), rows_.end());
  return write_half_floats(file, magic, numbers);
}

Discriminant::Vector Discriminant::project(const Embedding& face) const {
  Embedding centred;
  for (std::size_t i = 0; i < inputs; ++i) centred[i] = face[i] - mean_[i];
  Vector out;
  double squares = 0;
  for (std::size_t d = 0; d < dims; ++d) {
    const float* row = rows_.data() + d * inputs;
    out[d] = std::inner_product(centred.begin(), centred.end(), row, 0.0F);
    squares += double{out[d]} * out[d];
  }
  const auto scale = static_cast<float>(squares > 0 ? 1 / std::sqrt(squares) : 0);
  for (float& x : out) x *= scale;
  return out;
}

}  // namespace ward::vision
