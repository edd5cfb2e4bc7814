#include "vision/small_net.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "vision/model_file.h"

namespace ward::vision {

namespace {

// Eight sums side by side, so that the compiler may use vector instructions.
float dot(const float* a, const float* b, std::size_t n) {
  std::array<float, 8> lanes{};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (; i < n; ++i) sum += a[i] * b[i];
  for (const float lane : lanes) sum += lane;
  return sum;
}

}  // namespace

void softmax(std::span<float> x) {
  const float top = std::ranges::max(x);
  float sum = 0;
  for (float& v : x) sum += v = std::exp(v - top);
  for (float& v : x) v /= sum;
}

SmallNet::SmallNet(std::size_t in, std::size_t units, std::size_t out)
    : inputs(in),
      hidden(units),
      outputs(out),
      first(units * in),
      first_bias(units),
      second(out * units),
      second_bias(out) {}

std::vector<float> SmallNet::run(std::span<const float> input) const {
  assert(input.size() == inputs);
  std::vector<float> units(hidden), out(outputs);
  for (std::size_t h = 0; h < hidden; ++h)
    units[h] = std::max(0.0F, first_bias[h] + dot(first.data() + h * inputs, input.data(), inputs));
  for (std::size_t o = 0; o < outputs; ++o)
    out[o] = second_bias[o] + dot(second.data() + o * hidden, units.data(), hidden);
  softmax(out);
  return out;
}

Result<> SmallNet::load(const std::filesystem::path& file, std::string_view magic) {
  WARD_TRY(numbers, read_half_floats(file, magic, hidden * (inputs + 1) + outputs * (hidden + 1)));
  auto at = numbers.cbegin();
  for (auto* part : {&first, &first_bias, &second, &second_bias})
    for (float& x : *part) x = *at++;
  return {};
}

Result<> SmallNet::save(const std::filesystem::path& file, std::string_view magic) const {
  std::vector<float> numbers;
  for (const auto* part : {&first, &first_bias, &second, &second_bias})
    numbers.insert(numbers.end(), part->begin(), part->end());
  return write_half_floats(file, magic, numbers);
}

}  // namespace ward::vision
