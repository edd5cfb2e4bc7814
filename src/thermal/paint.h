// Paints how warm a scene is. No sensor yet: that is simulated.h.
#pragma once

#include "thermal/registration.h"
#include "thermal/scene.h"

namespace ward::thermal {

// How much of the way from the core's temperature to the room's a part of the skin has gone: T = core - share (core -
// room), the steady state of a surface between the blood and the air (Newton's law of cooling). From the FDA set,
// medians of 544 people at 36.94 °C by mouth and 23.4 °C of room: canthi 35.63, forehead's centre 34.94. Cheeks and
// nose from Cardone and Merla, "New frontiers for applications of thermal infrared imaging devices", Sensors 17 (2017)
// 1042: 1 to 3 °C cooler.
namespace cooling {
inline constexpr float canthi = 0.0968F, forehead = 0.1476F, cheeks = 0.22F, nose = 0.32F, lips = 0.20F,
                       open_mouth = 0.07F, hair = 0.55F, clothes = 0.60F, mask = 0.42F, lenses = 0.62F;
}

// Surface temperatures, °C, CV_32FC1 of the registration's thermal size: room with a gradient (warm air rises), then
// each face with its hair, neck and clothes, in the order given.
cv::Mat paint_scene(const SceneView& view, const Registration& registration);

}  // namespace ward::thermal
