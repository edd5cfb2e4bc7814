// What stands before the simulated sensor: told by the gate from its colour picture and by a script. Everything painted
// from it is marked simulated in every record.
#pragma once

#include <array>
#include <mutex>
#include <opencv2/core.hpp>
#include <vector>

#include "thermal/types.h"

namespace ward::thermal {

enum class TargetKind {
  living,
  print,   // a sheet of paper at the room's temperature, warmed a little by the hand
  screen,  // a tablet: warmer than the room, and flat
};

struct SceneFace {
  cv::Rect2f box;                         // pixels of the colour picture
  std::array<cv::Point2f, 68> landmarks;  // the same
  float core_celsius = 36.8F;             // scripted oral temperature
  TargetKind kind = TargetKind::living;
  bool glasses = false;
  bool masked = false;
  bool mouth_open = false;
};

enum class SensorFault {
  none,
  silent,      // no frames
  lost,        // unplugged
  late,        // frames two seconds old
  frozen,      // the same frame again
  bad_line,    // one dead line and one with flipped bits, as the real recording has: repairable
  corrupt,     // a third of the lines
  wrong_size,  // a sensor of another size
  black_body_covered,
  black_body_moved,
};
// "none", "silent", ... Errors of the reverse: nothing for a name it does not know.
std::string_view to_string(SensorFault fault);
std::optional<SensorFault> sensor_fault(std::string_view name);

struct SceneView {
  std::vector<SceneFace> faces;
  cv::Size colour_size;
  Room room;
  SensorFault fault = SensorFault::none;
};

// Shared between the gate (writes) and the simulated sensor (reads); each call is atomic.
class Scene {
 public:
  void set_faces(std::vector<SceneFace> faces, cv::Size colour_size);
  void set_room(Room room);
  void set_fault(SensorFault fault);
  SceneView view() const;

 private:
  mutable std::mutex mutex_;
  SceneView view_;  // guarded by mutex_
};

}  // namespace ward::thermal
