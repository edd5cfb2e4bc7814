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
  // Reads every key of `config`. `clock` must outlive it. Errors: config's own, and those of the models, which are
  // opened on the way.
  static Result<std::unique_ptr<Entrance>> read(Config& config, const Clock& clock, EntranceHooks hooks = {});
  // Opens the rest: sensor, camera, the gate's own disk, barrier. Nothing runs yet, nothing listens.
  Result<> open();
  ~Entrance();

  // One line for each part that was tried: what is there, or what is wrong with it and what to do.
  struct Finding {
    std::string part;
    Result<std::string> answer;
  };
  // Takes a picture, measures once, asks the server. Only before start().
  std::vector<Finding> check();

  // A picture of each person of the configured scenario, to enrol them from. Instead of open().
  Result<std::vector<std::filesystem::path>> snapshots(const std::filesystem::path& directory);

  // The stages, the screen and the uplink begin.
  Result<> start();
  bool finished() const { return gate_ && gate_->finished(); }
  std::string screen_url() const;
  gate::Whitelist& whitelist() { return *whitelist_; }
  gate::Journal& journal() { return *journal_; }

 private:
  explicit Entrance(const Clock& clock);
  Result<> open_camera();
  Result<> open_disk();
  // From then on the whitelist is searched at this rate. Called before start(), then by the uplink's follower only.
  Result<> match_at(double false_accept_rate);
  void take_policy(const city::Policy& policy);

  const Clock& clock_;
  EntranceHooks hooks_;
  struct Keys;
  std::unique_ptr<Keys> keys_;  // as they were read
  gate::GateSettings settings_;
  city::Policy policy_;
  double matcher_rate_ = 0;  // the false-accept rate that the matcher was opened with
  std::shared_ptr<thermal::Scene> scene_ = std::make_shared<thermal::Scene>();
  // In the order of dependence: what stands below uses what stands above, and goes first.
  std::optional<vision::FaceReader> reader_;
  std::optional<thermal::Thermometer> thermometer_;
  Result<std::unique_ptr<thermal::ThermalSource>> sensor_;  // or why there is none: told by open()
  std::unique_ptr<gate::Camera> camera_;
  std::optional<gate::GateStore> store_;
  std::unique_ptr<gate::Journal> journal_;
  std::unique_ptr<gate::Whitelist> whitelist_;
  std::unique_ptr<gate::Relay> relay_;
  std::unique_ptr<gate::Barrier> barrier_;
  std::unique_ptr<gate::Screen> screen_;
  std::unique_ptr<gate::Gate> gate_;
  std::unique_ptr<gate::Uplink> uplink_;
};

}  // namespace ward::app
