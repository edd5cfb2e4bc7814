#include "vision/alignment.h"

#include <complex>
#include <opencv2/imgproc.hpp>

namespace ward::vision {

namespace {

using Point = std::complex<double>;

// Right eye, left eye (of the person), nose tip, right and left corner of the mouth in the aligned face.
constexpr std::array<Point, 5> reference{Point{38.2946, 51.6963}, Point{73.5318, 51.5014}, Point{56.0252, 71.7366},
                                         Point{41.5493, 92.3655}, Point{70.7299, 92.2041}};

Point mean(const Landmarks& landmarks, std::initializer_list<std::size_t> indices) {
  Point sum;
  for (const std::size_t i : indices) sum += Point(landmarks[i].x, landmarks[i].y);
  return sum / double(indices.size());
}

std::array<Point, 5> five_points(const Landmarks& l) {
  // The lids, not the corners, give the centre of an eye, as in the package that ships the embedder.
  return {mean(l, {37, 38, 40, 41}), mean(l, {43, 44, 46, 47}), mean(l, {30}), mean(l, {48, 60}), mean(l, {54, 64})};
}

}  // namespace

cv::Mat alignment(const Landmarks& landmarks) {
  // In the complex plane a similarity is w = a z + b; its least squares are those of a line.
  const auto from = five_points(landmarks);
  Point from_mean, to_mean;
  for (std::size_t i = 0; i < from.size(); ++i) from_mean += from[i] / 5.0, to_mean += reference[i] / 5.0;
  Point covariance;
  double variance = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    covariance += (reference[i] - to_mean) * std::conj(from[i] - from_mean);
    variance += std::norm(from[i] - from_mean);
  }
  const Point a = variance > 0 ? covariance / variance : Point{};
  const Point b = to_mean - a * from_mean;
  return (cv::Mat_<double>(2, 3) << a.real(), -a.imag(), b.real(), a.imag(), a.real(), b.imag());
}

cv::Mat align(const cv::Mat& bgr, const Landmarks& landmarks) {
  cv::Mat aligned;
  cv::warpAffine(bgr, aligned, alignment(landmarks), {aligned_size, aligned_size});
  return aligned;
}

}  // namespace ward::vision
