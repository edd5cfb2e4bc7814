#include "vision/training/train_mask.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <set>

#include "vision/mask_model.h"
#include "vision/training/fit_net.h"

namespace ward::vision::training {

namespace {

constexpr float smallest_teacher = 16;  // pixels of height; a smaller face teaches nothing of a mask
constexpr int copies = 2;               // jittered ones of every labelled face
constexpr int rare_copies = 6;          // of badly worn masks

// How much a face counts: real badly worn masks are rare and must not be outvoted, drawn ones are many and easy.
float weight_of(const MaskFace& face) {
  const bool drawn = face.source == MaskSource::drawn;
  if (face.mask == MaskState::badly_worn) return drawn ? 1.0F : 8.0F;
  return drawn ? 0.5F : 1.0F;
}

int copies_of(const MaskFace& face) {
  if (face.source == MaskSource::drawn) return 0;
  return face.mask == MaskState::badly_worn ? rare_copies : copies;
}

// The aligned face as a worse detector, camera or light would give it.
cv::Mat jittered(const cv::Mat& aligned, cv::RNG& random) {
  cv::Mat move = cv::getRotationMatrix2D({56, 60}, random.uniform(-7.0, 7.0), random.uniform(0.9, 1.1));
  move.at<double>(0, 2) += random.uniform(-5.0, 5.0);
  move.at<double>(1, 2) += random.uniform(-5.0, 5.0);
  cv::Mat out;
  cv::warpAffine(aligned, out, move, aligned.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  if (random.uniform(0, 2) == 1) cv::flip(out, out, 1);
  out.convertTo(out, -1, random.uniform(0.75, 1.3), random.uniform(-15.0, 15.0));
  if (random.uniform(0, 3) == 0) cv::GaussianBlur(out, out, {}, random.uniform(0.6, 2.5));
  return out;
}

void add_examples(std::vector<Example>& out, const MaskFace& face, cv::RNG& random) {
  const auto label = static_cast<std::size_t>(face.mask);  // none, worn, badly_worn
  const float weight = weight_of(face);
  const int n = copies_of(face);
  out.push_back({mask_features(face.aligned, face.embedding), label, weight});
  for (int i = 0; i < n; ++i)
    out.push_back({mask_features(jittered(face.aligned, random), face.embedding), label,
                   weight * static_cast<float>(copies) / static_cast<float>(n)});
}

// A net of the drawn faces and of those real ones that `taught` says yes to.
SmallNet fit_mask(const MaskFaces& faces, const std::function<bool(const MaskFace&)>& taught,
                  const Progress& progress) {
  std::vector<Example> examples;
  cv::RNG random(2);
  for (const MaskFace& face : faces.real)
    if (face.height >= smallest_teacher && taught(face)) add_examples(examples, face, random);
  for (const MaskFace& face : faces.drawn) add_examples(examples, face, random);
  SmallNet net = make_mask_net();
  // With less noise the net is sure of what it never saw, and a suspicion of a badly worn mask is hardly ever felt.
  const FitOptions options{.epochs = 10, .dropout = 0.5F, .input_noise = 0.5F};
  fit(net, examples, options, [&](int epoch, double) {
    progress("fitting", static_cast<std::size_t>(epoch), static_cast<std::size_t>(options.epochs));
  });
  return net;
}

void judge(MaskFigures& figures, const SmallNet& net, const MaskFace& face) {
  figures.count(face, read_mask(net, face.aligned, face.embedding, face.height).state);
}

}  // namespace

std::size_t fold_of(std::string_view content_hash, std::size_t folds) {
  std::uint32_t number = 0;
  std::from_chars(content_hash.data(), content_hash.data() + std::min<std::size_t>(8, content_hash.size()), number, 16);
  return number % folds;
}

MaskTraining train_mask(const MaskFaces& faces, const Progress& progress) {
  const auto taught = [](const MaskFace& face) { return !held_out(face.picture); };
  MaskTraining result{
      .net = fit_mask(faces, taught, progress), .trained_on = {}, .faces = faces.drawn.size(), .held_out = {}};
  std::set<std::string> pictures;
  for (const MaskFace& face : faces.real) {
    if (!taught(face)) {
      judge(result.held_out, result.net, face);
      continue;
    }
    ++result.faces;
    pictures.insert(face.picture);
  }
  result.trained_on.assign(pictures.begin(), pictures.end());
  return result;
}

MaskFigures validate_mask(const MaskFaces& faces, std::size_t folds, const Progress& progress) {
  MaskFigures figures;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    progress("fold", fold, folds);
    const auto judged = [&](const MaskFace& face) { return fold_of(face.picture, folds) == fold; };
    const SmallNet net = fit_mask(faces, std::not_fn(judged), progress);
    for (const MaskFace& face : faces.real)
      if (judged(face)) judge(figures, net, face);
  }
  return figures;
}

}  // namespace ward::vision::training
