#include "thermal/regions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace ward::thermal {

namespace {

constexpr int hottest_pixels = 4;  // as the FDA set's canthi4Max

cv::Rect2f bounds(std::span<const cv::Point2f> points, float margin_x, float margin_y) {
  cv::Point2f low = points.front(), high = points.front();
  for (const auto& p : points) {
    low = {std::min(low.x, p.x), std::min(low.y, p.y)};
    high = {std::max(high.x, p.x), std::max(high.y, p.y)};
  }
  return {low.x - margin_x, low.y - margin_y, high.x - low.x + 2 * margin_x, high.y - low.y + 2 * margin_y};
}

cv::Rect2f around(cv::Point2f centre, float half_width, float half_height) {
  return {centre.x - half_width, centre.y - half_height, 2 * half_width, 2 * half_height};
}

// Whole pixels inside the frame; at least one pixel each way before it is cut.
cv::Rect pixels(const cv::Rect2f& r, const cv::Size& size) {
  const int x0 = static_cast<int>(std::floor(r.x + 0.5F)), y0 = static_cast<int>(std::floor(r.y + 0.5F));
  const int x1 = std::max(x0 + 1, static_cast<int>(std::floor(r.x + r.width + 0.5F)));
  const int y1 = std::max(y0 + 1, static_cast<int>(std::floor(r.y + r.height + 0.5F)));
  return cv::Rect(x0, y0, x1 - x0, y1 - y0) & cv::Rect({0, 0}, size);
}

std::vector<float> values(const cv::Mat& celsius, const cv::Rect2f& region) {
  const cv::Rect r = pixels(region, celsius.size());
  std::vector<float> out;
  out.reserve(static_cast<std::size_t>(r.area()));
  for (int y = r.y; y < r.y + r.height; ++y)
    out.insert(out.end(), celsius.ptr<float>(y) + r.x, celsius.ptr<float>(y) + r.x + r.width);
  return out;
}

float mean(const std::vector<float>& v) {
  return static_cast<float>(std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size()));
}

float median(std::vector<float> v) {
  const auto middle = v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2);
  std::ranges::nth_element(v, middle);
  return *middle;
}

float mean_of_hottest(std::vector<float> v) {
  const auto n = static_cast<std::ptrdiff_t>(std::min<std::size_t>(hottest_pixels, v.size()));
  std::ranges::partial_sort(v, v.begin() + n, std::greater{});
  v.resize(static_cast<std::size_t>(n));
  return mean(v);
}

std::vector<float> joined(std::vector<float> a, const std::vector<float>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The frame around the face: from 15 % to 40 % of its width beyond the box, above and at the sides (below is the neck).
std::vector<float> ring(const cv::Mat& celsius, const cv::Rect2f& box) {
  const float inner = 0.15F * box.width, outer = 0.40F * box.width;
  const cv::Rect2f left{box.x - outer, box.y - outer, outer - inner, box.height + outer};
  const cv::Rect2f right{box.x + box.width + inner, box.y - outer, outer - inner, box.height + outer};
  const cv::Rect2f above{box.x - inner, box.y - outer, box.width + 2 * inner, outer - inner};
  return joined(joined(values(celsius, left), values(celsius, right)), values(celsius, above));
}

}  // namespace

ThermalFace locate_face(const cv::Rect2f& box, const std::array<cv::Point2f, 68>& landmarks, cv::Size colour_size,
                        const Registration& registration) {
  std::array<cv::Point2f, 68> at;
  std::ranges::transform(landmarks, at.begin(), [&](cv::Point2f p) { return registration.map(p, colour_size); });
  const auto part = [&](std::size_t from, std::size_t count) { return std::span(at).subspan(from, count); };
  const auto centre = [](const cv::Rect2f& r) { return cv::Point2f(r.x + r.width / 2, r.y + r.height / 2); };

  ThermalFace face;
  face.box = registration.map(box, colour_size);
  face.colour_height_px = box.height;
  face.right_canthus = at[39];
  face.left_canthus = at[42];
  face.right_eye = bounds(part(36, 6), 0.5F, 1);
  face.left_eye = bounds(part(42, 6), 0.5F, 1);
  face.mouth = bounds(part(48, 20), 1, 1);
  // Lengths of this face: between the eyes' centres, and from the eyes down to the mouth.
  const cv::Point2f right = centre(face.right_eye), left = centre(face.left_eye), mouth = centre(face.mouth);
  const float apart = std::abs(left.x - right.x), down = mouth.y - (left.y + right.y) / 2;
  face.right_cheek = around({right.x, right.y + 0.5F * down}, 0.2F * apart, 0.15F * down);
  face.left_cheek = around({left.x, left.y + 0.5F * down}, 0.2F * apart, 0.15F * down);
  face.nose = around(at[30], 0.15F * apart, 0.12F * down);
  const cv::Rect2f brows = bounds(part(17, 10), 0, 0);
  face.forehead = {std::min(right.x, left.x), brows.y - 0.55F * down, apart, 0.45F * down};
  return face;
}

Result<RegionTemperatures> read_regions(const cv::Mat& celsius, const ThermalFace& face) {
  const cv::Rect2f frame(0, 0, static_cast<float>(celsius.cols), static_cast<float>(celsius.rows));
  for (const auto& region : {face.forehead, face.right_eye, face.left_eye, face.mouth, face.nose})
    if ((region & frame).area() < 0.9F * region.area() || region.area() <= 0)
      return fail(ErrorKind::invalid, "thermal.outside",
                  {"The face is not wholly in the thermal picture.", "人脸不完全在热成像画面内。"}, "face");
  const float canthus_half = std::max(1.5F, 0.3F * std::abs(face.left_canthus.x - face.right_canthus.x));
  const auto canthus = [&](cv::Point2f at) { return values(celsius, around(at, canthus_half, canthus_half)); };

  RegionTemperatures t;
  const std::vector<float> right = canthus(face.right_canthus), left = canthus(face.left_canthus);
  t.canthi = mean_of_hottest(joined(right, left));
  t.cooler = std::min(mean_of_hottest(right), mean_of_hottest(left));
  t.forehead = mean_of_hottest(values(celsius, face.forehead));
  t.mouth = mean_of_hottest(values(celsius, face.mouth));
  t.eyes = mean(joined(values(celsius, face.right_eye), values(celsius, face.left_eye)));
  t.cheeks = mean(joined(values(celsius, face.right_cheek), values(celsius, face.left_cheek)));
  t.nose = mean(values(celsius, face.nose));
  const std::vector<float> whole = values(celsius, face.box), around_it = ring(celsius, face.box);
  t.face = mean_of_hottest(whole);
  t.median = median(whole);
  t.background = around_it.empty() ? t.median : median(around_it);
  return t;
}

}  // namespace ward::thermal
