#include "thermal/paint.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "thermal/regions.h"

namespace ward::thermal {

namespace {

constexpr float gradient = 1.0F;       // °C from the bottom of the picture to its top
constexpr double blur_sigma_px = 0.5;  // the optics

struct Person {
  float core, room;
  float at(float cooling) const { return core - cooling * (core - room); }
};

cv::Point2f centre(const cv::Rect2f& r) { return {r.x + r.width / 2, r.y + r.height / 2}; }

cv::Mat paint_room(cv::Size size, float room) {
  cv::Mat celsius(size, CV_32FC1);
  for (int y = 0; y < size.height; ++y)
    celsius.row(y) = room + gradient * (0.5F - static_cast<float>(y) / static_cast<float>(size.height));
  return celsius;
}

// Every pixel within the ellipse becomes `celsius`.
void fill_ellipse(cv::Mat& picture, cv::Point2f at, float half_width, float half_height, float celsius) {
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const float dx = (static_cast<float>(x) - at.x) / half_width, dy = (static_cast<float>(y) - at.y) / half_height;
      if (dx * dx + dy * dy <= 1) picture.at<float>(y, x) = celsius;
    }
}

// Draws the picture towards `celsius`: fully within the inner half of the ellipse, fading to nothing at its edge.
void blend_ellipse(cv::Mat& picture, cv::Point2f at, float half_width, float half_height, float celsius) {
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const float dx = (static_cast<float>(x) - at.x) / half_width, dy = (static_cast<float>(y) - at.y) / half_height;
      const float weight = std::clamp(2 * (1 - std::sqrt(dx * dx + dy * dy)), 0.0F, 1.0F);
      float& t = picture.at<float>(y, x);
      t += weight * (celsius - t);
    }
}

void fill_rectangle(cv::Mat& picture, const cv::Rect2f& r, float celsius) {
  const cv::Rect whole(cv::Point(cvRound(r.x), cvRound(r.y)),
                       cv::Point(cvRound(r.x + r.width), cvRound(r.y + r.height)));
  picture(whole & cv::Rect({0, 0}, picture.size())) = celsius;
}

void paint_living(cv::Mat& picture, const ThermalFace& at, const SceneFace& face, float room) {
  const Person skin{face.core_celsius, room};
  const cv::Rect2f& box = at.box;
  const cv::Point2f middle = centre(box);
  const float w = box.width, h = box.height;
  // From the back to the front: clothes, hair, neck, face.
  fill_ellipse(picture, {middle.x, box.y + 1.9F * h}, 1.3F * w, 0.75F * h, skin.at(cooling::clothes));
  fill_ellipse(picture, {middle.x, middle.y - 0.1F * h}, 0.60F * w, 0.62F * h, skin.at(cooling::hair));
  fill_rectangle(picture, {middle.x - 0.25F * w, middle.y, 0.5F * w, 0.75F * h}, skin.at(cooling::cheeks));
  fill_ellipse(picture, middle, 0.5F * w, 0.54F * h, skin.at(cooling::cheeks));

  const cv::Point2f brow = centre(at.forehead);
  blend_ellipse(picture, brow, 0.9F * at.forehead.width, 1.2F * at.forehead.height, skin.at(cooling::forehead));
  const cv::Point2f nose = centre(at.nose), mouth = centre(at.mouth);
  blend_ellipse(picture, nose, 0.16F * w, 0.14F * h, skin.at(cooling::nose));
  blend_ellipse(picture, mouth, at.mouth.width / 2, at.mouth.height / 2,
                skin.at(face.mouth_open ? cooling::open_mouth : cooling::lips));
  for (const auto& canthus : {at.right_canthus, at.left_canthus}) {
    const float radius = std::max(2.0F, 0.08F * w);
    blend_ellipse(picture, canthus, radius, radius, skin.at(cooling::canthi));
  }
  if (face.masked)
    fill_ellipse(picture, {middle.x, (nose.y + box.y + h) / 2}, 0.45F * w, (box.y + h - nose.y) / 2 + 0.08F * h,
                 skin.at(cooling::mask));
  if (face.glasses)
    for (const auto& eye : {at.right_eye, at.left_eye})
      fill_ellipse(picture, centre(eye), 0.7F * eye.width + 0.04F * w, 1.4F * eye.height, skin.at(cooling::lenses));
}

// A flat thing a little larger than the face it shows.
void paint_flat(cv::Mat& picture, const cv::Rect2f& box, float celsius) {
  const float margin = 0.15F * box.width;
  fill_rectangle(picture, {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin}, celsius);
}

}  // namespace

cv::Mat paint_scene(const SceneView& view, const Registration& registration) {
  cv::Mat picture = paint_room(registration.thermal_size, view.room.celsius);
  for (const SceneFace& face : view.faces) {
    const ThermalFace at = locate_face(face.box, face.landmarks, view.colour_size, registration);
    switch (face.kind) {
      case TargetKind::living:
        paint_living(picture, at, face, view.room.celsius);
        break;
      case TargetKind::print:
        paint_flat(picture, at.box, view.room.celsius + 1.5F);
        break;
      case TargetKind::screen:
        paint_flat(picture, at.box, view.room.celsius + 9);
        break;
    }
  }
  cv::GaussianBlur(picture, picture, {}, blur_sigma_px);
  return picture;
}

}  // namespace ward::thermal
