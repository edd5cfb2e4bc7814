#include "vision/enroll.h"

#include <fmt/format.h>

#include <algorithm>

#include "vision/close_up.h"
#include "vision/embedder.h"

namespace ward::vision {

namespace {

// A portrait may show somebody far behind: a face less than half as high as the largest does not count.
constexpr float background_height = 0.5F;

std::unexpected<Error> refuse(std::string code, Text message) {
  return fail(ErrorKind::invalid, "face." + std::move(code), std::move(message), "image");
}

std::unexpected<Error> refuse(QualityFault fault, const Quality& quality, const QualityLimits& limits) {
  switch (fault) {
    case QualityFault::too_small:
      return refuse(
          "too_small",
          {fmt::format("The face is {:.0f} pixels high; {:.0f} are needed. Come closer or send a larger picture.",
                       quality.height_px, limits.min_height_px),
           fmt::format("人脸高度为 {:.0f} 像素，至少需要 {:.0f} 像素。请靠近一些或上传更大的照片。", quality.height_px,
                       limits.min_height_px)});
    case QualityFault::cut_off:
      return refuse("cut_off", {"The face is cut off by the edge of the picture.", "人脸超出了照片边缘。"});
    case QualityFault::turned:
      return refuse("turned",
                    {"The face is turned away. Look straight into the camera.", "人脸偏转过大，请正对镜头。"});
    case QualityFault::blurred:
      return refuse("blurred", {"The face is blurred. Hold still and try again.", "人脸模糊，请保持不动后重试。"});
    case QualityFault::too_dark:
      return refuse("too_dark", {"The face is too dark. Find more light.", "人脸过暗，请增加光线。"});
    case QualityFault::too_bright:
      return refuse("too_bright", {"The face is too bright. Avoid strong light.", "人脸过亮，请避开强光。"});
    case QualityFault::eyes_closed:
      break;
  }
  return refuse("eyes_closed", {"The eyes are closed. Open both eyes.", "眼睛闭合，请睁开双眼。"});
}

// Whether `other` is somebody beside the largest face. Of a face that fills its picture the detector also finds halves:
// what lies mostly within the largest box is a part of it.
bool is_second(const Face& largest, const Face& other) {
  return other.box.height >= background_height * largest.box.height &&
         (other.box & largest.box).area() < other.box.area() / 2;
}

// The only face of a portrait.
Result<Face> single_face(const std::vector<Face>& faces) {
  if (faces.empty()) return refuse("none", {"There is no face in the picture.", "照片中没有人脸。"});
  if (std::ranges::any_of(faces, [&](const Face& other) { return is_second(faces[0], other); }))
    return refuse("several", {"There is more than one face in the picture. Send a portrait of one person.",
                              "照片中有多张人脸，请上传单人照片。"});
  return faces[0];
}

}  // namespace

// The plain template is half way between the face and its mirror image: nearer to the same person's other pictures, and
// no nearer to a stranger's (docs/design/vision.md). Under masks that gained nothing.
// Masked faces are read as a camera would: the points are found again on the masked picture. The bare face counts as
// one of them: on real masks (MFR2) that accepts more of the right people than drawn masks alone.
Template template_of(FaceReader& reader, const cv::Mat& bgr, const FaceReading& reading) {
  Embedding sum = reader.embed(bgr, reading.landmarks);
  Template face{mean_direction(sum, reader.embed_mirrored(bgr, reading.landmarks)), {}};
  for (int style = 0; style < mask_styles; ++style) {
    const cv::Mat masked = draw_mask(bgr, reading.landmarks, style);
    const Embedding one = reader.embed(masked, reader.glance(masked, reading.face).landmarks);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += one[i];
  }
  face.masked = normalized(sum);
  return face;
}

Result<Enrollment> enroll(FaceReader& reader, const cv::Mat& bgr) {
  const auto detect = [&](const cv::Mat& picture) { return reader.detect(picture); };
  WARD_TRY(face, single_face(detect_close_up(detect, bgr)));
  FaceReading reading = reader.glance(bgr, face);
  const Quality& quality = reading.quality;
  if (quality.fault) return refuse(*quality.fault, quality, reader.limits());
  // Asked for here even when the reader's own limits do not.
  if (quality.eyes_open < reader.limits().min_eyes_open)
    return refuse(QualityFault::eyes_closed, quality, reader.limits());
  reader.read(bgr, reading);
  if (reading.mask.state == MaskState::worn || reading.mask.state == MaskState::badly_worn)
    return refuse("masked", {"The face wears a mask. Take it off for the picture.", "人脸戴着口罩，拍照时请摘下。"});
  Template made = template_of(reader, bgr, reading);
  return Enrollment{std::move(made), std::move(reading)};
}

}  // namespace ward::vision
