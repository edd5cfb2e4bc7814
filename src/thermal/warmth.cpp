#include "thermal/warmth.h"

#include <algorithm>

namespace ward::thermal {

namespace {

// 0 at `none`, 1 at `full`, straight between.
float rising(float value, float none, float full) { return std::clamp((value - none) / (full - none), 0.0F, 1.0F); }

}  // namespace

float warmth(const RegionTemperatures& t) {
  // Skin in a room of 18 to 24 °C: the face's median is 31 to 36 °C; people just in from the cold may have 26.
  const float skin = rising(t.median, 24, 27) * (1 - rising(t.median, 41, 44));
  // Behind a face is a room or clothes, several degrees cooler.
  const float contrast = rising(t.median - t.background, 1, 3);
  // Canthi and forehead sit over arteries, the nose (or the mask over it) is cooled by the air: a degree or more apart.
  const float structure = rising(std::max(t.canthi, t.forehead) - std::min(t.nose, t.cheeks), 0.4F, 1.0F);
  return skin * contrast * structure;
}

}  // namespace ward::thermal
