#include "gate/pipeline/subject.h"

#include <algorithm>
#include <cmath>

namespace ward::gate {

namespace {

float nearness(const cv::Rect2f& box, cv::Size picture) {
  const float half = static_cast<float>(picture.width) / 2;
  const float off_centre = std::min(1.0F, std::abs(box.x + box.width / 2 - half) / half);
  return box.height * (1 - off_centre / 2);
}

}  // namespace

Subject choose_subject(const std::vector<vision::Track>& tracks, cv::Size picture, const SubjectRule& rule) {
  Subject chosen;
  float best = 0, second = 0;
  for (const vision::Track& track : tracks) {
    if (track.face.box.height < rule.near_share * static_cast<float>(picture.height)) continue;
    const float near = nearness(track.face.box, picture);
    second = std::max(second, std::min(best, near));
    if (near <= best) continue;
    best = near;
    chosen.track = track;
  }
  chosen.several = chosen.track && second >= rule.rival_share * best;
  return chosen;
}

}  // namespace ward::gate
