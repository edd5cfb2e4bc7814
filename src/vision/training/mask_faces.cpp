#include "vision/training/mask_faces.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "vision/enroll.h"

namespace ward::vision::training {

namespace {

constexpr std::size_t drawn_every = 3;  // of the pictures of LFW

MaskFace face_of(const Sample& sample, MaskSource source, MaskState mask, std::string picture = {}) {
  return {.source = source,
          .mask = mask,
          .picture = std::move(picture),
          .aligned = sample.aligned,
          .embedding = sample.embedding,
          .height = sample.face.box.height};
}

void add_portraits(std::vector<MaskFace>& faces, Sampler& sampler, const std::vector<MaskPicture>& pictures,
                   const Progress& progress) {
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    progress("masks4k", i, pictures.size());
    const auto found = sampler.largest(read_picture(pictures[i].file));
    if (!found) continue;
    const MaskState mask = pictures[i].masked ? MaskState::worn : MaskState::none;
    faces.push_back(face_of(*found, MaskSource::masks4k, mask, content_hash(pictures[i].file)));
  }
}

void add_scene(std::vector<MaskFace>& faces, Sampler& sampler, const Scene& scene) {
  const cv::Mat bgr = read_picture(scene.file);
  if (bgr.empty()) return;
  const std::vector<Face> found = sampler.detect(bgr);
  const std::string hash = content_hash(scene.file);
  for (const LabelledFace& labelled : scene.faces) {
    const auto match = matching(found, labelled.box);
    const Sample sample = sampler.sample(bgr, match.value_or(Face{labelled.box, 0}));
    faces.push_back(face_of(sample, MaskSource::facemask853, labelled.mask, hash));
    faces.back().labelled_height = labelled.box.height;
    faces.back().detected = match.has_value();
  }
}

// Masks come in every colour; the styles of enrolment know three.
std::optional<cv::Vec3f> some_colour(cv::RNG& random) {
  if (random.uniform(0, 3) == 0) return std::nullopt;
  const cv::Vec3b hsv(static_cast<std::uint8_t>(random.uniform(0, 180)),
                      static_cast<std::uint8_t>(random.uniform(40, 256)),
                      static_cast<std::uint8_t>(random.uniform(60, 256)));
  cv::Mat pixel(1, 1, CV_8UC3, cv::Scalar(hsv));
  cv::cvtColor(pixel, pixel, cv::COLOR_HSV2BGR);
  return cv::Vec3f(pixel.at<cv::Vec3b>(0, 0));
}

// Below the tip of the nose, down to a mask that hangs under the mouth.
float some_edge(cv::RNG& random) { return random.uniform(0.03F, 0.75F); }

// Draws on the faces of LFW. Half of the pictures are shrunk first, as badly worn masks are mostly seen on small faces.
class Drawing {
 public:
  explicit Drawing(Sampler& sampler) : sampler_(sampler) {}

  void add(std::vector<MaskFace>& faces, const cv::Mat& bgr) {
    const auto bare = sampler_.portrait(bgr);
    if (!bare) return;
    const float height = bare->face.box.height;
    scale_ = random_.uniform(0, 2) == 0 ? std::min(1.0F, random_.uniform(18.0F, 80.0F) / height) : 1;
    faces.push_back(seen(bgr, bare->face, MaskState::none));
    for (const bool nose_out : {false, true}) {
      const MaskLook look{.style = random_.uniform(0, mask_styles),
                          .nose_out = nose_out,
                          .edge = some_edge(random_),
                          .colour = some_colour(random_)};
      const cv::Mat drawn = draw_mask(bgr, bare->landmarks, look);
      faces.push_back(seen(drawn, bare->face, nose_out ? MaskState::badly_worn : MaskState::worn));
    }
  }

 private:
  // The face as a camera further away and a detector that is a little off would give it.
  MaskFace seen(const cv::Mat& bgr, Face face, MaskState mask) {
    cv::Mat small = bgr;
    if (scale_ < 1) cv::resize(bgr, small, {}, scale_, scale_, cv::INTER_AREA);
    const cv::Point2f shift(random_.uniform(-0.04F, 0.04F), random_.uniform(-0.04F, 0.04F));
    face.box += shift * face.box.height;
    face.box = {face.box.tl() * scale_, face.box.size() * scale_};
    return face_of(sampler_.sample(small, face), MaskSource::drawn, mask);
  }

  Sampler& sampler_;
  cv::RNG random_{1};
  float scale_ = 1;
};

void add_drawn(std::vector<MaskFace>& faces, Sampler& sampler, const Lfw& lfw, const Progress& progress) {
  Drawing drawing(sampler);
  for (std::size_t i = 0; i < lfw.pictures.size(); i += drawn_every) {
    progress("lfw", i, lfw.pictures.size());
    if (!held_out(lfw.pictures[i].person)) drawing.add(faces, read_picture(lfw.pictures[i].file));
  }
}

}  // namespace

Result<MaskFaces> read_mask_faces(Sampler& sampler, const std::filesystem::path& data, const Progress& progress) {
  WARD_TRY(pictures, read_masks4k(data / "masks4k"));
  WARD_TRY(scenes, read_facemask853(data / "facemask853"));
  WARD_TRY(lfw, read_lfw(data / "lfw"));
  MaskFaces faces;
  add_portraits(faces.real, sampler, pictures, progress);
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    progress("facemask853", i, scenes.size());
    add_scene(faces.real, sampler, scenes[i]);
  }
  add_drawn(faces.drawn, sampler, lfw, progress);
  if (faces.real.empty() || faces.drawn.empty())
    return fail(ErrorKind::invalid, "training.too_little",
                {"No face was found in the training pictures.", "训练图片中没有找到人脸。"}, "data");
  return faces;
}

}  // namespace ward::vision::training
