// How honest a thermometer's slope is: the whole chain before a simulated target, beside seven commercial terminals
// before a heated one.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "thermal/score.h"
#include "thermal/simulated.h"
#include "thermal/test_face.h"
#include "thermal/thermometer.h"

namespace ward::bench {

struct Curve {
  std::string name;
  std::vector<double> target, shown;  // °C
  double slope() const { return thermal::slope_of(target, shown); }
};

// The chain as a gate runs it, faces of 34 to 41 °C by mouth painted one after the other; the mean of a dozen frames
// each, over several flat-field corrections of the sensor.
inline Result<Curve> simulated_chain(const std::filesystem::path& models) {
  ManualClock clock;
  WARD_TRY(config, Config::parse("[thermometer.black_body]\nx = 5\ny = 5\nwidth = 12\nheight = 12\ncelsius = 35\n"));
  WARD_TRY(thermometer, thermal::Thermometer::open(config, models, clock));
  auto scene = std::make_shared<thermal::Scene>();
  thermal::SimulatedSettings settings;
  settings.paced = false;
  settings.flat_field_every = Millis{7'000};
  thermal::SimulatedSource sensor(settings, std::nullopt, scene, clock);
  Curve curve{.name = "Ward, simulated", .target = {}, .shown = {}};
  for (double core = 34; core <= 41.001; core += 0.25) {
    const thermal::SceneFace face = thermal::test_face(static_cast<float>(core));
    scene->set_faces({face}, thermal::test_colour_size);
    double sum = 0;
    int read = 0;
    for (int i = 0; i < 24; ++i) {
      clock.advance(Millis{114});
      WARD_TRY(frame, sensor.next(Millis{0}));
      thermometer.observe(frame);
      const auto reading = thermometer.measure(face.box, face.landmarks, thermal::test_colour_size, clock.now());
      if (reading.estimate) sum += reading.estimate->celsius, ++read;
    }
    if (read == 0)
      return fail(ErrorKind::internal, "bench.no_reading",
                  {fmt::format("No reading at {} °C.", core), fmt::format("{} °C 时没有读数。", core)});
    curve.target.push_back(core);
    curve.shown.push_back(sum / read);
  }
  return curve;
}

// One terminal's CSV: the first column is the target's temperature, the second what the terminal showed (N/A: nothing).
inline Curve read_terminal(const std::filesystem::path& file) {
  Curve curve{.name = file.stem().string(), .target = {}, .shown = {}};
  for (const char* prefix : {"IRT Specs FDA - ", "Paper Rob 2.0 - "})
    if (curve.name.starts_with(prefix)) curve.name.erase(0, std::string_view(prefix).size());
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    double target = 0, shown = 0;
    const char* end = line.data() + line.size();
    const auto first = std::from_chars(line.data(), end, target);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ',') continue;
    if (std::from_chars(first.ptr + 1, end, shown).ec != std::errc{} || target < 34 || target > 42) continue;
    curve.target.push_back(target);
    curve.shown.push_back(shown);
  }
  return curve;
}

// Every terminal in `folder`, by name; none when it is not there.
inline std::vector<Curve> read_terminals(const std::filesystem::path& folder) {
  std::vector<Curve> curves;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".csv") curves.push_back(read_terminal(entry.path()));
  std::erase_if(curves, [](const Curve& c) { return c.target.size() < 3; });
  std::ranges::sort(curves, {}, &Curve::name);
  return curves;
}

// Shown against true, one line a thermometer, with axes in °C and a legend that gives the slopes.
inline std::string slope_plot(const std::vector<Curve>& curves) {
  constexpr double low = 34, high = 42, side = 560, left = 70, top = 20;
  constexpr const char* colours[] = {"#d00000", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b",
                                     "#e377c2", "#17becf", "#7f7f7f", "#bcbd22"};
  const auto x = [&](double t) { return left + (t - low) / (high - low) * side; };
  const auto y = [&](double t) { return top + side - (t - low) / (high - low) * side; };
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" font-family=\"sans-serif\" "
      "font-size=\"13\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n"
      "<clipPath id=\"frame\"><rect x=\"{2}\" y=\"{3}\" width=\"{4}\" height=\"{4}\"/></clipPath>\n",
      left + side + 320, top + side + 60, left, top, side);
  for (int t = 34; t <= 42; ++t)
    svg += fmt::format(
        "<path d=\"M{0:.1f} {1}V{2}M{3} {4:.1f}H{5}\" stroke=\"#ddd\"/><text x=\"{0:.1f}\" y=\"{6}\" "
        "text-anchor=\"middle\">{7}</text>"
        "<text x=\"{8}\" y=\"{9:.1f}\" text-anchor=\"end\">{7}</text>\n",
        x(t), top, top + side, left, y(t), left + side, top + side + 18, t, left - 8, y(t) + 4);
  svg += fmt::format("<path d=\"M{} {}L{} {}\" stroke=\"#999\" stroke-dasharray=\"5 4\" fill=\"none\"/>\n", x(low),
                     y(low), x(high), y(high));
  svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">temperature of the target, °C</text>\n",
                     left + side / 2, top + side + 42);
  svg += fmt::format(
      "<text transform=\"translate(22 {}) rotate(-90)\" text-anchor=\"middle\">temperature shown, °C</text>\n",
      top + side / 2);
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const char* colour = colours[i % std::size(colours)];
    std::string points;
    for (std::size_t k = 0; k < curves[i].target.size(); ++k)
      points += fmt::format("{:.1f},{:.1f} ", x(curves[i].target[k]), y(curves[i].shown[k]));
    const double at = top + 20 + 24 * static_cast<double>(i), legend = left + side + 20;
    svg += fmt::format(
        "<polyline clip-path=\"url(#frame)\" points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>\n", points,
        colour, i == 0 ? 3.5 : 1.5);
    svg += fmt::format(
        "<path d=\"M{} {}h24\" stroke=\"{}\" stroke-width=\"{}\"/><text x=\"{}\" y=\"{}\">{}: slope {:.2f}</text>\n",
        legend, at, colour, i == 0 ? 3.5 : 1.5, legend + 32, at + 4, curves[i].name, curves[i].slope());
  }
  const double note = top + 20 + 24 * static_cast<double>(curves.size()) + 20;
  svg += fmt::format(
      "<path d=\"M{0} {1}h24\" stroke=\"#999\" stroke-dasharray=\"5 4\"/><text x=\"{2}\" y=\"{3}\">honest: slope "
      "1</text>\n",
      left + side + 20, note, left + side + 52, note + 4);
  return svg + fmt::format(
                   "<text x=\"{0}\" y=\"{1}\" font-size=\"11\">Terminals: a heated plate (surface),</text>\n<text "
                   "x=\"{0}\" y=\"{2}\" font-size=\"11\">"
                   "doi 10.1117/1.JBO.26.4.043009.</text>\n<text x=\"{0}\" y=\"{3}\" font-size=\"11\">Ward: a "
                   "simulated face (by mouth).</text>\n</svg>\n",
                   left + side + 20, note + 40, note + 56, note + 72);
}

}  // namespace ward::bench
