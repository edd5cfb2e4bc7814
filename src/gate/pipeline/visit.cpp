#include "gate/pipeline/visit.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ward::gate {

void Visit::note(const cv::Mat& bgr, const vision::FaceReading& glance, Time now) {
  newest_fault_ = glance.quality.fault;
  if (glance.quality.fault) return;
  newest_full_ = now;
  if (!first_full_face_) first_full_face_ = now;
  if (!round_began_) round_began_ = now;
  ++full_frames_;
  const auto better = [](const Shot& a, const Shot& b) { return a.reading.quality.score > b.reading.quality.score; };
  if (shots_.size() == fused_shots && glance.quality.score <= shots_.back().reading.quality.score) return;
  shots_.push_back({bgr, glance});
  std::ranges::stable_sort(shots_, better);
  if (shots_.size() > fused_shots) shots_.pop_back();
}

bool Visit::ready(Time now) const {
  return round_began_ && !waits(now) && full_frames_ >= times_.gather_frames && now - *round_began_ >= times_.gather;
}

std::optional<vision::QualityFault> Visit::hint(Time now) const {
  const Time since = newest_full_.value_or(began_);
  return newest_fault_ && now - since >= times_.hint_after ? newest_fault_ : std::nullopt;
}

void Visit::conclude(const Decision& decision, vision::MaskState mask, Time now) {
  if (!decision.passage) {
    if (!asked_since_) asked_since_ = now;
    if (decision.guidance == Guidance::lower_mask && !before_lowering_) before_lowering_ = mask;
  } else if (decision.outcome == city::Outcome::retest) {
    ++retests_;
    wait_until_ = now + std::max(times_.retest_pause, std::chrono::duration_cast<Millis>(decision.wait));
    asked_since_.reset();
  }
  begin_round();
}

void Visit::begin_round() {
  shots_.clear();
  full_frames_ = 0;
  round_began_.reset();
}

void Visit::show_pass(const Found& pass) {
  if (pass_) return;
  pass_ = pass;
  pass_is_new_ = judged_.has_value();
}

void Visit::know(const vision::Embedding& face, vision::MaskState mask) {
  face_ = face;
  face_mask_ = mask;
  lost_sight_ = false;
}

bool Visit::somebody_else_came(const vision::Embedding& face, vision::MaskState mask) const {
  return face_ && (lost_sight_ || mask == face_mask_) && similarity(*face_, face) < somebody_else;
}

void Visit::start_over() {
  Visit fresh(round_began_.value_or(began_), times_);
  fresh.first_full_face_ = fresh.round_began_ = round_began_;
  fresh.newest_fault_ = newest_fault_;
  fresh.newest_full_ = newest_full_;
  fresh.full_frames_ = full_frames_;
  fresh.shots_ = std::move(shots_);
  *this = std::move(fresh);
}

void Visit::go_on_from(const Visit& before) {
  rounds_ = before.rounds_;
  retests_ = before.retests_;
  asked_since_ = before.asked_since_;
  before_lowering_ = before.before_lowering_;
  judged_ = before.judged_;
  pass_is_new_ = pass_ && !before.pass_ && judged_;
  if (!pass_) pass_ = before.pass_;
  checked_ = before.checked_;
}

bool Visit::may_try_again(Time now) const {
  return judged_ && judged_->outcome != city::Outcome::admit && (pass_is_new_ || now - judged_->at >= times_.try_again);
}

bool Visit::due_for_recheck(Time now, bool was_out_of_sight) const {
  return judged_ && judged_->face && (was_out_of_sight || strange_ > 0 || now - checked_ >= times_.recheck);
}

bool Visit::replaced(const vision::Embedding& face, Time now) {
  checked_ = now;
  strange_ = similarity(*judged_->face, face) < somebody_else ? strange_ + 1 : 0;
  return strange_ >= 2;
}

float similarity(const vision::Embedding& a, const vision::Embedding& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0F);
}

vision::Embedding fuse(const std::vector<vision::Embedding>& faces) {
  vision::Embedding sum{};
  for (const auto& face : faces)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += face[i];
  const float length = std::sqrt(similarity(sum, sum));
  if (length > 0)
    for (float& v : sum) v /= length;
  return sum;
}

}  // namespace ward::gate
