// A script for a simulated entrance: who stands before the camera, how warm, and what breaks, scene after scene.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "thermal/scene.h"

namespace ward::gate {

enum class Cast {
  nobody,    // the empty entrance
  clip,      // a person in a recorded clip
  portrait,  // a person standing still, from a portrait: moves a little, is warm
  print,     // a portrait on paper, held up by somebody outside the picture: moves like a hand, is cold
};

enum class ScriptedMask { none, worn, nose_out };

// What is wrong with the camera while the scene lasts.
enum class ScriptedCamera { fine, unplugged, frozen, black, wrong_format };

struct Scene {
  std::string label;   // for the log
  double seconds = 5;  // how long it lasts
  Cast cast = Cast::nobody;
  std::filesystem::path file;   // the clip or the portrait
  double from = 0;              // where the clip begins, seconds
  cv::Rect2d crop{0, 0, 1, 1};  // of the file's picture, in shares of its width and height
  std::string person;           // who it is, for the log and for measuring
  double core_celsius = 36.6;   // scripted temperature of the body
  ScriptedMask mask = ScriptedMask::none;
  int mask_style = 0;
  bool glasses = false;
  std::string pass;  // held up to the camera, as a QR code
  ScriptedCamera camera = ScriptedCamera::fine;
  thermal::SensorFault sensor = thermal::SensorFault::none;
};

struct Scenario {
  std::vector<Scene> scenes;
  cv::Size size{640, 480};  // of the simulated camera
  double frames_per_second = 15;
  bool loop = true;
  double room_celsius = 22;

  double seconds() const;  // of all scenes
};

// Which scene is on at a moment, and for how long already.
struct Cue {
  std::size_t scene = 0;
  double seconds = 0;       // since it began
  std::uint64_t round = 0;  // how often the whole scenario was played before
};
// Nothing when a scenario that does not loop is over. `seconds` >= 0 since its beginning.
std::optional<Cue> cue_at(const Scenario& scenario, double seconds);

// `toml` as docs/scenario.md describes it; files are looked for in `media`. Checks the values, not whether the files
// exist. Errors: config's own, "scenario.empty", "scenario.cast", "scenario.crop", with the scene's number in the
// message.
Result<Scenario> parse_scenario(std::string_view toml, const std::filesystem::path& media,
                                std::string name = "scenario");
Result<Scenario> load_scenario(const std::filesystem::path& file, const std::filesystem::path& media);

}  // namespace ward::gate
