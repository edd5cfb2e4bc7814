#include "gate/simulation/stage.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "vision/draw_code.h"
#include "vision/enroll.h"

namespace ward::gate {

namespace {

std::unexpected<Error> unreadable(const std::filesystem::path& file) {
  return fail(ErrorKind::not_found, "scenario.file",
              {"The scenario's file " + file.string() + " cannot be read.", "无法读取剧本文件 " + file.string() + "。"},
              file.filename().string());
}

// A wall that is a little brighter on the left, and a darker floor.
cv::Mat paint_wall(cv::Size size) {
  cv::Mat wall(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double light = 1 - 0.25 * x / size.width - (y > size.height * 0.86 ? 0.3 : 0);
      wall.at<cv::Vec3b>(y, x) = cv::Vec3b(cv::saturate_cast<uchar>(176 * light), cv::saturate_cast<uchar>(186 * light),
                                           cv::saturate_cast<uchar>(190 * light));
    }
  return wall;
}

double wave(double seconds, double hertz, double phase) {
  return std::sin(2 * std::numbers::pi * hertz * seconds + phase);
}

// How a standing person sways and a hand trembles: a few slow sines that never meet again soon.
struct Motion {
  double x, y, turn, scale;  // shares of the picture's width and height, degrees, factor
};
Motion sway(double seconds, double strength) {
  return {strength * (0.010 * wave(seconds, 0.31, 0) + 0.004 * wave(seconds, 0.83, 1)),
          strength * (0.008 * wave(seconds, 0.27, 2) + 0.003 * wave(seconds, 1.07, 0)),
          strength * (0.8 * wave(seconds, 0.23, 1) + 0.3 * wave(seconds, 0.71, 2)),
          1 + strength * 0.008 * wave(seconds, 0.25, 3)};
}

// Around the centre of the picture.
cv::Matx33d around_centre(const Motion& m, cv::Size size, double scale) {
  const cv::Mat turn = cv::getRotationMatrix2D(cv::Point2f(size) / 2, m.turn, m.scale * scale);
  cv::Matx33d moved = cv::Matx33d::eye();
  for (int r = 0; r < 2; ++r)
    for (int c = 0; c < 3; ++c) moved(r, c) = turn.at<double>(r, c);
  moved(0, 2) += m.x * size.width;
  moved(1, 2) += m.y * size.height;
  return moved;
}

cv::Point2f map(const cv::Matx33d& h, cv::Point2f p) {
  const cv::Vec3d q = h * cv::Vec3d(p.x, p.y, 1);
  return {static_cast<float>(q[0] / q[2]), static_cast<float>(q[1] / q[2])};
}

StagedFace map(const cv::Matx33d& h, const StagedFace& face) {
  StagedFace moved = face;
  for (auto& p : moved.landmarks) p = map(h, p);
  const auto& b = face.box;
  const std::vector<cv::Point2f> corners{map(h, b.tl()), map(h, {b.br().x, b.y}), map(h, b.br()),
                                         map(h, {b.x, b.br().y})};
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  moved.box = {left, top, right - left, bottom - top};
  return moved;
}

StagedPicture moved(const cv::Mat& picture, const std::vector<StagedFace>& faces, const cv::Matx33d& h,
                    cv::Mat background, int border) {
  StagedPicture out{std::move(background), {}};
  cv::warpPerspective(picture, out.bgr, h, out.bgr.size(), cv::INTER_LINEAR, border);
  for (const auto& face : faces) out.faces.push_back(map(h, face));
  return out;
}

}  // namespace

// A clip that is played forward; going back opens it again at the place.
struct Stage::Clip {
  cv::VideoCapture capture;
  double rate = 25;
  std::int64_t at = -1;  // number of the frame in `picture`
  cv::Mat picture;
  std::map<std::string, std::vector<StagedFace>> faces;  // by frame, crop: found once

  bool show(std::int64_t frame) {
    if (frame < at || frame > at + 50) {
      if (!capture.set(cv::CAP_PROP_POS_FRAMES, static_cast<double>(frame))) return false;
      at = frame - 1;
    }
    while (at < frame) {
      if (!capture.read(picture)) {
        at = std::numeric_limits<std::int64_t>::max();  // the next call seeks
        return false;
      }
      ++at;
    }
    return true;
  }
};

Stage::Stage(const Scenario& scenario, vision::FaceReader& reader)
    : scenario_(scenario), reader_(reader), wall_(paint_wall(scenario.size)) {
  // A tile of noise larger than the picture: a new corner of it for every frame.
  noise_.create(scenario.size.height + 64, scenario.size.width + 64, CV_8SC3);
  cv::RNG random(20260302);
  random.fill(noise_, cv::RNG::NORMAL, 0, 2.5);
}
Stage::~Stage() = default;

Result<StagedPicture> Stage::paint(const Scene& scene, double seconds, std::uint64_t beat) {
  const auto cast = [&]() -> Result<StagedPicture> {
    switch (scene.cast) {
      case Cast::nobody:
        return StagedPicture{wall_.clone(), {}};
      case Cast::clip:
        return clip(scene, seconds);
      case Cast::portrait:
        return portrait(scene, seconds);
      case Cast::print:
        return print(scene, seconds);
    }
    std::unreachable();
  };
  WARD_TRY(picture, cast());
  put_on_mask(scene, picture);
  hold_up_pass(scene, seconds, picture);
  if (scene.cast != Cast::clip) add_noise(picture.bgr, beat);
  return picture;
}

Result<StagedPicture> Stage::clip(const Scene& scene, double seconds) {
  auto& clip = clips_[scene.file.string()];
  if (!clip) {
    clip = std::make_unique<Clip>();
    if (!clip->capture.open(scene.file.string())) return unreadable(scene.file);
    if (const double rate = clip->capture.get(cv::CAP_PROP_FPS); rate > 0) clip->rate = rate;
  }
  const auto frame = static_cast<std::int64_t>(std::floor((scene.from + seconds) * clip->rate));
  if (!clip->show(frame))
    return fail(ErrorKind::invalid, "scenario.clip_over",
                {fmt::format("The clip {} is over before its scene is.", scene.file.string()),
                 fmt::format("视频 {} 比场景短。", scene.file.string())},
                scene.file.filename().string());
  StagedPicture out{fit(clip->picture, scene.crop), {}};
  const std::string key =
      fmt::format("{} {} {} {} {}", frame, scene.crop.x, scene.crop.y, scene.crop.width, scene.crop.height);
  const auto known = clip->faces.find(key);
  out.faces = known != clip->faces.end() ? known->second : clip->faces.emplace(key, find_faces(out.bgr)).first->second;
  return out;
}

Result<StagedPicture> Stage::portrait(const Scene& scene, double seconds) {
  WARD_TRY(shown, still(scene));
  const cv::Matx33d h = around_centre(sway(seconds, 1), scenario_.size, 1.03);
  return moved(shown->bgr, shown->faces, h, wall_.clone(), cv::BORDER_REPLICATE);
}

// A sheet with a white margin before the wall; whoever holds it stands outside the picture.
Result<StagedPicture> Stage::print(const Scene& scene, double seconds) {
  WARD_TRY(shown, still(scene));
  const cv::Size size = scenario_.size;
  const int margin = size.height / 14;
  cv::Mat sheet;
  cv::copyMakeBorder(shown->bgr, sheet, margin, margin, margin, margin, cv::BORDER_CONSTANT, cv::Scalar::all(238));
  sheet.convertTo(sheet, -1, 0.9, 8);  // ink is duller than a screen
  cv::Matx33d h = around_centre(sway(seconds, 2.2), size, 0.78) * cv::Matx33d(1, 0, -margin, 0, 1, -margin, 0, 0, 1);
  h(2, 0) = 6e-5 * wave(seconds, 0.37, 0);  // tilted a little, to and fro
  h(2, 1) = 4e-5 * wave(seconds, 0.29, 1);
  const cv::Matx33d from_still = h * cv::Matx33d(1, 0, margin, 0, 1, margin, 0, 0, 1);
  StagedPicture out{wall_.clone(), {}};
  cv::warpPerspective(sheet, out.bgr, h, size, cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
  for (const auto& face : shown->faces) out.faces.push_back(map(from_still, face));
  return out;
}

Result<const Stage::Still*> Stage::still(const Scene& scene) {
  const std::string key = fmt::format("{} {} {} {} {}", scene.file.string(), scene.crop.x, scene.crop.y,
                                      scene.crop.width, scene.crop.height);
  if (const auto known = stills_.find(key); known != stills_.end()) return &known->second;
  const cv::Mat picture = cv::imread(scene.file.string(), cv::IMREAD_COLOR);
  if (picture.empty()) return unreadable(scene.file);
  Still still{fit(picture, scene.crop), {}};
  still.faces = find_faces(still.bgr);
  return &stills_.emplace(key, std::move(still)).first->second;
}

// The part of the picture, scaled so that it fills the frame; what is too much on two sides is cut off.
cv::Mat Stage::fit(const cv::Mat& picture, const cv::Rect2d& crop) const {
  const cv::Rect whole(0, 0, picture.cols, picture.rows);
  cv::Rect part(cvRound(crop.x * picture.cols), cvRound(crop.y * picture.rows), cvRound(crop.width * picture.cols),
                cvRound(crop.height * picture.rows));
  part &= whole;
  const double aspect = static_cast<double>(scenario_.size.width) / scenario_.size.height;
  const cv::Size kept(std::min(part.width, cvRound(part.height * aspect)),
                      std::min(part.height, cvRound(part.width / aspect)));
  part += (cv::Point(part.width, part.height) - cv::Point(kept)) / 2;
  const cv::Mat cut = picture({part.tl(), kept});
  cv::Mat fitted;
  cv::resize(cut, fitted, scenario_.size, 0, 0, kept.width > scenario_.size.width ? cv::INTER_AREA : cv::INTER_LINEAR);
  return fitted;
}

std::vector<StagedFace> Stage::find_faces(const cv::Mat& bgr) {
  std::vector<StagedFace> faces;
  for (const vision::Face& face : reader_.detect(bgr)) faces.push_back({face.box, reader_.glance(bgr, face).landmarks});
  return faces;
}

// In a hand below the face, at the left, a little turned.
void Stage::hold_up_pass(const Scene& scene, double seconds, StagedPicture& picture) const {
  if (scene.pass.empty()) return;
  const int width = picture.bgr.cols / 4;
  cv::Mat code;
  cv::cvtColor(vision::draw_code(scene.pass, width), code, cv::COLOR_GRAY2BGR);
  const cv::Point2d corner(picture.bgr.cols * 0.02, picture.bgr.rows - width * 1.1);
  const Motion hand = sway(seconds, 1.2);
  cv::Matx33d h = around_centre({hand.x, hand.y, hand.turn, 1}, code.size(), 1);
  h(0, 2) += corner.x;
  h(1, 2) += corner.y;
  cv::warpPerspective(code, picture.bgr, h, picture.bgr.size(), cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
}

void Stage::put_on_mask(const Scene& scene, StagedPicture& picture) const {
  if (scene.mask == ScriptedMask::none) return;
  for (const auto& face : picture.faces)
    picture.bgr =
        vision::draw_mask(picture.bgr, face.landmarks, scene.mask_style, scene.mask == ScriptedMask::nose_out);
}

void Stage::add_noise(cv::Mat& bgr, std::uint64_t beat) const {
  cv::RNG random(beat + 1);
  const cv::Rect corner(random.uniform(0, 64), random.uniform(0, 64), bgr.cols, bgr.rows);
  cv::add(bgr, noise_(corner), bgr, cv::noArray(), CV_8U);
}

Result<> Stage::check() {
  for (const Scene& scene : scenario_.scenes) {
    WARD_CHECK(paint(scene, 0, 0));
    WARD_CHECK(paint(scene, std::max(0.0, scene.seconds - 1 / scenario_.frames_per_second), 0));
  }
  return {};
}

}  // namespace ward::gate
