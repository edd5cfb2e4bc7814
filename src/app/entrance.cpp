#include "app/entrance.h"

#include <fmt/format.h>

#include "base/log.h"
#include "gate/camera/clip.h"
#include "gate/camera/reconnecting.h"
#include "gate/camera/v4l2.h"
#include "gate/simulation/snapshots.h"
#include "thermal/open_source.h"

namespace ward::app {

namespace {

gate::VisitTimes read_times(Config& config) {
  gate::VisitTimes times;
  const auto millis = [&](const char* key, Millis fallback, std::int64_t max, const char* doc) {
    return Millis{config.integer(key, fallback.count(), 0, max, doc)};
  };
  times.gather = millis("visit.gather_ms", times.gather, 2000,
                        "how long frames of a face are gathered before the best is judged, ms");
  times.patience = millis("visit.patience_ms", times.patience, 60'000,
                          "how long a person is asked for the same thing (come closer, lower the mask), ms");
  times.try_again = millis("visit.try_again_ms", times.try_again, 600'000,
                           "a refused person who stays is judged again after this, ms");
  return times;
}

struct CameraKeys {
  std::string source;
  gate::V4l2Options v4l2;
  gate::ClipOptions clip;
  std::string scenario, media;
};

CameraKeys read_camera(Config& config) {
  CameraKeys keys;
  keys.source = config.choice("camera.source", "v4l2", {"v4l2", "clip", "simulated"},
                              "a camera (v4l2), a recorded clip, or a scenario that is played (simulated)");
  keys.v4l2.device = config.text("camera.device", keys.v4l2.device, "v4l2: the device");
  keys.v4l2.size.width = static_cast<int>(config.integer("camera.width", 640, 160, 3840, "v4l2: pixels across"));
  keys.v4l2.size.height = static_cast<int>(config.integer("camera.height", 480, 120, 2160, "v4l2: pixels down"));
  keys.v4l2.frames_per_second = config.number("camera.frames_per_second", 15, 1, 60, "v4l2 and clip: frames a second");
  keys.clip.file = config.text("camera.clip", "", "clip: the file");
  keys.clip.loop = config.boolean("camera.loop", true, "clip: begin again at its end");
  keys.clip.frames_per_second = keys.v4l2.frames_per_second;
  keys.scenario = config.text("simulation.scenario", "", "simulated: the scenario's file");
  keys.media = config.text("simulation.media", "var/media", "simulated: where its clips and portraits lie");
  return keys;
}

Result<std::string> ask_camera(gate::Camera& camera, const Clock& clock) {
  gate::CameraWatchdog watchdog(clock.steady());
  const Steady end = clock.steady() + std::chrono::seconds{5};
  Result<gate::Frame> frame = gate::camera_silent(camera.describe());
  for (int frames = 0; frames < 5 && clock.steady() < end;) {
    frame = camera.next(Millis{1000});
    if (!frame) continue;
    ++frames;
    if (const auto fault = watchdog.see(frame->bgr, clock.steady()); fault != gate::CameraFault::none)
      return fail(ErrorKind::unavailable, "camera." + std::string(to_string(fault)), describe(fault), "camera");
  }
  if (!frame) return std::unexpected(frame.error());
  return fmt::format("{}, {}x{}", camera.describe(), frame->bgr.cols, frame->bgr.rows);
}

Result<std::string> ask_sensor(thermal::ThermalSource& sensor, thermal::Thermometer& thermometer, const Clock& clock) {
  const Steady end = clock.steady() + std::chrono::seconds{3};
  Result<thermal::ThermalFrame> frame =
      fail(ErrorKind::unavailable, "thermal.silent", {"No frame came.", "没有画面。"});
  while (clock.steady() < end) {
    frame = sensor.next(Millis{1000});
    if (frame) thermometer.observe(*frame);
  }
  if (!frame) return std::unexpected(frame.error());
  const auto health = thermometer.health();
  if (health.fault != thermal::ThermalFault::none)
    return fail(ErrorKind::unavailable, "thermal.fault",
                {fmt::format("{}: {}", sensor.describe(), thermal::to_string(health.fault)),
                 fmt::format("{}：{}", sensor.describe(), thermal::to_string(health.fault))},
                "thermal");
  return fmt::format("{}, black body {}, room {}", sensor.describe(),
                     health.black_body_offset ? fmt::format("{:+.2f} °C", *health.black_body_offset) : "none",
                     health.room ? fmt::format("{:.1f} °C", health.room->celsius) : "not known");
}

Result<std::string> ask_server(const gate::UplinkOptions& options) {
  if (options.server.empty()) return "none configured: the gate works alone and keeps its journal";
  const auto transport =
      gate::make_transport(options.server, options.key, options.authority, std::chrono::seconds{5}, {});
  WARD_TRY(answer, transport->send("GET", "/device/changes?whitelist=0&policy=&wait=0", "", ""));
  if (answer.status == 200) return options.server;
  if (answer.status == 401 || answer.status == 403)
    return fail(ErrorKind::unauthorized, "server.key",
                {"The server does not accept this device's key.", "服务器不接受本设备的密钥。"}, "server.key");
  return fail(ErrorKind::unavailable, "server.answer",
              {fmt::format("{} answers with {}.", options.server, answer.status),
               fmt::format("{} 返回 {}。", options.server, answer.status)},
              "server.url");
}

// A registration holds for pictures of its own shape: another one shows another part of the scene.
Result<> check_registration(const std::optional<thermal::Registration>& registration, cv::Size camera) {
  if (!registration ||
      registration->colour_size.width * camera.height == registration->colour_size.height * camera.width)
    return {};
  const cv::Size made = registration->colour_size;
  return fail(ErrorKind::invalid, "thermal.registration",
              {fmt::format("The registration was made with pictures of {}x{}, the camera gives {}x{}: another shape.",
                           made.width, made.height, camera.width, camera.height),
               fmt::format("配准使用的画面为 {}x{}，摄像头画面为 {}x{}，画面比例不同。", made.width, made.height,
                           camera.width, camera.height)},
              "thermometer.registration");
}

Result<city::Policy> read_policy(const std::string& file) {
  if (file.empty()) return city::Policy{};
  WARD_TRY(config, Config::load(file));
  return city::policy_from_config(config);
}

}  // namespace

struct Entrance::Keys {
  std::filesystem::path models, directory;
  std::string device, policy;
  CameraKeys camera;
  gate::ScreenOptions screen;
  gate::UplinkOptions uplink;
};

Entrance::Entrance(const Clock& clock) : clock_(clock), keys_(std::make_unique<Keys>()) {}
Entrance::~Entrance() = default;

Result<std::unique_ptr<Entrance>> Entrance::read(Config& config, const Clock& clock, EntranceHooks hooks) {
  std::unique_ptr<Entrance> entrance(new Entrance(clock));
  Entrance& e = *entrance;
  Keys& keys = *e.keys_;
  e.hooks_ = std::move(hooks);
  keys.models = config.text("models", "var/models", "directory of the networks (./do fetch)");
  keys.directory = config.text("directory", "var/gate", "the gate's own disk: journal, whitelist, key");
  keys.device = config.text("device", "", "id of this gate, as the console shows it");
  keys.policy =
      config.text("policy", "", "file with the policy until the server sends one; empty: Ward's own defaults");
  e.settings_.attendant.times = read_times(config);
  keys.camera = read_camera(config);
  keys.screen = gate::ScreenOptions::read(config);
  WARD_TRY(relay, gate::relay_from_config(config, clock));
  e.relay_ = std::move(relay);
  WARD_TRY(uplink, gate::uplink_from_config(config));
  keys.uplink = std::move(uplink);
  WARD_TRY(thermometer, thermal::Thermometer::open(config, keys.models, clock));
  e.thermometer_ = std::move(thermometer);
  const bool simulated = keys.camera.source == "simulated";
  e.sensor_ = thermal::open_source(config, *e.thermometer_, simulated ? e.scene_ : nullptr, clock);
  WARD_CHECK(config.finish());
  return entrance;
}

Result<> Entrance::open() {
  const Keys& keys = *keys_;
  if (!sensor_) return std::unexpected(sensor_.error());
  if (!keys.device.empty()) {
    WARD_TRY(id, Id::parse(keys.device));
    settings_.attendant.device = id;
  } else if (!keys.uplink.server.empty()) {
    return fail(
        ErrorKind::invalid, "config.missing",
        {"A gate with a server needs its id: device = \"...\".", "连接服务器的闸机需要填写编号：device = \"…\"。"},
        "device");
  }
  if (keys.camera.source == "v4l2") WARD_CHECK(check_registration(thermometer_->registration(), keys.camera.v4l2.size));
  settings_.show_names = keys.screen.show_names;
  settings_.on_verdict = hooks_.on_verdict;
  WARD_TRY(policy, read_policy(keys.policy));
  policy_ = policy;
  WARD_TRY(reader, vision::FaceReader::open(keys.models));
  reader_ = std::move(reader);
  WARD_CHECK(open_camera());
  return open_disk();
}

Result<> Entrance::open_disk() {
  WARD_TRY(store, gate::GateStore::open(keys_->directory));
  store_ = std::move(store);
  WARD_TRY(journal, gate::Journal::open(*store_));
  journal_ = std::move(journal);
  WARD_TRY(matcher, vision::Matcher::open(keys_->models, policy_.false_accept_rate));
  WARD_TRY(whitelist, gate::Whitelist::open(*store_, std::move(matcher), clock_));
  whitelist_ = std::move(whitelist);
  matcher_rate_ = policy_.false_accept_rate;
  if (const auto known = whitelist_->policy()) policy_ = *known;
  return match_at(policy_.false_accept_rate);
}

Result<> Entrance::match_at(double false_accept_rate) {
  if (false_accept_rate == matcher_rate_) return {};
  WARD_TRY(matcher, vision::Matcher::open(keys_->models, false_accept_rate));
  whitelist_->replace_matcher(std::move(matcher));
  matcher_rate_ = false_accept_rate;
  return {};
}

Result<> Entrance::open_camera() {
  const CameraKeys& keys = keys_->camera;
  settings_.simulated = keys.source == "simulated";
  if (keys.source == "v4l2") {
    camera_ = gate::reconnecting(
        keys.v4l2.device, [options = keys.v4l2, this] { return open_v4l2(options, clock_); }, clock_);
  } else if (keys.source == "clip") {
    WARD_TRY(camera, gate::open_clip(keys.clip, clock_));
    camera_ = std::move(camera);
  } else {
    WARD_TRY(scenario, gate::load_scenario(keys.scenario, keys.media));
    WARD_TRY(stage_reader, vision::FaceReader::open(keys_->models));
    auto camera = std::make_unique<gate::SimulatedCamera>(std::move(scenario), std::move(stage_reader), scene_, clock_,
                                                          sleep_for, hooks_.on_scene);
    WARD_CHECK(camera->check());
    camera_ = std::move(camera);
  }
  return {};
}

Result<std::vector<std::filesystem::path>> Entrance::snapshots(const std::filesystem::path& directory) {
  WARD_TRY(scenario, gate::load_scenario(keys_->camera.scenario, keys_->camera.media));
  WARD_TRY(reader, vision::FaceReader::open(keys_->models));
  return gate::write_snapshots(scenario, reader, directory);
}

std::vector<Entrance::Finding> Entrance::check() {
  return {{"camera", ask_camera(*camera_, clock_)},
          {"thermal sensor", ask_sensor(**sensor_, *thermometer_, clock_)},
          {"people", fmt::format("{} on the whitelist", whitelist_->people())},
          {"journal", fmt::format("{} passages wait for the server", journal_->depth())},
          {"barrier", relay_->ask()},
          {"server", ask_server(keys_->uplink)}};
}

Result<> Entrance::start() {
  WARD_TRY(screen, gate::Screen::start(keys_->screen, policy_, clock_));
  screen_ = std::move(screen);
  barrier_ =
      gate::make_barrier(std::move(relay_), clock_, policy_.open_all ? gate::AtStart::leave : gate::AtStart::close);
  gate_ = gate::Gate::start(
      {.camera = std::move(camera_),
       .sensor = std::move(*sensor_),
       .senses = gate::make_senses(*reader_, *thermometer_, *whitelist_),
       .thermometer = *thermometer_,
       .append = [this](const city::Passage& passage,
                        std::span<const std::uint8_t> jpeg) { return journal_->append(passage, jpeg); },
       .barrier = *barrier_,
       .display = *screen_,
       .clock = clock_},
      settings_, policy_);
  whitelist_->on_policy([this](const city::Policy& policy) { take_policy(policy); });
  uplink_ = gate::Uplink::start(keys_->uplink, *journal_, whitelist_.get(), clock_,
                                {.health = [this] { return gate_->health(); },
                                 .clock_offset = [this](std::int64_t ms) { gate_->set_clock_offset(ms); }});
  return {};
}

std::string Entrance::screen_url() const {
  return fmt::format("http://{}:{}/", keys_->screen.address, screen_->port());
}

void Entrance::take_policy(const city::Policy& policy) {
  log::info("policy {} from the server", policy.version());
  if (const auto matched = match_at(policy.false_accept_rate); !matched)
    log::error("the matcher keeps its old false-accept rate: {}", matched.error().message.en);
  gate_->set_policy(policy);
  screen_->set_policy(policy);
}

}  // namespace ward::app
