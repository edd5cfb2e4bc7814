// What the screen asks of the person in front of the gate before anything is decided. Guidance is no passage: nothing
// is recorded, nothing opens, no alarm is raised.
#pragma once

#include <string_view>

#include "base/result.h"

namespace ward::gate {

enum class Guidance {
  none,
  come_closer,       // the face is too small to be judged
  step_back,         // the face is cut off
  look_here,         // turned away
  hold_still,        // blurred
  more_light,        // too dark or too bright
  take_off_glasses,  // the inner corners of the eyes are hidden behind glass
  lower_mask,        // a masked face alone does not open
  show_pass,         // not recognised, and people of this site have passes
  show_mask,         // cannot see whether a mask is worn
  one_at_a_time,
  wait,  // the sensor corrects itself: a moment
};
std::string_view to_string(Guidance guidance);  // "come_closer", ...
Text say(Guidance guidance);                    // one sentence for the screen; empty for none

}  // namespace ward::gate
