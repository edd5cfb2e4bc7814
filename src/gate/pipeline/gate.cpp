#include "gate/pipeline/gate.h"

#include <cmath>
#include <opencv2/core/utility.hpp>

#include "base/log.h"

namespace ward::gate {

namespace {

constexpr Millis patience{500};  // how long a source may hold its thread: how quickly a gate stops

ScreenState blind(CameraFault fault) {
  ScreenState state;
  state.mood = Mood::fault;
  state.why.push_back(describe(fault));
  state.what.push_back(city::advise(city::Reason::camera_fault));
  return state;
}

std::optional<int> to_cc(const std::optional<float>& celsius) {
  return celsius ? std::optional(static_cast<int>(std::lround(*celsius * 100))) : std::nullopt;
}

}  // namespace

std::unique_ptr<Gate> Gate::start(GateParts parts, GateSettings settings, const city::Policy& policy) {
  cv::setNumThreads(1);  // the stages are the threads; OpenCV's own would fight with them
  std::unique_ptr<Gate> gate(new Gate(std::move(parts), std::move(settings), policy));
  Gate& g = *gate;
  g.record_thread_ = std::jthread([&g] { g.record(); });
  g.attend_thread_ = std::jthread([&g] { g.attend(); });
  g.sensor_thread_ = std::jthread([&g](const std::stop_token& stop) { g.watch_sensor(stop); });
  g.camera_thread_ = std::jthread([&g](const std::stop_token& stop) { g.watch_camera(stop); });
  return gate;
}

Gate::Gate(GateParts parts, GateSettings settings, const city::Policy& policy)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      attendant_(
          settings_.attendant, *parts_.senses, [this] { return this->policy(); },
          [this] { return clock_offset_ms_.load(); }),
      standing_(settings_.attendant.device),
      recorder_(parts_.append, parts_.barrier, parts_.display, settings_.show_names),
      policy_(policy),
      watchdog_(parts_.clock.steady(), settings_.watchdog) {}

Gate::~Gate() {
  camera_thread_.request_stop();
  sensor_thread_.request_stop();
  camera_thread_.join();
  frames_.close();
  attend_thread_.join();
  verdicts_.close();
  record_thread_.join();
}

void Gate::watch_camera(const std::stop_token& stop) {
  CameraFault before = CameraFault::none;
  while (!stop.stop_requested()) {
    auto frame = parts_.camera->next(patience);
    if (!frame && frame.error().code == "camera.end") {
      finished_ = true;
      return;
    }
    const CameraFault fault = inspect(frame);
    if (fault != before) log::warn("camera: {}", fault == CameraFault::none ? "well again" : describe(fault).en);
    before = fault;
    if (fault != CameraFault::none)
      frames_.push({std::nullopt, fault});
    else if (frame)
      frames_.push({std::move(*frame), fault});
  }
}

CameraFault Gate::inspect(const Result<Frame>& frame) {
  std::lock_guard lock(mutex_);
  if (frame) return watchdog_.see(frame->bgr, parts_.clock.steady());
  if (frame.error().code == "camera.wrong_format") return watchdog_.refuse();
  return watchdog_.miss(parts_.clock.steady(), frame.error().code == "camera.lost");
}

void Gate::watch_sensor(const std::stop_token& stop) {
  std::string before;
  while (!stop.stop_requested()) {
    const auto frame = parts_.sensor->next(patience);
    if (frame) parts_.thermometer.observe(*frame);
    const std::string now = frame ? "" : frame.error().code;
    if (now == "thermal.corrupt" || now == "thermal.wrong_size") parts_.thermometer.refuse_frame();
    if (now != before) log::warn("thermal sensor: {}", frame ? "well again" : frame.error().message.en);
    before = now;
    if (!frame && now != "thermal.silent") sleep_for(Millis{100});  // a lost device answers at once
  }
}

void Gate::attend() {
  while (auto look = frames_.pop()) {
    const city::Policy current = policy();
    auto change = standing_.update(current, look->fault, parts_.clock.now(), clock_offset_ms_);
    if (change.release) verdicts_.push({std::nullopt, current});
    if (change.verdict) decided(std::move(*change.verdict), current);
    if (!look->frame) {
      attendant_.lose_sight();
      if (!current.open_all) parts_.display.show(blind(look->fault));
      continue;
    }
    Sight sight = attendant_.see(*look->frame);
    parts_.display.picture(look->frame->bgr, sight.faces);
    if (sight.screen) parts_.display.show(*sight.screen);
    if (sight.verdict) decided(std::move(*sight.verdict), current);
  }
}

void Gate::decided(Verdict verdict, const city::Policy& policy) {
  verdict.passage.simulated = verdict.passage.simulated || settings_.simulated;
  verdicts_.push({std::move(verdict), policy});
}

void Gate::record() {
  while (auto due = verdicts_.pop()) {
    if (!due->verdict) {
      parts_.barrier.hold_open(false);
      continue;
    }
    const Verdict verdict = *due->verdict;
    const Decision carried_out = recorder_.record(std::move(*due->verdict), due->policy);
    if (settings_.on_verdict) settings_.on_verdict(verdict, carried_out);
  }
}

city::Policy Gate::policy() const {
  std::lock_guard lock(mutex_);
  return policy_;
}

void Gate::set_policy(const city::Policy& policy) {
  std::lock_guard lock(mutex_);
  policy_ = policy;
}

Health Gate::health() const {
  Health health;
  {
    std::lock_guard lock(mutex_);
    health.camera_fps_milli = static_cast<int>(std::lround(watchdog_.frames_per_second() * 1000));
    health.camera_fault = to_string(watchdog_.fault());
    health.policy_version = policy_.version();
    health.open_all = policy_.open_all;
  }
  const auto thermal = parts_.thermometer.health();
  health.thermal_source = parts_.sensor->describe();
  health.thermal_fault = thermal::to_string(thermal.fault);
  health.thermal_rate_milli = static_cast<int>(std::lround(thermal.rate_hz * 1000));
  health.simulated = settings_.simulated;
  health.black_body_offset_cc = to_cc(thermal.black_body_offset);
  health.frames_dropped = static_cast<std::int64_t>(frames_.dropped());
  health.barrier_fault = parts_.barrier.health().fault;
  return health;
}

}  // namespace ward::gate
