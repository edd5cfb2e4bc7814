// `./do bench gate`: a whole gate in real time on recorded people, one after the other, with 50,000 templates: from the
// first frame with a person to the decision carried out (journal on disk, barrier told), persons a minute, and memory.
// Everything is live: camera pace, thermal sensor, networks, match, journal with fsync, barrier, screen. Clips and
// warmth are simulated; that costs a second set of networks, which is in the memory measured here and not in a real
// gate's.
//
// Half of the time people come apart, and each stays longer than a decision may take: median_s and p95_s are theirs. A
// verdict belongs to the person it is on, however late it comes; whoever never gets one counts with the whole time
// until the next one came. The other half they come in a throng, more a minute than the aim: persons_per_min is how
// many of them were judged.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <random>
#include <thread>

#include "app/entrance.h"
#include "base/log.h"
#include "figures.h"
#include "gate/simulation/snapshots.h"
#include "vision/enroll.h"

namespace {

using namespace ward;
namespace fs = std::filesystem;

struct Options {
  int seconds = 120;
  std::size_t templates = 50'000;
  std::string media = WARD_SOURCE_DIR "/var/media", models = WARD_SOURCE_DIR "/var/models";
  bool json = false;
};

// Who comes, in this order, again and again: far enough apart that nobody is back while still remembered.
struct Visitor {
  const char* name;
  const char* scene;
};
constexpr Visitor visitors[] = {
    {"one", "clip = \"franck.mp4\"\nfrom = 20"},
    {"two", "portrait = \"sample6.jpg\"\ncrop = \"0.28 0.14 0.27 0.27\""},
    {"three", "portrait = \"sample3.jpg\"\ncrop = \"0.24 0.16 0.25 0.36\""},
    {"four", "clip = \"cap13_edit2.mp4\"\nfrom = 2"},
    {"five", "portrait = \"sample3.jpg\"\ncrop = \"0.51 0.08 0.24 0.34\""},
    {"six", "portrait = \"sample5.jpg\"\ncrop = \"0.12 0.55 0.25 0.37\""},
    {"seven", "portrait = \"grace_hopper.jpg\"\ncrop = \"0.05 0.0 0.9 0.72\""},
};

// How people come: how long each stands there, and how long nobody does before, in seconds.
struct Coming {
  const char* label;
  double visible, between;
  double each() const { return visible + between; }
};
constexpr Coming apart{"apart", 1.4, 0.4};
constexpr Coming throng{"throng", 0.5, 0.2};  // 85.7 a minute

// `seconds` of people who come, from the visitor `next` on.
std::string scenes(const Coming& coming, double seconds, std::size_t& next) {
  std::string text;
  for (double at = 0; at + coming.each() <= seconds; at += coming.each()) {
    const Visitor& v = visitors[next++ % std::size(visitors)];
    text += fmt::format("[[scene]]\nseconds = {}\n[[scene]]\nlabel = \"{}\"\nperson = \"{}\"\nseconds = {}\n{}\n",
                        coming.between, coming.label, v.name, coming.visible, v.scene);
  }
  return text;
}

std::string scenario_text(int seconds) {
  std::size_t next = 0;
  const std::string first = scenes(apart, seconds / 2.0, next), second = scenes(throng, seconds / 2.0, next);
  return "loop = false\n" + first + second + "[[scene]]\nseconds = 1\n";
}

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << "bench gate: " << result.error().message.en << '\n';
  std::exit(1);
}
void must(const Result<>& result) {
  if (result) return;
  std::cerr << "bench gate: " << result.error().message.en << '\n';
  std::exit(1);
}

vision::Embedding random_direction(std::mt19937& random) {
  std::normal_distribution<float> normal;
  vision::Embedding e{};
  float sum = 0;
  for (float& v : e) v = normal(random), sum += v * v;
  for (float& v : e) v /= std::sqrt(sum);
  return e;
}

// Fills the gate's own disk with a whitelist, as the server's answers would, in a process of its own: its memory is not
// the gate's.
void prepare(const Options& options, const fs::path& directory) {
  const SystemClock clock;
  auto reader = must(vision::FaceReader::open(options.models));
  const auto scenario = must(gate::parse_scenario(scenario_text(options.seconds), options.media));
  auto store = must(gate::GateStore::open(directory / "gate"));
  auto list = must(gate::Whitelist::open(store, must(vision::Matcher::open(options.models, 1e-3)), clock));
  fs::create_directories(directory / "faces");
  gate::Changes changes;
  changes.full = true;
  for (const auto& file : must(gate::write_snapshots(scenario, reader, directory / "faces")))
    changes.upserts.push_back({Id::make(clock.now()),
                               file.stem().string(),
                               {},
                               must(vision::enroll(reader, cv::imread(file.string()))).face});
  std::mt19937 random(7);
  for (std::size_t done = changes.upserts.size(); done < options.templates; ++done) {
    changes.upserts.push_back(
        {Id::make(clock.now()), "somebody", {}, vision::Template{random_direction(random), random_direction(random)}});
    changes.more = done + 1 < options.templates;
    if (changes.upserts.size() < 1000 && changes.more) continue;
    changes.server_time = clock.now();
    ++changes.whitelist_version;
    must(list->apply(changes));
    changes.full = false;
    changes.upserts.clear();
  }
}

double resident_peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

// One person who came.
struct Appearance {
  std::string label;                   // of the coming
  Time began;                          // on the clock that never jumps
  std::optional<double> seconds = {};  // until the first verdict; nothing: never judged
  bool admitted = false;
};

Time steady_time(Steady at) { return Time{std::chrono::duration_cast<Millis>(at.time_since_epoch())}; }

// Sees who comes and what is decided; told by the camera's and the recorder's thread.
class Witness {
 public:
  void on_scene(const gate::Scene& scene, Steady now) {
    const std::lock_guard lock(mutex_);
    if (scene.cast != gate::Cast::nobody) came_.push_back({.label = scene.label, .began = steady_time(now)});
  }
  void on_verdict(const gate::Verdict& verdict, const gate::Decision& decision, Steady now) {
    const std::lock_guard lock(mutex_);
    if (!verdict.first_full_face || decision.outcome == city::Outcome::retest) return;
    const auto after = std::ranges::upper_bound(came_, *verdict.first_full_face, {}, &Appearance::began);
    if (after == came_.begin()) return;
    Appearance& person = *std::prev(after);
    if (person.seconds) return;
    person.seconds = std::chrono::duration<double>(steady_time(now) - person.began).count();
    person.admitted = decision.open;
  }
  std::vector<Appearance> came() const {
    const std::lock_guard lock(mutex_);
    return came_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Appearance> came_;  // guarded by mutex_
};

struct Measured {
  std::vector<Appearance> came;
  double rss_mib = 0;
};

Measured run(const Options& options, const fs::path& directory) {
  const SystemClock clock;
  Witness witness;
  app::EntranceHooks hooks;
  hooks.on_scene = [&](const gate::Scene& scene, Steady now) { witness.on_scene(scene, now); };
  hooks.on_verdict = [&](const gate::Verdict& verdict, const gate::Decision& decision) {
    witness.on_verdict(verdict, decision, clock.steady());
  };
  auto config = must(
      Config::parse(fmt::format("models = \"{}\"\ndirectory = \"{}\"\n[camera]\nsource = "
                                "\"simulated\"\n[simulation]\nscenario = \"{}\"\nmedia = \"{}\"\n"
                                "[thermometer.black_body]\nx = 4\ny = 4\nwidth = 14\nheight = 14\n"
                                "[screen]\nport = 0\n[barrier]\nkind = \"log\"\nfile = \"{}\"\n",
                                options.models, (directory / "gate").string(), (directory / "scenario.toml").string(),
                                options.media, (directory / "barrier.log").string())));
  auto entrance = must(app::Entrance::read(config, clock, std::move(hooks)));
  must(entrance->open());
  must(entrance->start());
  while (!entrance->finished()) std::this_thread::sleep_for(Millis{100});
  const double rss = resident_peak_mib();
  entrance.reset();  // everything that was decided is still recorded
  return {witness.came(), rss};
}

// Seconds of those who came apart.
std::vector<double> waits(const std::vector<Appearance>& came) {
  std::vector<double> seconds;
  for (const Appearance& person : came)
    if (person.label == apart.label) seconds.push_back(person.seconds.value_or(apart.each()));
  return seconds;
}

std::size_t judged(const std::vector<Appearance>& came, const Coming& coming) {
  return static_cast<std::size_t>(std::ranges::count_if(
      came, [&](const Appearance& person) { return person.label == coming.label && person.seconds; }));
}

// Judged of the throng, over the time from the first of them to the end of the last one's turn.
double persons_per_minute(const std::vector<Appearance>& came) {
  std::vector<Time> began;
  for (const Appearance& person : came)
    if (person.label == throng.label) began.push_back(person.began);
  if (began.empty()) return ward::bench::not_measured;
  const double seconds = std::chrono::duration<double>(began.back() - began.front()).count() + throng.each();
  return static_cast<double>(judged(came, throng)) * 60 / seconds;
}

int report(const Measured& m, const Options& options) {
  using ward::bench::figure;
  const auto seconds = waits(m.came);
  const double median = ward::bench::median(seconds), p95 = ward::bench::quantile(seconds, 0.95);
  const double per_minute = persons_per_minute(m.came);
  const std::size_t in_time = judged(m.came, apart), in_throng = judged(m.came, throng);
  const auto admitted = std::ranges::count_if(m.came, &Appearance::admitted);
  std::cout << fmt::format(
      "first frame with a person to decision   median {:.3f} s, p95 {:.3f} s ({} came, {} judged)\n"
      "persons a minute   {:.1f} ({} came, {} judged)\nadmitted   {}\n"
      "memory at most   {:.0f} MiB with {} templates\n",
      median, p95, seconds.size(), in_time, per_minute, m.came.size() - seconds.size(), in_throng, admitted, m.rss_mib,
      options.templates);
  if (options.json)
    ward::bench::print_json({{"median_s", figure(median)},
                             {"p95_s", figure(p95)},
                             {"persons_per_min", figure(per_minute)},
                             {"rss_mib", figure(m.rss_mib)},
                             {"came_apart", seconds.size()},
                             {"judged_apart", in_time},
                             {"came_in_throng", m.came.size() - seconds.size()},
                             {"judged_in_throng", in_throng},
                             {"admitted", admitted}});
  if (!m.came.empty()) return app::done;
  std::cerr << "bench gate: nobody came; the camera showed nothing\n";
  return app::failed;
}

int measure(const Options& options) {
  log::set_level(log::level::warn);
  const fs::path directory = fs::temp_directory_path() / fmt::format("ward-bench-gate-{}", getpid());
  fs::create_directories(directory);
  std::ofstream(directory / "scenario.toml") << scenario_text(options.seconds);
  std::cerr << "preparing a whitelist of " << options.templates << '\n';
  if (const pid_t child = fork(); child == 0) {
    prepare(options, directory);
    _exit(0);
  } else {
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0) {
      fs::remove_all(directory);
      return app::failed;
    }
  }
  std::cerr << "running for " << options.seconds << " s\n";
  const Measured m = run(options, directory);
  fs::remove_all(directory);
  return report(m, options);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Measures a whole gate in real time."};
  app.add_option("--seconds", options.seconds, "how long to run")->check(CLI::Range(4, 3600));
  app.add_option("--templates", options.templates, "people on the whitelist")->check(CLI::Range(10, 100'000));
  app.add_option("--media", options.media, "clips and portraits");
  app.add_option("--models", options.models, "networks");
  app.add_flag("--json", options.json, "one JSON object on the last line");
  CLI11_PARSE(app, argc, argv);
  ward::bench::use_own_models();
  return measure(options);
}
