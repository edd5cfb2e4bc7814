#include "vision/training/train_mask.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "vision/enroll.h"
#include "vision/mask_model.h"
#include "vision/training/fit_net.h"

namespace ward::vision::training {

namespace {

constexpr float smallest_face = 16;     // pixels of height; less shows nothing of a mask
constexpr std::size_t drawn_every = 3;  // of the pictures of LFW
constexpr int copies = 2;               // jittered ones of every labelled face
constexpr int rare_copies = 6;          // of badly worn masks

struct Seen {
  cv::Mat aligned;
  Embedding embedding;
  MaskState mask;
  float weight;
  int copies;
};

struct Collection {
  std::vector<Seen> train, test;  // test: labelled faces of held-out pictures
  std::vector<std::string> trained_on;
};

// How much a face counts: real badly worn masks are rare and must not be outvoted, drawn ones are many and easy.
float weight_of(MaskState mask, bool drawn) {
  if (mask == MaskState::badly_worn) return drawn ? 1.0F : 8.0F;
  return drawn ? 0.5F : 1.0F;
}

Seen seen(const Sample& sample, MaskState mask, bool drawn) {
  const int n = drawn ? 0 : mask == MaskState::badly_worn ? rare_copies : copies;
  return {sample.aligned, sample.embedding, mask, weight_of(mask, drawn), n};
}

// Decides the side of a picture and notes its hash.
std::vector<Seen>& side(Collection& all, const std::filesystem::path& file) {
  const std::string hash = content_hash(file);
  if (held_out(hash)) return all.test;
  all.trained_on.push_back(hash);
  return all.train;
}

void add_masks4k(Collection& all, Sampler& sampler, const std::vector<MaskPicture>& pictures,
                 const Progress& progress) {
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    progress("masks4k", i, pictures.size());
    const cv::Mat bgr = read_picture(pictures[i].file);
    const auto found = sampler.largest(bgr);
    if (!found) continue;
    side(all, pictures[i].file).push_back(seen(*found, pictures[i].masked ? MaskState::worn : MaskState::none, false));
  }
}

void add_scenes(Collection& all, Sampler& sampler, const std::vector<Scene>& scenes, const Progress& progress) {
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    progress("facemask853", i, scenes.size());
    const cv::Mat bgr = read_picture(scenes[i].file);
    if (bgr.empty()) continue;
    const std::vector<Face> faces = sampler.detect(bgr);
    std::vector<Seen>& here = side(all, scenes[i].file);
    for (const LabelledFace& labelled : scenes[i].faces) {
      if (labelled.box.height < smallest_face) continue;
      if (const auto face = matching(faces, labelled.box))
        here.push_back(seen(sampler.sample(bgr, *face), labelled.mask, false));
      else if (&here == &all.train)  // what the detector missed still teaches
        here.push_back(seen(sampler.sample(bgr, {labelled.box, 0}), labelled.mask, false));
    }
  }
}

void add_drawn(Collection& all, Sampler& sampler, const Lfw& lfw, const Progress& progress) {
  cv::RNG random(1);
  for (std::size_t i = 0; i < lfw.pictures.size(); i += drawn_every) {
    progress("lfw", i, lfw.pictures.size());
    if (held_out(lfw.pictures[i].person)) continue;
    const cv::Mat bgr = read_picture(lfw.pictures[i].file);
    const auto bare = sampler.portrait(bgr);
    if (!bare) continue;
    const auto shift = [&] { return cv::Point2f(random.uniform(-0.04F, 0.04F), random.uniform(-0.04F, 0.04F)); };
    const int turn = static_cast<int>(i / drawn_every), style = turn % mask_styles;
    all.train.push_back(seen(*bare, MaskState::none, true));
    const bool nose_out = turn / mask_styles % 2 == 0;
    const MaskState mask = nose_out ? MaskState::badly_worn : MaskState::worn;
    all.train.push_back(seen(sampler.masked(bgr, *bare, style, nose_out, shift()), mask, true));
  }
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

std::vector<Example> examples(const std::vector<Seen>& faces) {
  std::vector<Example> out;
  cv::RNG random(2);
  for (const Seen& face : faces) {
    const auto label = static_cast<std::size_t>(face.mask);  // none, worn, badly_worn
    out.push_back({mask_features(face.aligned, face.embedding), label, face.weight});
    for (int i = 0; i < face.copies; ++i)
      out.push_back({mask_features(jittered(face.aligned, random), face.embedding), label,
                     face.weight * static_cast<float>(copies) / static_cast<float>(face.copies)});
  }
  return out;
}

}  // namespace

Result<MaskTraining> train_mask(Sampler& sampler, const std::filesystem::path& data, const Progress& progress) {
  WARD_TRY(pictures, read_masks4k(data / "masks4k"));
  WARD_TRY(scenes, read_facemask853(data / "facemask853"));
  WARD_TRY(lfw, read_lfw(data / "lfw"));
  Collection all;
  add_masks4k(all, sampler, pictures, progress);
  add_scenes(all, sampler, scenes, progress);
  add_drawn(all, sampler, lfw, progress);
  if (all.train.empty())
    return fail(ErrorKind::invalid, "training.too_little",
                {"No face was found in the training pictures.", "训练图片中没有找到人脸。"}, "data");

  MaskTraining result{.net = make_mask_net(), .trained_on = std::move(all.trained_on), .faces = all.train.size()};
  std::ranges::sort(result.trained_on);
  const FitOptions options;
  fit(result.net, examples(all.train), options, [&](int epoch, double) {
    progress("fitting", static_cast<std::size_t>(epoch), static_cast<std::size_t>(options.epochs));
  });
  for (const Seen& face : all.test) {
    const MaskState told = read_mask(result.net, face.aligned, face.embedding).state;
    ++result.held_out;
    if (told != MaskState::unsure && (told == MaskState::none) == (face.mask == MaskState::none))
      ++result.held_out_right;
  }
  return result;
}

}  // namespace ward::vision::training
