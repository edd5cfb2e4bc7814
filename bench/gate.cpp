// `./do bench gate`: a whole gate in real time on recorded people, one after the other, with 50,000 templates: from the
// first frame with a person to the decision carried out (journal on disk, barrier told), persons a minute, and memory.
// Everything is live: camera pace, thermal sensor, networks, match, journal with fsync, barrier, screen. Clips and
// warmth are simulated; that costs a second set of networks, which is in the memory measured here and not in a real
// gate's.
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
#include "base/json.h"
#include "base/log.h"
#include "gate/simulation/snapshots.h"
#include "vision/enroll.h"

namespace {

using namespace ward;
namespace fs = std::filesystem;

struct Options {
  int seconds = 90;
  std::size_t templates = 50'000;
  std::string media = "var/media", models = "var/models";
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
    {"three", "clip = \"cap13_edit2.mp4\"\nfrom = 2"},
    {"four", "portrait = \"sample3.jpg\"\ncrop = \"0.51 0.08 0.24 0.34\""},
    {"five", "portrait = \"grace_hopper.jpg\"\ncrop = \"0.05 0.0 0.9 0.72\""},
};
constexpr double visible = 0.65, between = 0.25;  // seconds; 66.7 persons a minute come

std::string scenario_text() {
  std::string text;
  for (const auto& v : visitors)
    text += fmt::format("[[scene]]\nseconds = {}\n[[scene]]\nperson = \"{}\"\nseconds = {}\n{}\n", between, v.name,
                        visible, v.scene);
  return text;
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
  const auto scenario = must(gate::parse_scenario(scenario_text(), options.media));
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
        {Id::make(clock.now()), "somebody", {}, {random_direction(random), random_direction(random)}});
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

double quantile(std::vector<double> values, double q) {
  if (values.empty()) return std::numeric_limits<double>::infinity();
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

struct Measured {
  std::vector<double> seconds;  // of each judged appearance
  int appearances = 0, admitted = 0;
  double minutes = 0, rss_mib = 0;
};

Measured run(const Options& options, const fs::path& directory) {
  const SystemClock clock;
  Measured measured;
  std::mutex mutex;
  std::optional<Steady> appeared;  // of somebody who is not judged yet; guarded by mutex
  app::EntranceHooks hooks;
  hooks.on_scene = [&](const gate::Scene& scene, Steady now) {
    const std::lock_guard lock(mutex);
    if (scene.cast == gate::Cast::nobody) return;
    appeared = now;
    ++measured.appearances;
  };
  hooks.on_verdict = [&](const gate::Verdict& verdict, const gate::Decision& decision) {
    const std::lock_guard lock(mutex);
    if (!appeared || decision.outcome == city::Outcome::retest) return;
    // A verdict on the person before, told late, is none on this one.
    const Time since{std::chrono::duration_cast<Millis>(appeared->time_since_epoch())};
    if (!verdict.first_full_face || *verdict.first_full_face < since) return;
    measured.seconds.push_back(std::chrono::duration<double>(clock.steady() - *appeared).count());
    measured.admitted += decision.open;
    appeared.reset();
  };
  auto config = must(
      Config::parse(fmt::format("models = \"{}\"\ndirectory = \"{}\"\n[camera]\nsource = "
                                "\"simulated\"\n[simulation]\nscenario = \"{}\"\nmedia = \"{}\"\n"
                                "[screen]\nport = 0\n[barrier]\nkind = \"log\"\nfile = \"{}\"\n",
                                options.models, (directory / "gate").string(), (directory / "scenario.toml").string(),
                                options.media, (directory / "barrier.log").string())));
  auto entrance = must(app::Entrance::read(config, clock, std::move(hooks)));
  must(entrance->open());
  const Steady start = clock.steady();
  must(entrance->start());
  std::this_thread::sleep_for(std::chrono::seconds{options.seconds});
  measured.rss_mib = resident_peak_mib();
  entrance.reset();
  measured.minutes = std::chrono::duration<double>(clock.steady() - start).count() / 60;
  return measured;
}

int bench(const Options& options) {
  log::set_level(log::level::warn);
  const fs::path directory = fs::temp_directory_path() / fmt::format("ward-bench-gate-{}", getpid());
  fs::create_directories(directory);
  std::ofstream(directory / "scenario.toml") << scenario_text();
  std::cerr << "preparing a whitelist of " << options.templates << '\n';
  if (const pid_t child = fork(); child == 0) {
    prepare(options, directory);
    _exit(0);
  } else {
    int status = 1;
    waitpid(child, &status, 0);
    if (status != 0) return 1;
  }
  std::cerr << "running for " << options.seconds << " s\n";
  const Measured m = run(options, directory);
  fs::remove_all(directory);
  const double median = quantile(m.seconds, 0.5), p95 = quantile(m.seconds, 0.95);
  const double per_minute = static_cast<double>(m.seconds.size()) / m.minutes;
  if (options.json) {
    std::cout << json::serialize(json::value{{"median_s", median},
                                             {"p95_s", p95},
                                             {"persons_per_min", per_minute},
                                             {"rss_mib", m.rss_mib},
                                             {"appearances", m.appearances},
                                             {"judged", m.seconds.size()},
                                             {"admitted", m.admitted}})
              << '\n';
    return 0;
  }
  std::cout << fmt::format(
      "first frame with a person to decision   median {:.3f} s, p95 {:.3f} s\npersons a minute   {:.1f} ({} came, {} "
      "judged, {} "
      "admitted)\nmemory at most   {:.0f} MiB with {} templates\n",
      median, p95, per_minute, m.appearances, m.seconds.size(), m.admitted, m.rss_mib, options.templates);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Measures a whole gate in real time."};
  app.add_option("--seconds", options.seconds, "how long to run")->check(CLI::Range(10, 3600));
  app.add_option("--templates", options.templates, "people on the whitelist")->check(CLI::Range(10, 100'000));
  app.add_option("--media", options.media, "clips and portraits");
  app.add_option("--models", options.models, "networks");
  app.add_flag("--json", options.json, "one JSON object on the last line");
  CLI11_PARSE(app, argc, argv);
  return bench(options);
}
