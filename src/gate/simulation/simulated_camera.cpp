#include "gate/simulation/simulated_camera.h"

#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "base/log.h"

namespace ward::gate {

namespace {

constexpr const char* camera_name = "(simulated)";

thermal::SceneFace to_sensor(const Scene& scene, const StagedFace& face) {
  thermal::SceneFace warm;
  warm.box = face.box;
  warm.landmarks = face.landmarks;
  warm.core_celsius = static_cast<float>(scene.core_celsius);
  warm.kind = scene.cast == Cast::print ? thermal::TargetKind::print : thermal::TargetKind::living;
  warm.glasses = scene.glasses;
  warm.masked = scene.mask != ScriptedMask::none;
  return warm;
}

// Dark noise of a covered lens.
cv::Mat covered(cv::Size size, std::uint64_t beat) {
  cv::Mat dark(size, CV_8UC3);
  cv::RNG random(beat + 1);
  random.fill(dark, cv::RNG::NORMAL, 3, 2);
  return dark;
}

}  // namespace

SimulatedCamera::SimulatedCamera(Scenario scenario, vision::FaceReader reader,
                                 std::shared_ptr<thermal::Scene> before_sensor, const Clock& clock, Wait wait,
                                 OnScene on_scene)
    : scenario_(std::move(scenario)),
      reader_(std::move(reader)),
      stage_(scenario_, reader_),
      before_sensor_(std::move(before_sensor)),
      clock_(clock),
      wait_(wait),
      on_scene_(std::move(on_scene)),
      pace_(scenario_.frames_per_second, clock, wait) {
  before_sensor_->set_room({.celsius = static_cast<float>(scenario_.room_celsius), .humidity_percent = {}});
}

Result<Frame> SimulatedCamera::next(Millis patience) {
  const auto beat = pace_.next(patience);
  if (!beat) return camera_silent(camera_name);
  const auto cue = cue_at(scenario_, pace_.seconds(*beat));
  if (!cue) {
    wait_(patience);
    return camera_end(camera_name);
  }
  const Scene& scene = scenario_.scenes[cue->scene];
  if (const std::pair now{cue->round, cue->scene}; playing_ != now) {
    playing_ = now;
    if (!scene.label.empty()) log::info("simulation: {}", scene.label);
    if (on_scene_) on_scene_(scene, clock_.steady());
  }
  if (scene.camera == ScriptedCamera::unplugged) {
    tell_sensor(scene, {});
    return camera_lost(camera_name);
  }
  WARD_TRY(picture, look(scene, *cue, *beat));
  return Frame{picture, clock_.now(), clock_.steady(), ++sequence_};
}

Result<cv::Mat> SimulatedCamera::look(const Scene& scene, const Cue& cue, std::uint64_t beat) {
  if (scene.camera == ScriptedCamera::frozen && !last_.empty()) return last_;
  WARD_TRY(staged, stage_.paint(scene, cue.seconds, beat));
  tell_sensor(scene, staged.faces);
  if (scene.camera == ScriptedCamera::black) return covered(scenario_.size, beat);
  if (scene.camera == ScriptedCamera::wrong_format) {
    cv::Mat gray;
    cv::cvtColor(staged.bgr, gray, cv::COLOR_BGR2GRAY);
    return gray;
  }
  last_ = staged.bgr;
  return staged.bgr;
}

void SimulatedCamera::tell_sensor(const Scene& scene, const std::vector<StagedFace>& faces) {
  std::vector<thermal::SceneFace> warm;
  for (const auto& face : faces) warm.push_back(to_sensor(scene, face));
  before_sensor_->set_faces(std::move(warm), scenario_.size);
  before_sensor_->set_fault(scene.sensor);
}

std::string SimulatedCamera::describe() const {
  return fmt::format("simulated, {}x{} at {:g}/s", scenario_.size.width, scenario_.size.height,
                     scenario_.frames_per_second);
}

}  // namespace ward::gate
