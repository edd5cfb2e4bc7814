// Everything that one gate consists of, put together from its configuration: what `ward gate` runs.
#pragma once

#include <filesystem>
#include <memory>

#include "base/config.h"
#include "gate/pipeline/gate.h"
#include "gate/screen/screen.h"
#include "gate/simulation/simulated_camera.h"
#include "gate/uplink/uplink.h"

namespace ward::app {

struct EntranceHooks {
  std::function<void(const gate::Verdict&, const gate::Decision&)> on_verdict;
  gate::SimulatedCamera::OnScene on_scene;
};

class Entrance {
 public:
  // Reads every key of `config` and opens what it names: models, sensor, camera, the gate's own disk, the barrier. Nothing
  // runs yet, nothing listens. `clock` must outlive it. Errors: each part's own, config's last.
  static Result<std::unique_ptr<Entrance>> open(Config& config, const Clock& clock, EntranceHooks hooks = {});
  ~Entrance();

  // One line for each part that was tried: what is there, or what is wrong with it and what to do.
  struct Finding {
    std::string part;
    Result<std::string> answer;
  };
  // Takes a picture, measures once, asks the server. Only before start().
  std::vector<Finding> check();

  // The stages, the screen and the uplink begin.
  Result<> start();
  bool finished() const { return gate_ && gate_->finished(); }
  gate::Screen* screen() { return screen_.get(); }
  gate::Whitelist& whitelist() { return *whitelist_; }
  gate::Journal& journal() { return *journal_; }

 private:
  explicit Entrance(const Clock& clock) : clock_(clock) {}
  Result<> open_eyes(Config& config);
  Result<> open_camera(Config& config);
  void take_policy(const city::Policy& policy);

  const Clock& clock_;
  EntranceHooks hooks_;
  std::filesystem::path models_;
  gate::GateSettings settings_;
  city::Policy policy_;
  gate::ScreenOptions screen_options_;
  gate::UplinkOptions uplink_options_;
  std::shared_ptr<thermal::Scene> scene_ = std::make_shared<thermal::Scene>();
  // In the order of dependence: what stands below uses what stands above, and goes first.
  std::optional<vision::FaceReader> reader_;
  std::optional<thermal::Thermometer> thermometer_;
  std::unique_ptr<thermal::ThermalSource> sensor_;
  std::unique_ptr<gate::Camera> camera_;
  std::optional<gate::GateStore> store_;
  std::unique_ptr<gate::Journal> journal_;
  std::unique_ptr<gate::Whitelist> whitelist_;
  std::unique_ptr<gate::Barrier> barrier_;
  std::unique_ptr<gate::Screen> screen_;
  std::unique_ptr<gate::Gate> gate_;
  std::unique_ptr<gate::Uplink> uplink_;
};

}  // namespace ward::app
