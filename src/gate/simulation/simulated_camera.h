// A camera that plays a scenario, and tells the simulated thermal sensor what stands before both.
#pragma once

#include "gate/camera/camera.h"
#include "gate/camera/clip.h"
#include "gate/simulation/stage.h"
#include "thermal/scene.h"

namespace ward::gate {

class SimulatedCamera final : public Camera {
 public:
  // Called by the camera's thread when another scene begins, with the moment of its first frame.
  using OnScene = std::function<void(const Scene&, Steady)>;

  SimulatedCamera(Scenario scenario, vision::FaceReader reader, std::shared_ptr<thermal::Scene> before_sensor,
                  const Clock& clock, Wait wait = sleep_for, OnScene on_scene = {});

  // Whether everything the scenario names can be played. Errors: Stage's.
  Result<> check() { return stage_.check(); }
  Result<Frame> next(Millis patience) override;
  std::string describe() const override;

 private:
  Result<cv::Mat> look(const Scene& scene, const Cue& cue, std::uint64_t beat);
  void tell_sensor(const Scene& scene, const std::vector<StagedFace>& faces);

  const Scenario scenario_;
  vision::FaceReader reader_;
  Stage stage_;
  std::shared_ptr<thermal::Scene> before_sensor_;
  const Clock& clock_;
  Wait wait_;
  OnScene on_scene_;
  Pace pace_;
  cv::Mat last_;
  std::optional<std::pair<std::uint64_t, std::size_t>> playing_;  // round, scene
  std::uint64_t sequence_ = 0;
};

}  // namespace ward::gate
