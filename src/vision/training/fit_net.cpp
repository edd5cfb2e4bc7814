#include "vision/training/fit_net.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <opencv2/core.hpp>
#include <random>
#include <span>

namespace ward::vision::training {

namespace {

// One array of weights as a matrix, with its gradient and Adam's two running means.
class Weights {
 public:
  Weights(std::vector<float>& values, std::size_t rows)
      : values_(values),
        matrix(static_cast<int>(rows), static_cast<int>(values.size() / rows), CV_32F, values.data()),
        gradient(cv::Mat::zeros(matrix.size(), CV_32F)),
        mean_(values.size()),
        square_(values.size()) {}

  void step(float rate, float decay, int t) {
    constexpr float keep_mean = 0.9F, keep_square = 0.999F, tiny = 1e-8F;
    const float mean_scale = 1 / (1 - std::pow(keep_mean, static_cast<float>(t)));
    const float square_scale = 1 / (1 - std::pow(keep_square, static_cast<float>(t)));
    const auto* g = gradient.ptr<float>();
    for (std::size_t i = 0; i < values_.size(); ++i) {
      mean_[i] = keep_mean * mean_[i] + (1 - keep_mean) * g[i];
      square_[i] = keep_square * square_[i] + (1 - keep_square) * g[i] * g[i];
      values_[i] -= rate * (mean_[i] * mean_scale / (std::sqrt(square_[i] * square_scale) + tiny) + decay * values_[i]);
    }
  }

 private:
  std::vector<float>& values_;

 public:
  cv::Mat matrix, gradient;

 private:
  std::vector<float> mean_, square_;
};

// A batch is one matrix, an example a row: products of matrices are many times as fast as one example after the other.
class Fitter {
 public:
  Fitter(SmallNet& net, const FitOptions& options)
      : options_(options),
        order_(options.seed),
        random_(options.seed),
        first_(net.first, net.hidden),
        first_bias_(net.first_bias, 1),
        second_(net.second, net.outputs),
        second_bias_(net.second_bias, 1) {
    for (const Weights* w : {&first_, &second_}) {  // He et al., ICCV 2015
      cv::Mat start = w->matrix;
      random_.fill(start, cv::RNG::NORMAL, 0, std::sqrt(2.0 / w->matrix.cols));
    }
  }

  double epoch(const std::vector<Example>& examples, int number) {
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::shuffle(order, order_);
    double loss = 0;
    for (std::size_t at = 0; at < order.size(); at += options_.batch) {
      const std::size_t end = std::min(at + options_.batch, order.size());
      loss += learn(examples, std::span(order).subspan(at, end - at));
      const double done = (number + static_cast<double>(at) / static_cast<double>(order.size())) / options_.epochs;
      step(options_.rate * static_cast<float>(0.5 * (1 + std::cos(std::numbers::pi * done))));
    }
    return loss / static_cast<double>(examples.size());
  }

 private:
  // Sets the gradients of one batch; its summed loss.
  double learn(const std::vector<Example>& examples, std::span<const std::size_t> batch) {
    const cv::Mat input = noisy(examples, batch);
    const cv::Mat kept = kept_units(input.rows);
    cv::Mat units = cv::max(product(input, first_, first_bias_), 0).mul(kept);
    cv::Mat out = product(units, second_, second_bias_);
    double loss = 0;
    for (int i = 0; i < out.rows; ++i) {
      const Example& example = examples[batch[static_cast<std::size_t>(i)]];
      const std::span<float> row(out.ptr<float>(i), static_cast<std::size_t>(out.cols));
      softmax(row);
      loss -= std::log(std::max(1e-9F, row[example.label])) * example.weight;
      row[example.label] -= 1;
      for (float& x : row) x *= example.weight / static_cast<float>(batch.size());
    }
    back(input, units, out, kept);
    return loss;
  }

  // The inputs of a batch with noise added.
  cv::Mat noisy(const std::vector<Example>& examples, std::span<const std::size_t> batch) {
    cv::Mat input(static_cast<int>(batch.size()), first_.matrix.cols, CV_32F);
    random_.fill(input, cv::RNG::NORMAL, 0, options_.input_noise);
    for (int i = 0; i < input.rows; ++i) {
      const auto& from = examples[batch[static_cast<std::size_t>(i)]].input;
      std::transform(from.begin(), from.end(), input.ptr<float>(i), input.ptr<float>(i), std::plus{});
    }
    return input;
  }

  // Zero where a hidden unit is dropped, and else what makes up for those that are.
  cv::Mat kept_units(int rows) {
    cv::Mat kept(rows, first_.matrix.rows, CV_32F);
    random_.fill(kept, cv::RNG::UNIFORM, 0, 1);
    for (float& x : cv::Mat_<float>(kept)) x = x < options_.dropout ? 0 : 1 / (1 - options_.dropout);
    return kept;
  }

  static cv::Mat product(const cv::Mat& rows, const Weights& weights, const Weights& bias) {
    cv::Mat out;
    cv::gemm(rows, weights.matrix, 1, cv::repeat(bias.matrix, rows.rows, 1), 1, out, cv::GEMM_2_T);
    return out;
  }

  void back(const cv::Mat& input, const cv::Mat& units, const cv::Mat& error, const cv::Mat& kept) {
    cv::gemm(error, units, 1, {}, 0, second_.gradient, cv::GEMM_1_T);
    cv::reduce(error, second_bias_.gradient, 0, cv::REDUCE_SUM);
    cv::Mat down = (error * second_.matrix).mul(kept);
    down.setTo(0, units <= 0);
    cv::gemm(down, input, 1, {}, 0, first_.gradient, cv::GEMM_1_T);
    cv::reduce(down, first_bias_.gradient, 0, cv::REDUCE_SUM);
  }

  void step(float rate) {
    ++steps_;
    first_.step(rate, options_.decay, steps_);
    first_bias_.step(rate, 0, steps_);
    second_.step(rate, options_.decay, steps_);
    second_bias_.step(rate, 0, steps_);
  }

  const FitOptions& options_;
  std::mt19937 order_;
  cv::RNG random_;
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
