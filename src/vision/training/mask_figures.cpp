#include "vision/training/mask_figures.h"

#include <fmt/format.h>

namespace ward::vision::training {

namespace {

constexpr float height_at_gate = 60;    // pixels: QualityLimits asks for it
constexpr float height_with_nose = 40;  // too few badly worn masks are as large as at a gate

bool masked(MaskState state) { return state == MaskState::worn || state == MaskState::badly_worn; }

}  // namespace

void MaskFigures::count(const MaskFace& face, MaskState state) {
  if (!face.detected || face.source == MaskSource::drawn) return;
  const bool scene = face.source == MaskSource::facemask853;
  if (!scene) told.count(state != MaskState::unsure && masked(state) == masked(face.mask));
  if (scene && face.mask == MaskState::none && face.labelled_height >= height_at_gate)
    bare_called_masked.count(masked(state));
  if (face.mask == MaskState::badly_worn) {
    badly_passed.count(state == MaskState::worn);
    if (face.height >= height_with_nose) large_badly_passed.count(state == MaskState::worn);
  }
  if (face.mask == MaskState::worn && face.height >= height_at_gate) {
    well_called_badly.count(state == MaskState::badly_worn);
    well_called_unsure.count(state == MaskState::unsure);
  }
}

std::string MaskFigures::text() const {
  std::string lines;
  const auto line = [&](std::string_view what, const Share& share) {
    const Interval interval = interval_of(share);
    lines += fmt::format("{:<58} {:>5} of {:>5}  {:5.1f} %  ({:.1f} to {:.1f})\n", what, share.hit, share.all,
                         100 * share.value(), 100 * interval.low, 100 * interval.high);
  };
  line("mask or not told rightly, masks4k", told);
  line(fmt::format("bare faces called masked, facemask853, {:.0f} px and more", height_at_gate), bare_called_masked);
  line("badly worn masks passed as worn, any size", badly_passed);
  line(fmt::format("badly worn masks passed as worn, {:.0f} px and more", height_with_nose), large_badly_passed);
  line(fmt::format("well worn masks called badly worn, {:.0f} px and more", height_at_gate), well_called_badly);
  line(fmt::format("well worn masks called unsure, {:.0f} px and more", height_at_gate), well_called_unsure);
  return lines;
}

}  // namespace ward::vision::training
