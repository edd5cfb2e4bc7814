// One ONNX network on OpenCV's dnn module, on the CPU.
//
// How many threads a run takes is the process's choice, made once by cv::setNumThreads (a gate says 1: its stages are
// threads already); a Network changes no global setting.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <opencv2/dnn.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::vision {

class Network {
 public:
  // Loads `file` (found by find_model) and runs it once on zeros of `input` (channels x size), which also reserves its
  // memory. `outputs` are the lengths of its outputs, in any order: run() returns them in this order.
  // Errors: "model.missing"; "model.broken" when it cannot be read, or takes or gives something else.
  static Result<Network> open(const std::filesystem::path& models, std::string_view file, int channels, cv::Size input,
                              const std::vector<std::size_t>& outputs);

  // `blob` is 1xCxHxW, CV_32F. The matrices are continuous CV_32F and are overwritten by the next run.
  std::vector<cv::Mat> run(const cv::Mat& blob);

 private:
  cv::dnn::Net net_;
  std::vector<cv::String> names_;  // of the output layers
  std::string file_;
};

// How long this thread has been inside each network since it started, by file: for benchmarks.
const std::map<std::string, std::chrono::nanoseconds>& time_in_networks();

}  // namespace ward::vision
