// Liveness from warmth: a living face is warmer than what is behind it, as warm as skin is, and warmer at the inner eye
// corners and the forehead than at the nose. A print has the room's temperature, a screen is lukewarm and flat.
#pragma once

#include "thermal/regions.h"

namespace ward::thermal {

// 0 (cold or flat where a face should be) to 1. `t` after the black-body offset.
float warmth(const RegionTemperatures& t);

}  // namespace ward::thermal
