// For the tests: pictures that ./do fetch brings, and one reader for the whole program.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>
#include <vector>

#include "vision/face_reader.h"

namespace ward::vision::testing {

inline std::filesystem::path media(const std::string& name) {
  const auto path = std::filesystem::path(WARD_SOURCE_DIR) / "var/media" / name;
  if (!std::filesystem::exists(path)) throw std::runtime_error(path.string() + " is missing: run ./do fetch");
  return path;
}

inline std::filesystem::path models() { return std::filesystem::path(WARD_SOURCE_DIR) / "var/models"; }

inline cv::Mat picture(const std::string& name) { return cv::imread(media(name).string()); }

// Frame `number` (from 0) of a clip.
inline cv::Mat frame(const std::string& clip, int number) {
  cv::VideoCapture capture(media(clip).string());
  cv::Mat bgr;
  for (int i = 0; i <= number; ++i)
    if (!capture.read(bgr)) throw std::runtime_error(clip + " has no frame " + std::to_string(number));
  return bgr;
}

// Opening takes a second: the tests of the program share one.
inline FaceReader& reader() {
  static FaceReader shared = [] {
    auto opened = FaceReader::open(models());
    if (!opened) throw std::runtime_error(opened.error().message.en);
    return std::move(*opened);
  }();
  return shared;
}

inline float cosine(const Embedding& a, const Embedding& b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace ward::vision::testing
