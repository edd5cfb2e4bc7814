#include "vision/training/fit_discriminant.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <opencv2/core.hpp>

namespace ward::vision::training {

namespace {

constexpr int inputs = std::tuple_size_v<Embedding>;

struct Scatter {
  cv::Mat within, between, mean;  // inputs x inputs, inputs x inputs, 1 x inputs; CV_64F
  std::size_t people = 0;
};

cv::Mat as_row(const Embedding& embedding) {
  cv::Mat row;
  cv::Mat(1, inputs, CV_32F, const_cast<float*>(embedding.data())).convertTo(row, CV_64F);
  return row;
}

Scatter scatter_of(std::span<const PersonFace> faces) {
  std::map<std::size_t, std::vector<std::size_t>> by_person;
  for (std::size_t i = 0; i < faces.size(); ++i) by_person[faces[i].person].push_back(i);
  cv::Mat deviations(static_cast<int>(faces.size()), inputs, CV_64F);
  cv::Mat centres(static_cast<int>(by_person.size()), inputs, CV_64F);
  int row = 0, person = 0;
  for (const auto& [_, members] : by_person) {
    cv::Mat centre = cv::Mat::zeros(1, inputs, CV_64F);
    for (const std::size_t i : members) centre += as_row(faces[i].embedding);
    centre /= static_cast<double>(members.size());
    for (const std::size_t i : members) {
      cv::Mat deviation = as_row(faces[i].embedding) - centre;
      deviation.copyTo(deviations.row(row++));
    }
    centre.copyTo(centres.row(person++));
  }
  Scatter scatter;
  scatter.people = by_person.size();
  cv::reduce(centres, scatter.mean, 0, cv::REDUCE_AVG);
  for (int i = 0; i < centres.rows; ++i) centres.row(i) -= scatter.mean;
  cv::mulTransposed(deviations, scatter.within, true, cv::noArray(), 1.0 / deviations.rows);
  cv::mulTransposed(centres, scatter.between, true, cv::noArray(), 1.0 / centres.rows);
  return scatter;
}

// W with W' W = matrix^-1 for a symmetric, positive definite matrix, by its Cholesky factor.
cv::Mat whitening(cv::Mat matrix) {
  cv::Mat inverse = cv::Mat::eye(matrix.size(), CV_64F);
  cv::Mat lower = cv::Mat::zeros(matrix.size(), CV_64F);
  for (int i = 0; i < matrix.rows; ++i)
    for (int j = 0; j <= i; ++j) {
      double sum = matrix.at<double>(i, j);
      for (int k = 0; k < j; ++k) sum -= lower.at<double>(i, k) * lower.at<double>(j, k);
      lower.at<double>(i, j) = i == j ? std::sqrt(sum) : sum / lower.at<double>(j, j);
    }
  for (int column = 0; column < matrix.cols; ++column)  // forward substitution
    for (int i = column; i < matrix.rows; ++i) {
      double sum = i == column ? 1 : 0;
      for (int k = column; k < i; ++k) sum -= lower.at<double>(i, k) * inverse.at<double>(k, column);
      inverse.at<double>(i, column) = sum / lower.at<double>(i, i);
    }
  return inverse;
}

}  // namespace

Result<Discriminant> fit_discriminant(std::span<const PersonFace> faces, double shrinkage) {
  const Scatter scatter = scatter_of(faces);
  if (scatter.people <= Discriminant::dims)
    return fail(ErrorKind::invalid, "training.too_little",
                {fmt::format("The discriminant needs faces of more than {} people; there are {}.", Discriminant::dims,
                             scatter.people),
                 fmt::format("判别投影需要超过 {} 人的人脸，目前只有 {} 人。", Discriminant::dims, scatter.people)},
                "data");
  const double spread = cv::trace(scatter.within)[0] / inputs;
  const cv::Mat within = scatter.within * (1 - shrinkage) + cv::Mat::eye(inputs, inputs, CV_64F) * (shrinkage * spread);
  const cv::Mat whiten = whitening(within);
  cv::Mat values, vectors;  // by falling eigenvalue, one a row
  cv::eigen(whiten * scatter.between * whiten.t(), values, vectors);
  cv::Mat projection;
  cv::Mat(vectors.rowRange(0, Discriminant::dims) * whiten * std::sqrt(spread)).convertTo(projection, CV_32F);
  Embedding mean;
  for (int i = 0; i < inputs; ++i)
    mean[static_cast<std::size_t>(i)] = static_cast<float>(scatter.mean.at<double>(0, i));
  return Discriminant(mean, std::vector<float>(projection.begin<float>(), projection.end<float>()));
}

}  // namespace ward::vision::training
