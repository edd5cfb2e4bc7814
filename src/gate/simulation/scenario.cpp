#include "gate/simulation/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace ward::gate {

namespace {

constexpr double longest_scene = 3600;
constexpr std::size_t longest_pass = 200;  // characters; more makes squares too small for a camera
constexpr std::size_t most_scenes = 10'000;

template <class E>
using Names = std::vector<std::pair<const char*, E>>;

const Names<ScriptedMask> mask_names{
    {"none", ScriptedMask::none}, {"worn", ScriptedMask::worn}, {"nose_out", ScriptedMask::nose_out}};

const Names<ScriptedCamera> camera_names{{"fine", ScriptedCamera::fine},
                                         {"unplugged", ScriptedCamera::unplugged},
                                         {"frozen", ScriptedCamera::frozen},
                                         {"black", ScriptedCamera::black},
                                         {"wrong_format", ScriptedCamera::wrong_format}};

template <class E>
E choose(Config& in, const char* key, const Names<E>& names, const char* doc) {
  std::vector<std::string> allowed;
  for (const auto& [name, value] : names) allowed.emplace_back(name);
  const std::string chosen = in.choice(key, allowed.front(), allowed, doc);
  const auto found = std::ranges::find_if(names, [&](const auto& n) { return n.first == chosen; });
  return found == names.end() ? names.front().second : found->second;
}

// Numbers joined by spaces, as "0.1 0.2 0.5 0.5".
Result<cv::Rect2d> parse_crop(const std::string& text) {
  std::istringstream in(text);
  in.imbue(std::locale::classic());
  cv::Rect2d crop;
  std::string rest;
  const bool four = static_cast<bool>(in >> crop.x >> crop.y >> crop.width >> crop.height) && !(in >> rest);
  const cv::Rect2d whole(0, 0, 1 + 1e-9, 1 + 1e-9);
  if (!four || crop.width < 0.01 || crop.height < 0.01 || (crop & whole) != crop)
    return fail(ErrorKind::invalid, "scenario.crop",
                {"crop must be \"x y width height\" in shares of the picture, between 0 and 1.",
                 "crop 应为“x y 宽 高”，取值为画面的 0 到 1。"},
                "crop");
  return crop;
}

Result<> set_cast(Scene& scene, Config& in, const std::filesystem::path& media) {
  const std::array<std::pair<Cast, std::string>, 3> given{
      {{Cast::clip, in.text("clip", "", "A video file with a person, in the media directory.")},
       {Cast::portrait, in.text("portrait", "", "A picture of a person, who stands before the camera.")},
       {Cast::print, in.text("print", "", "A picture of a person, held up on paper.")}}};
  for (const auto& [cast, file] : given) {
    if (file.empty()) continue;
    if (scene.cast != Cast::nobody)
      return fail(ErrorKind::invalid, "scenario.cast",
                  {"A scene shows one of clip, portrait and print, or none of them.",
                   "每个场景只能有 clip、portrait、print 其中之一，或都没有。"},
                  "clip");
    scene.cast = cast;
    scene.file = media / file;
  }
  return {};
}

Result<Scene> parse_scene(Config& in, const std::filesystem::path& media) {
  Scene scene;
  scene.label = in.text("label", "", "What the log calls it.");
  scene.seconds = in.number("seconds", 5, 0.05, longest_scene, "How long it lasts, s.");
  WARD_CHECK(set_cast(scene, in, media));
  scene.from = in.number("from", 0, 0, 24 * longest_scene, "Where the clip begins, s.");
  WARD_TRY(crop, parse_crop(in.text("crop", "0 0 1 1", "Part of the picture: x y width height, shares of it.")));
  scene.crop = crop;
  scene.person = in.text("person", "", "Who it is; empty for a stranger.");
  scene.core_celsius = in.number("celsius", 36.6, 30, 43, "Temperature of the body, °C.");
  scene.mask = choose(in, "mask", mask_names, "A mask drawn over the face: none, worn or nose_out.");
  scene.pass = in.text("pass", "", "The text of a pass that is held up to the camera.");
  if (scene.pass.size() > longest_pass)
    return fail(ErrorKind::invalid, "scenario.pass",
                {fmt::format("A pass has at most {} characters.", longest_pass),
                 fmt::format("通行码最多 {} 个字符。", longest_pass)},
                "pass");
  scene.mask_style = static_cast<int>(in.integer("mask_style", 0, 0, 2, "Which mask."));
  scene.glasses = in.boolean("glasses", false, "Glasses hide the eyes from the thermal sensor.");
  scene.camera = choose(in, "camera", camera_names, "What is wrong with the camera while the scene lasts.");
  const std::string sensor =
      in.text("sensor", "none",
              "What is wrong with the thermal sensor: none, silent, lost, late, frozen, bad_line, corrupt, wrong_size, "
              "black_body_covered or black_body_moved.");
  const auto fault = thermal::sensor_fault(sensor);
  if (!fault)
    return fail(ErrorKind::invalid, "scenario.sensor",
                {fmt::format("There is no fault of the thermal sensor called {}.", sensor),
                 fmt::format("热成像传感器没有名为 {} 的故障。", sensor)},
                "sensor");
  scene.sensor = *fault;
  WARD_CHECK(in.finish());
  return scene;
}

Result<Scenario> read(Config in, const std::filesystem::path& media) {
  Scenario scenario;
  scenario.size.width = static_cast<int>(in.integer("width", 640, 160, 1920, "Pixels across."));
  scenario.size.height = static_cast<int>(in.integer("height", 480, 120, 1080, "Pixels down."));
  scenario.frames_per_second = in.number("frames_per_second", 15, 1, 60, "Of the simulated camera.");
  scenario.loop = in.boolean("loop", true, "Begin again after the last scene.");
  scenario.room_celsius = in.number("room_celsius", 22, -20, 50, "Temperature of the entrance, °C.");
  for (Config& table : in.tables("scene", "What is seen, one after the other.")) {
    if (scenario.scenes.size() == most_scenes)
      return fail(ErrorKind::too_large, "scenario.too_long",
                  {fmt::format("A scenario has at most {} scenes.", most_scenes),
                   fmt::format("一个剧本最多 {} 个场景。", most_scenes)},
                  "scene");
    auto scene = parse_scene(table, media);
    if (!scene) {
      Error error = scene.error();
      const auto number = scenario.scenes.size() + 1;
      error.message.en = fmt::format("Scene {}: {}", number, error.message.en);
      error.message.zh = fmt::format("场景 {}：{}", number, error.message.zh);
      error.field = fmt::format("scene[{}].{}", number, error.field);
      return std::unexpected(std::move(error));
    }
    scenario.scenes.push_back(std::move(*scene));
  }
  WARD_CHECK(in.finish());
  if (scenario.scenes.empty())
    return fail(ErrorKind::invalid, "scenario.empty", {"The scenario has no [[scene]].", "剧本中没有 [[scene]]。"},
                "scene");
  return scenario;
}

}  // namespace

double Scenario::seconds() const {
  double sum = 0;
  for (const Scene& scene : scenes) sum += scene.seconds;
  return sum;
}

std::optional<Cue> cue_at(const Scenario& scenario, double seconds) {
  const double whole = scenario.seconds();
  if (scenario.scenes.empty() || (!scenario.loop && seconds >= whole)) return std::nullopt;
  Cue cue;
  cue.round = static_cast<std::uint64_t>(seconds / whole);
  cue.seconds = std::max(0.0, seconds - static_cast<double>(cue.round) * whole);
  while (cue.scene + 1 < scenario.scenes.size() && cue.seconds >= scenario.scenes[cue.scene].seconds)
    cue.seconds -= scenario.scenes[cue.scene++].seconds;
  return cue;
}

Result<Scenario> parse_scenario(std::string_view toml, const std::filesystem::path& media, std::string name) {
  WARD_TRY(config, Config::parse(toml, std::move(name)));
  return read(std::move(config), media);
}

Result<Scenario> load_scenario(const std::filesystem::path& file, const std::filesystem::path& media) {
  WARD_TRY(config, Config::load(file));
  return read(std::move(config), media);
}

}  // namespace ward::gate
