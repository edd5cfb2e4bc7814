#include "vision/embedder.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vision/alignment.h"

namespace ward::vision {

Result<Embedder> Embedder::open(const std::filesystem::path& models) {
  WARD_TRY(network,
           Network::open(models, "fr_feature.onnx", 3, {aligned_size, aligned_size}, {std::tuple_size_v<Embedding>}));
  return Embedder(std::move(network));
}

Embedding Embedder::embed(const cv::Mat& aligned) {
  // BGR as it comes: with RGB, as the package feeds it, LFW falls from 99.4 to 99.2 %.
  const auto outputs = network_.run(cv::dnn::blobFromImage(aligned, 1 / 128.0, {}, cv::Scalar::all(127.5)));
  Embedding embedding;
  std::copy_n(outputs[0].ptr<float>(), embedding.size(), embedding.begin());
  return normalized(embedding);
}

Embedding Embedder::embed_mirrored(const cv::Mat& aligned) {
  cv::Mat mirrored;
  cv::flip(aligned, mirrored, 1);
  return embed(mirrored);
}

Embedding normalized(const Embedding& vector) {
  const float length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
  Embedding unit = vector;
  if (length > 0)
    for (float& x : unit) x /= length;
  return unit;
}

Embedding mean_direction(const Embedding& a, const Embedding& b) {
  Embedding sum = a;
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += b[i];
  return normalized(sum);
}

}  // namespace ward::vision
