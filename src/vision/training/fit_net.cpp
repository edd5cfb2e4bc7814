#include "vision/training/fit_net.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace ward::vision::training {

namespace {

// One array of weights with its gradient and Adam's two running means.
class Weights {
 public:
  explicit Weights(std::vector<float>& values)
      : values_(values), gradient(values.size()), mean_(values.size()), square_(values.size()) {}

  void step(float rate, float decay, int t) {
    constexpr float keep_mean = 0.9F, keep_square = 0.999F, tiny = 1e-8F;
    const float mean_scale = 1 / (1 - std::pow(keep_mean, static_cast<float>(t)));
    const float square_scale = 1 / (1 - std::pow(keep_square, static_cast<float>(t)));
    for (std::size_t i = 0; i < values_.size(); ++i) {
      mean_[i] = keep_mean * mean_[i] + (1 - keep_mean) * gradient[i];
      square_[i] = keep_square * square_[i] + (1 - keep_square) * gradient[i] * gradient[i];
      values_[i] -= rate * (mean_[i] * mean_scale / (std::sqrt(square_[i] * square_scale) + tiny) + decay * values_[i]);
      gradient[i] = 0;
    }
  }

 private:
  std::vector<float>& values_;

 public:
  std::vector<float> gradient;

 private:
  std::vector<float> mean_, square_;
};

class Fitter {
 public:
  Fitter(SmallNet& net, const FitOptions& options)
      : net_(net),
        options_(options),
        random_(options.seed),
        first_(net.first),
        first_bias_(net.first_bias),
        second_(net.second),
        second_bias_(net.second_bias) {
    const auto start = [&](std::vector<float>& weights, std::size_t inputs) {  // He et al., ICCV 2015
      std::normal_distribution<float> normal(0, std::sqrt(2.0F / static_cast<float>(inputs)));
      for (float& w : weights) w = normal(random_);
    };
    start(net_.first, net_.inputs);
    start(net_.second, net_.hidden);
  }

  double epoch(const std::vector<Example>& examples, int number) {
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::shuffle(order, random_);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += options_.batch) {
      const std::size_t end = std::min(at + options_.batch, order.size());
      for (std::size_t i = at; i < end; ++i) loss += learn(examples[order[i]], 1.0F / static_cast<float>(end - at));
      const double done = (number + static_cast<double>(at) / static_cast<double>(order.size())) / options_.epochs;
      step(options_.rate * static_cast<float>(0.5 * (1 + std::cos(std::numbers::pi * done))));
    }
    return loss / static_cast<double>(examples.size());
  }

 private:
  // Adds the gradient of one example's loss.
  double learn(const Example& example, float share) {
    std::vector<float> input = example.input;
    for (float& x : input) x += options_.input_noise * normal_(random_);
    std::vector<float> units(net_.hidden), out(net_.second_bias);
    for (std::size_t h = 0; h < net_.hidden; ++h) {
      if (uniform_(random_) < options_.dropout) continue;
      const float* w = net_.first.data() + h * net_.inputs;
      float sum = net_.first_bias[h];
      for (std::size_t i = 0; i < net_.inputs; ++i) sum += w[i] * input[i];
      units[h] = std::max(0.0F, sum) / (1 - options_.dropout);
      for (std::size_t o = 0; o < net_.outputs; ++o) out[o] += net_.second[o * net_.hidden + h] * units[h];
    }
    softmax(out);
    const double loss = -std::log(std::max(1e-9F, out[example.label])) * example.weight;
    for (std::size_t o = 0; o < net_.outputs; ++o)
      out[o] = (out[o] - (o == example.label ? 1.0F : 0.0F)) * example.weight * share;
    back(input, units, out);
    return loss;
  }

  void back(const std::vector<float>& input, const std::vector<float>& units, const std::vector<float>& error) {
    for (std::size_t o = 0; o < net_.outputs; ++o) second_bias_.gradient[o] += error[o];
    for (std::size_t h = 0; h < net_.hidden; ++h) {
      if (units[h] <= 0) continue;
      float down = 0;
      for (std::size_t o = 0; o < net_.outputs; ++o) {
        second_.gradient[o * net_.hidden + h] += error[o] * units[h];
        down += error[o] * net_.second[o * net_.hidden + h];
      }
      down /= 1 - options_.dropout;
      first_bias_.gradient[h] += down;
      float* g = first_.gradient.data() + h * net_.inputs;
      for (std::size_t i = 0; i < net_.inputs; ++i) g[i] += down * input[i];
    }
  }

  void step(float rate) {
    ++steps_;
    first_.step(rate, options_.decay, steps_);
    first_bias_.step(rate, 0, steps_);
    second_.step(rate, options_.decay, steps_);
    second_bias_.step(rate, 0, steps_);
  }

  SmallNet& net_;
  const FitOptions& options_;
  std::mt19937 random_;
  std::normal_distribution<float> normal_{0, 1};
  std::uniform_real_distribution<float> uniform_{0, 1};
  Weights first_, first_bias_, second_, second_bias_;
  int steps_ = 0;
};

}  // namespace

void fit(SmallNet& net, const std::vector<Example>& examples, const FitOptions& options,
         const std::function<void(int, double)>& progress) {
  assert(!examples.empty());
  Fitter fitter(net, options);
  for (int epoch = 0; epoch < options.epochs; ++epoch) progress(epoch + 1, fitter.epoch(examples, epoch));
}

}  // namespace ward::vision::training
