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
          .forehead = number("forehead", -2, 2, "°C of oral per °C of forehead"),
          .face = number("face", -2, 2, "°C of oral per °C of the face's maximum"),
          .room = number("room", -1, 1, "°C of oral per °C of room"),
          .sd = number("sd", 0.01, 5, "of one shot, °C"),
          .shot_sd = number("shot_sd", 0, 5, "the part of sd that is new with every shot, °C")};
}

std::string line_toml(const char* name, const Line& line) {
  return fmt::format(
      "\n[{}]\nintercept = {:.4f}\ncanthi = {:.4f}\nforehead = {:.4f}\nface = {:.4f}\nroom = {:.4f}\nsd = {:.4f}\n"
      "shot_sd = {:.4f}\n",
      name, line.intercept, line.canthi, line.forehead, line.face, line.room, line.sd, line.shot_sd);
}

}  // namespace

float Line::at(const Skin& skin) const {
  return intercept + canthi * (skin.canthi - 35) + forehead * (skin.forehead.value_or(35) - 35) +
         face * (skin.face.value_or(35) - 35) + room * (skin.room - 23);
}

Result<Coefficients> Coefficients::load(const std::filesystem::path& file) {
  const auto wrong = [&](const Error& cause) {
    return fail(ErrorKind::invalid, "thermal.coefficients",
                {fmt::format("The coefficients {} cannot be used: {}", file.string(), cause.message.en),
                 fmt::format("系数文件 {} 无法使用：{}", file.string(), cause.message.zh)},
                cause.field.empty() ? file.string() : cause.field);
  };
  auto config = Config::load(file);
  if (!config) return wrong(config.error());
  Coefficients c;
  c.version = config->text("version", "", "names these coefficients in every record");
  c.canthi = read_line(*config, "canthi");
  c.whole_face = read_line(*config, "whole_face");
  c.no_black_body_sd =
      static_cast<float>(config->number("no_black_body_sd", 0, 0, 10, "added where there is no black body, °C"));
  if (auto faults = config->finish(); !faults) return wrong(faults.error());
  for (const Line* line : {&c.canthi, &c.whole_face})
    if (line->canthi <= 0 || line->shot_sd > line->sd)
      return wrong(Error::make(ErrorKind::invalid, "thermal.coefficients",
                               {"warmer canthi must mean a warmer person, and shot_sd is a part of sd.",
                                "内眦温度升高应对应体温升高，且 shot_sd 应不大于 sd。"}));
  return c;
}

std::string Coefficients::to_toml(const std::string& comment) const {
  std::string out;
  for (std::size_t at = 0; at < comment.size();) {
    const std::size_t end = std::min(comment.find('\n', at), comment.size());
    out += "# " + comment.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out + fmt::format("version = \"{}\"\nno_black_body_sd = {:.4f}\n", version, no_black_body_sd) +
         line_toml("canthi", canthi) + line_toml("whole_face", whole_face);
}

TemperatureEstimate estimate(const Coefficients& coefficients, const Skin& skin, bool black_body) {
  const bool whole = skin.forehead && skin.face;
  const Line& line = whole ? coefficients.whole_face : coefficients.canthi;
  const float wander = black_body ? 0 : coefficients.no_black_body_sd;
  return {.celsius = line.at(skin),
          .sd = std::hypot(line.sd, wander),
          .shot_sd = line.shot_sd,
          .method = fmt::format("{}{}/{}", whole ? "canthi+forehead+face" : "canthi",
                                black_body ? "" : "-no-black-body", coefficients.version)};
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
