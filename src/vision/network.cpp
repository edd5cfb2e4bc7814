#include "vision/network.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/paths.h"

namespace ward::vision {

namespace {

std::unexpected<Error> broken(std::string_view file, std::string_view detail) {
  return fail(ErrorKind::internal, "model.broken",
              {fmt::format("The model {} is damaged or of another kind ({}). Run ./do fetch.", file, detail),
               fmt::format("模型 {} 已损坏或不匹配（{}）。请运行 ./do fetch。", file, detail)},
              std::string(file));
}

using Times = std::map<std::string, std::chrono::nanoseconds>;

Times& times() {
  thread_local Times of_this_thread;
  return of_this_thread;
}

}  // namespace

const Times& time_in_networks() { return times(); }

Result<Network> Network::open(const std::filesystem::path& models, std::string_view file, int channels, cv::Size input,
                              const std::vector<std::size_t>& outputs) {
  WARD_TRY(path, find_model(models, file));
  try {
    Network network;
    network.file_ = file;
    network.net_ = cv::dnn::readNetFromONNX(path.string());
    network.net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    network.net_.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
    const auto given = network.net_.getUnconnectedOutLayersNames();
    network.names_ = given;
    const int shape[] = {1, channels, input.height, input.width};
    const auto trial = network.run(cv::Mat::zeros(4, shape, CV_32F));
    network.names_.clear();
    for (const std::size_t length : outputs) {
      const auto found = std::ranges::find(trial, length, [](const cv::Mat& output) { return output.total(); });
      if (found == trial.end()) return broken(file, fmt::format("no output of {} numbers", length));
      network.names_.push_back(given[std::size_t(found - trial.begin())]);
    }
    return network;
  } catch (const cv::Exception& e) {
    return broken(file, e.err);
  }
}

std::vector<cv::Mat> Network::run(const cv::Mat& blob) {
  const auto start = std::chrono::steady_clock::now();
  net_.setInput(blob);
  std::vector<cv::Mat> outputs;
  net_.forward(outputs, names_);
  times()[file_] += std::chrono::steady_clock::now() - start;
  return outputs;
}

}  // namespace ward::vision
