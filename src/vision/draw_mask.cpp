// A mask painted over the lower face: its outline follows the landmarks, its light follows the skin below it. Good
// enough that the embedder and the mask classifier meet the same loss of information as under a real one; the recipe
// (outline by landmarks, texture, matched brightness) is that of MaskTheFace (Anwar and Raychowdhury,
// arXiv:2008.11104).
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "vision/enroll.h"

namespace ward::vision {

namespace {

enum Style { surgical, kn95, cloth };

// Where a point lies on the face: u from -1 (its right cheek) to 1, v from 0 (bridge of the nose) to 1 (chin).
struct FaceFrame {
  cv::Point2f origin, across, down;  // across: half the width of the jaw; down: bridge to chin

  explicit FaceFrame(const Landmarks& points) : origin(points[28]) {
    across = (points[14] - points[2]) / 2;
    const cv::Point2f unit = across / std::max(1e-3F, std::hypot(across.x, across.y));
    const cv::Point2f normal(-unit.y, unit.x);
    down = normal * std::max(1.0F, (points[8] - origin).dot(normal));
  }
  cv::Point2f uv(cv::Point2f p) const {
    return {(p - origin).dot(across) / across.dot(across), (p - origin).dot(down) / down.dot(down)};
  }
  float width() const { return 2 * std::hypot(across.x, across.y); }
};

cv::Point2f between(cv::Point2f a, cv::Point2f b, float t) { return a + (b - a) * t; }

// The point of the jaw where the upper edge of a badly worn mask ends; one further down where the mouth is bare too.
int corner_of(const MaskLook& look) { return look.edge > 0.5F ? 4 : 3; }

// Points through which the edge of the mask runs, clockwise from its right upper corner.
std::vector<cv::Point2f> anchors(const Landmarks& p, Style style, const MaskLook& look, const FaceFrame& frame) {
  const float peak = style == kn95 ? 0.25F : 0.75F;  // a KN95's nose clip sits higher on the bridge
  const int top = corner_of(look), other = 16 - top;
  std::vector<cv::Point2f> points;
  if (look.nose_out) {
    const cv::Point2f lip = between(p[30], p[8], look.edge);
    points = {between(p[top], p[top + 1], 0.2F), between(p[top], lip, 0.55F) + frame.down * 0.02F, lip,
              between(p[other], lip, 0.55F) + frame.down * 0.02F, between(p[other], p[other - 1], 0.2F)};
  } else {
    const cv::Point2f bridge = between(p[28], p[29], peak);
    points = {between(p[1], p[2], 0.6F), between(p[2], p[31], 0.45F) - frame.down * 0.08F, bridge,
              between(p[14], p[35], 0.45F) - frame.down * 0.08F, between(p[15], p[14], 0.6F)};
  }
  const cv::Point2f chin = p[8] + frame.down * 0.06F;
  const int last = look.nose_out ? top + 1 : 3;
  for (int i = 16 - last; i >= last; --i)  // the jaw, a little outside of it
    points.push_back(i == 8 ? chin : p[i] + frame.across * (0.03F * (i > 8 ? 1 : -1)) + frame.down * 0.02F);
  return points;
}

// A closed Catmull-Rom curve through the anchors (Catmull and Rom, 1974), in 1/16 pixels for cv::fillPoly.
std::vector<cv::Point> smooth(const std::vector<cv::Point2f>& anchor) {
  constexpr int steps = 8;
  std::vector<cv::Point> curve;
  const std::size_t n = anchor.size();
  for (std::size_t i = 0; i < n; ++i) {
    const cv::Point2f a = anchor[(i + n - 1) % n], b = anchor[i], c = anchor[(i + 1) % n], d = anchor[(i + 2) % n];
    for (int s = 0; s < steps; ++s) {
      const float t = static_cast<float>(s) / steps;
      const cv::Point2f q =
          0.5F * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * (t * t) + (3 * b - a - 3 * c + d) * (t * t * t));
      curve.emplace_back(cvRound(q.x * 16), cvRound(q.y * 16));
    }
  }
  return curve;
}

cv::Vec3f colour_of(Style style) {
  switch (style) {
    case surgical:
      return {205, 178, 120};  // light blue
    case kn95:
      return {228, 232, 235};  // white
    default:
      return {52, 46, 44};  // almost black
  }
}

// Grain that is the same for the same pixel on every run: -1 to 1.
float grain(int x, int y) {
  auto h = static_cast<std::uint32_t>(x) * 0x9E3779B1U ^ static_cast<std::uint32_t>(y) * 0x85EBCA77U;
  h = (h ^ (h >> 15)) * 0x2C1B3C6DU;
  return static_cast<float>((h >> 16) & 0xFFFF) / 32768.0F - 1;
}

float ridge(float x, float width) { return std::exp(-x * x / (width * width)); }

// How bright the fabric is at (u, v), 1 on average: a cylinder lit from the front, with the folds of its make.
float fabric(Style style, cv::Point2f uv, int x, int y) {
  float light = 1 - 0.22F * uv.x * uv.x;
  switch (style) {
    case surgical:
      for (const float fold : {0.38F, 0.58F, 0.78F}) {
        const float at = uv.y - fold - 0.06F * (1 - uv.x * uv.x);
        light += 0.06F * ridge(at + 0.02F, 0.02F) - 0.14F * ridge(at, 0.018F);
      }
      return light + 0.015F * grain(x, y);
    case kn95:
      light += 0.05F * ridge(uv.x - 0.03F, 0.03F) - 0.12F * ridge(uv.x, 0.02F);
      light -= (uv.x > 0 ? 0.06F : 0.0F) + 0.08F * ridge(uv.y - 0.05F, 0.03F);
      return light + 0.01F * grain(x, y);
    default:
      return light + 0.12F * ridge(uv.x, 0.25F) - 0.1F * ridge(uv.x, 0.02F) + 0.08F * grain(x, y);
  }
}

// The light that falls on the face, smooth, 1 where a well exposed face is.
cv::Mat illumination(const cv::Mat& bgr, float width) {
  constexpr float well_exposed = 135;
  cv::Mat gray;
  cv::cvtColor(bgr, gray, cv::COLOR_BGR2GRAY);
  gray.convertTo(gray, CV_32F, 1 / well_exposed);
  cv::GaussianBlur(gray, gray, {}, std::max(1.0F, width * 0.12F));
  return gray;
}

void draw_straps(cv::Mat& bgr, const Landmarks& p, const cv::Vec3f& fabric_colour, bool nose_out) {
  const cv::Vec3f colour = fabric_colour * 0.85F;
  const int thick = std::max(1, cvRound(cv::norm(p[14] - p[2]) * 0.012));
  const auto line = [&](cv::Point2f from, cv::Point2f to) {
    cv::line(bgr, cv::Point(from * 16), cv::Point(to * 16), cv::Scalar(colour[0], colour[1], colour[2]), thick,
             cv::LINE_AA, 4);
  };
  const int top = nose_out ? 3 : 2, bottom = nose_out ? 5 : 4;
  line(p[top], p[0]);
  line(p[bottom], p[0]);
  line(p[16 - top], p[16]);
  line(p[16 - bottom], p[16]);
}

}  // namespace

cv::Mat draw_mask(const cv::Mat& bgr, const Landmarks& landmarks, int style, bool nose_out) {
  return draw_mask(bgr, landmarks, MaskLook{.style = style, .nose_out = nose_out});
}

cv::Mat draw_mask(const cv::Mat& bgr, const Landmarks& landmarks, const MaskLook& look) {
  const auto kind = static_cast<Style>(std::clamp(look.style, 0, mask_styles - 1));
  cv::Mat out = bgr.clone();
  const FaceFrame frame(landmarks);
  const std::vector<cv::Point> edge = smooth(anchors(landmarks, kind, look, frame));
  cv::Mat alpha(bgr.size(), CV_8U, cv::Scalar(0));
  cv::fillPoly(alpha, std::vector{edge}, cv::Scalar(255), cv::LINE_AA, 4);
  cv::GaussianBlur(alpha, alpha, {}, std::clamp(frame.width() * 0.005F, 0.4F, 3.0F));

  const cv::Rect area = cv::boundingRect(alpha);  // of everything that is not zero
  if (area.empty()) return out;
  draw_straps(out, landmarks, look.colour.value_or(colour_of(kind)), look.nose_out);
  const cv::Mat light = illumination(bgr(area), frame.width());
  const cv::Vec3f colour = look.colour.value_or(colour_of(kind));
  for (int y = area.y; y < area.y + area.height; ++y)
    for (int x = area.x; x < area.x + area.width; ++x) {
      const float opacity = static_cast<float>(alpha.at<std::uint8_t>(y, x)) / 255;
      if (opacity == 0) continue;
      const float exposure = std::clamp(0.3F + 0.7F * light.at<float>(y - area.y, x - area.x), 0.2F, 1.4F);
      const float shade = fabric(kind, frame.uv(cv::Point2f(cv::Point(x, y))), x, y) * exposure;
      auto& pixel = out.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>(pixel[c] * (1 - opacity) + colour[c] * shade * opacity);
    }
  return out;
}

}  // namespace ward::vision
