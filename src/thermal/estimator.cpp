#include "thermal/estimator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/config.h"

namespace ward::thermal {

namespace {

Line read_line(Config& config, const std::string& prefix) {
  const auto number = [&](const char* key, double min, double max, const char* doc) {
    return static_cast<float>(config.number(prefix + "." + key, std::clamp(0.0, min, max), min, max, doc));
  };
  return {.intercept = number("intercept", 30, 45, "oral temperature at 35 °C of skin and 23 °C of room, °C"),
          .canthi = number("canthi", -2, 3, "°C of oral per °C of canthi"),
          .cooler = number("cooler", -2, 3, "°C of oral per °C of the cooler canthus"),
          .forehead = number("forehead", -2, 2, "°C of oral per °C of forehead"),
          .face = number("face", -2, 2, "°C of oral per °C of the face's maximum"),
          .room = number("room", -1, 1, "°C of oral per °C of room"),
          .sd = number("sd", 0.01, 5, "of one estimate, °C"),
          .shot_sd = number("shot_sd", 0, 5, "the part of sd that is new with every shot, °C")};
}

Coefficients read_camera(Config& config, const std::string& prefix) {
  Coefficients c;
  c.canthi = read_line(config, prefix + ".canthi");
  c.whole_face = read_line(config, prefix + ".whole_face");
  c.four_shots = read_line(config, prefix + ".four_shots");
  c.offset = read_line(config, prefix + ".offset");
  c.plain = read_line(config, prefix + ".plain");
  c.no_black_body_sd = static_cast<float>(
      config.number(prefix + ".no_black_body_sd", 0, 0, 10, "added where there is no black body, °C"));
  return c;
}

bool sensible(const Line& line) { return line.canthi + line.cooler > 0 && line.face >= 0 && line.shot_sd <= line.sd; }

std::string line_toml(const std::string& name, const Line& line) {
  return fmt::format(
      "\n[{}]\nintercept = {:.4f}\ncanthi = {:.4f}\ncooler = {:.4f}\nforehead = {:.4f}\nface = {:.4f}\nroom = {:.4f}\n"
      "sd = {:.4f}\nshot_sd = {:.4f}\n",
      name, line.intercept, line.canthi, line.cooler, line.forehead, line.face, line.room, line.sd, line.shot_sd);
}

std::unexpected<Error> unusable(const std::filesystem::path& file, const Text& why, const std::string& field) {
  return fail(ErrorKind::invalid, "thermal.coefficients",
              {fmt::format("The coefficients {} cannot be used: {}", file.string(), why.en),
               fmt::format("系数文件 {} 无法使用：{}", file.string(), why.zh)},
              field.empty() ? file.string() : field);
}

std::string method_name(const char* regions, bool black_body, const std::string& version) {
  return fmt::format("{}{}/{}", regions, black_body ? "" : "-no-black-body", version);
}

}  // namespace

float Line::at(const Skin& skin) const {
  return intercept + canthi * (skin.canthi - 35) + cooler * (skin.cooler - 35) +
         forehead * (skin.forehead.value_or(35) - 35) + face * (skin.face.value_or(35) - 35) + room * (skin.room - 23);
}

Result<CoefficientsFile> CoefficientsFile::load(const std::filesystem::path& file) {
  auto config = Config::load(file);
  if (!config) return unusable(file, config.error().message, config.error().field);
  CoefficientsFile all;
  all.version = config->text("version", "", "names these coefficients in every record");
  all.trained_on = config->list("trained_on.people", {}, "ids of the people they were fitted on");
  for (const auto& name : config->list("cameras", {}, "that have lines below")) {
    Coefficients c = read_camera(*config, name);
    c.version = fmt::format("{}-{}", name, all.version);
    for (const Line* line : {&c.canthi, &c.whole_face, &c.four_shots})
      if (!sensible(*line))
        return unusable(file,
                        {"warmer canthi must mean a warmer person, and shot_sd is a part of sd.",
                         "内眦温度升高应对应体温升高，且 shot_sd 应不大于 sd。"},
                        name);
    all.cameras.emplace(name, c);
  }
  if (auto faults = config->finish(); !faults) return unusable(file, faults.error().message, faults.error().field);
  return all;
}

Result<Coefficients> CoefficientsFile::camera(const std::string& name) const {
  const auto found = cameras.find(name);
  if (found == cameras.end())
    return fail(ErrorKind::invalid, "thermal.coefficients",
                {fmt::format("There are no coefficients for a camera named {}.", name),
                 fmt::format("没有名为 {} 的热像仪的系数。", name)},
                "thermometer.camera");
  return found->second;
}

std::string CoefficientsFile::to_toml(const std::string& comment) const {
  std::string out;
  for (std::size_t at = 0; at < comment.size();) {
    const std::size_t end = std::min(comment.find('\n', at), comment.size());
    out += "# " + comment.substr(at, end - at) + "\n";
    at = end + 1;
  }
  std::string names, lines;
  for (const auto& [name, c] : cameras) {
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    lines += fmt::format("\n[{}]\nno_black_body_sd = {:.4f}\n", name, c.no_black_body_sd) +
             line_toml(name + ".canthi", c.canthi) + line_toml(name + ".whole_face", c.whole_face) +
             line_toml(name + ".four_shots", c.four_shots) + line_toml(name + ".offset", c.offset) +
             line_toml(name + ".plain", c.plain);
  }
  std::string people;
  for (std::size_t i = 0; i < trained_on.size(); ++i)
    people += fmt::format("{}\"{}\",", i % 10 ? " " : "\n  ", trained_on[i]);
  return out + fmt::format("version = \"{}\"\ncameras = [{}]\n{}\n[trained_on]\npeople = [{}\n]\n", version, names,
                           lines, people);
}

TemperatureEstimate estimate(const Coefficients& coefficients, const Skin& skin,
                             std::optional<float> uncompensated_sd) {
  const Line& line = skin.face ? coefficients.whole_face : coefficients.canthi;
  const bool black_body = !uncompensated_sd;
  const float wander = black_body ? 0 : std::max(*uncompensated_sd, coefficients.no_black_body_sd);
  return {.celsius = line.at(skin),
          .sd = std::hypot(line.sd, wander),
          .shot_sd = line.shot_sd,
          .method = method_name(skin.face ? "canthi+face" : "canthi", black_body, coefficients.version)};
}

TemperatureEstimate estimate_four(const Coefficients& coefficients, std::span<const Skin> shots) {
  const Line& line = coefficients.four_shots;
  TemperatureEstimate mean{.sd = line.sd,
                           .method = method_name("canthi+forehead+face", true, coefficients.version),
                           .shots = static_cast<int>(shots.size())};
  for (const Skin& skin : shots) mean.celsius += line.at(skin) / static_cast<float>(shots.size());
  return mean;
}

TemperatureEstimate combine(std::span<const TemperatureEstimate> shots) {
  assert(!shots.empty());
  TemperatureEstimate sum{.method = shots.front().method, .shots = 0};
  float constant = 0, shot = 0;  // variances, °C²
  for (const auto& s : shots) {
    const auto weight = static_cast<float>(s.shots);
    sum.celsius += weight * s.celsius;
    sum.shots += s.shots;
    sum.simulated = sum.simulated || s.simulated;
    constant += weight * (s.sd * s.sd - s.shot_sd * s.shot_sd);
    shot += weight * s.shot_sd * s.shot_sd * weight;
    if (s.method != sum.method) sum.method = "mixed";
  }
  const auto n = static_cast<float>(sum.shots);
  sum.celsius /= n;
  sum.shot_sd = std::sqrt(shot) / n;
  sum.sd = std::sqrt(constant / n + sum.shot_sd * sum.shot_sd);
  return sum;
}

}  // namespace ward::thermal
