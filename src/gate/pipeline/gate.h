// One entrance: its stages, joined by bounded queues.
//
//   camera  -> frames (2, drop the oldest: only the newest matters)
//   sensor  -> thermometer (keeps the last few seconds itself)
//   frames  -> attendant -> verdicts (16, block: no decision is lost)
//   verdicts -> recorder: journal, then barrier, then screen
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "base/queue.h"
#include "gate/camera/watchdog.h"
#include "gate/pipeline/attendant.h"
#include "gate/pipeline/recorder.h"
#include "gate/pipeline/standing.h"
#include "gate/uplink/health.h"
#include "thermal/source.h"

namespace ward::gate {

// What a gate is made of. References must outlive it.
struct GateParts {
  std::unique_ptr<Camera> camera;
  std::unique_ptr<thermal::ThermalSource> sensor;
  std::unique_ptr<Senses> senses;
  thermal::Thermometer& thermometer;
  Append append;
  Barrier& barrier;
  Display& display;
  const Clock& clock;
};

struct GateSettings {
  AttendantSettings attendant;
  WatchdogLimits watchdog;
  bool show_names = false;
  bool simulated = false;  // every passage says so
  // Called after each verdict was carried out, by the recorder's thread.
  std::function<void(const Verdict&, const Decision& carried_out)> on_verdict;
};

class Gate {
 public:
  static std::unique_ptr<Gate> start(GateParts parts, GateSettings settings, const city::Policy& policy);
  ~Gate();  // stops: the camera first, then everything that was decided is still recorded

  void set_policy(const city::Policy& policy);  // from the next frame on
  void set_clock_offset(std::int64_t ms) { clock_offset_ms_ = ms; }
  // What the gate itself knows; the uplink adds the rest.
  Health health() const;
  bool finished() const { return finished_; }  // a recording is over

 private:
  // A frame, or why there is none.
  struct Look {
    std::optional<Frame> frame;
    CameraFault fault = CameraFault::none;
  };
  // Both pass the one queue, so that a release never overtakes the verdict that holds open.
  struct Due {
    std::optional<Verdict> verdict;  // nothing: the barrier is held open no more
    city::Policy policy;             // it was decided under
  };

  Gate(GateParts parts, GateSettings settings, const city::Policy& policy);
  void watch_camera(const std::stop_token& stop);
  void watch_sensor(const std::stop_token& stop);
  void attend();
  void decided(Verdict verdict, const city::Policy& policy);
  void record();
  CameraFault inspect(const Result<Frame>& frame);
  city::Policy policy() const;

  GateParts parts_;
  GateSettings settings_;
  Attendant attendant_;
  Standing standing_;
  Recorder recorder_;
  mutable std::mutex mutex_;
  city::Policy policy_;      // guarded by mutex_
  CameraWatchdog watchdog_;  // guarded by mutex_
  std::atomic<std::int64_t> clock_offset_ms_ = 0;
  std::atomic<bool> finished_ = false;
  Queue<Look> frames_{2, WhenFull::drop_oldest};
  Queue<Due> verdicts_{16, WhenFull::block};
  std::jthread camera_thread_, sensor_thread_, attend_thread_, record_thread_;
};

}  // namespace ward::gate
