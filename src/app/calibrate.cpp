// `ward calibrate`: where a point of the colour picture lies in the thermal one.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/command.h"
#include "thermal/registration.h"

namespace ward::app {

namespace {

struct CalibrateOptions {
  std::filesystem::path pairs, out = "registration.toml", picture;
  std::string kind = "affine";
  int colour_width = 640, colour_height = 480, thermal_width = 160, thermal_height = 120;
  double tolerance = 2;
};

constexpr const char* procedure =
    "How to collect the pairs: set up both cameras as they will stay. Let a helper hold something small and warm that "
    "both see (a hot "
    "soldering tip, or a 2 cm hole in a cold sheet before a heated plate) at the distance where people will be "
    "measured, at twelve places "
    "spread over the picture. Save a colour picture and a thermal frame at each place and write down where it is in "
    "both: one line "
    "colour_x,colour_y,thermal_x,thermal_y a place, in pixels from the top left. A registration holds for its "
    "distance; repeat it when a "
    "camera or the distance changes. --colour-width and --colour-height are those of the gate's camera "
    "(camera.width, camera.height). Aim at an error under 1 thermal pixel.";

Result<> write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.flush();
  if (!out)
    return fail(ErrorKind::unavailable, "calibrate.unwritable",
                {fmt::format("{} cannot be written.", file.string()), fmt::format("无法写入 {}。", file.string())},
                file.string());
  return {};
}

Result<std::string> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (std::error_code error; !in || std::filesystem::is_directory(file, error))
    return fail(ErrorKind::unavailable, "calibrate.unreadable",
                {fmt::format("{} cannot be read.", file.string()), fmt::format("无法读取 {}。", file.string())},
                "--pairs");
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

// The thermal frame with every pair: a ring where the target was, and the error as a line, ten times as long; outliers
// red.
std::string error_picture(const thermal::RegistrationFit& fit, const std::vector<thermal::PointPair>& pairs) {
  constexpr double zoom = 6, exaggeration = 10;
  const cv::Size size = fit.registration.thermal_size;
  const double w = size.width * zoom, h = size.height * zoom;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" font-family=\"sans-serif\" "
      "font-size=\"14\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n<rect x=\"1\" y=\"1\" width=\"{2}\" height=\"{3}\" "
      "fill=\"#f4f4f4\" stroke=\"#888\"/>\n",
      w + 2, h + 60, w, h);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const bool outlier = std::ranges::find(fit.outliers, i) != fit.outliers.end();
    const cv::Point2d to = pairs[i].thermal * zoom;
    const cv::Point2d found =
        cv::Point2d(fit.registration.map(cv::Point2f(pairs[i].colour), fit.registration.colour_size)) * zoom;
    const cv::Point2d end = to + (found - to) * (outlier ? 1 : exaggeration);
    const char* colour = outlier ? "#c00" : "#06c";
    svg += fmt::format(
        "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"5\" fill=\"none\" stroke=\"{2}\"/><line x1=\"{0:.1f}\" "
        "y1=\"{1:.1f}\" x2=\"{3:.1f}\" "
        "y2=\"{4:.1f}\" stroke=\"{2}\" stroke-width=\"2\"/><text x=\"{5:.1f}\" y=\"{1:.1f}\" fill=\"{2}\">{6}: "
        "{7:.2f}</text>\n",
        to.x, to.y, colour, end.x, end.y, to.x + 8, i + 1, fit.error_px[i]);
  }
  return svg + fmt::format(
                   "<text x=\"8\" y=\"{:.0f}\">Error of each pair in thermal pixels (lines {}x; red: left out). RMS "
                   "{:.2f} px of {} pairs.</text>\n</svg>\n",
                   h + 35, exaggeration, fit.registration.rms_error_px, pairs.size() - fit.outliers.size());
}

Result<> calibrate(const CalibrateOptions& options) {
  if (!options.picture.empty() && options.picture.extension() != ".svg")
    return fail(ErrorKind::invalid, "calibrate.picture",
                {"The picture is written as SVG: name it something.svg.", "图片以 SVG 格式写出：请使用 .svg 扩展名。"},
                "--picture");
  WARD_TRY(text, read(options.pairs));
  WARD_TRY(pairs, thermal::parse_pairs(text));
  const auto kind =
      options.kind == "affine" ? thermal::RegistrationKind::affine : thermal::RegistrationKind::homography;
  WARD_TRY(fit, thermal::fit_registration(pairs, {options.colour_width, options.colour_height},
                                          {options.thermal_width, options.thermal_height}, kind, options.tolerance));
  WARD_CHECK(fit.registration.save(options.out));
  if (!options.picture.empty()) WARD_CHECK(write(options.picture, error_picture(fit, pairs)));
  for (std::size_t i = 0; i < pairs.size(); ++i)
    std::cout << fmt::format("pair {:>3}: {:.2f} px{}\n", i + 1, fit.error_px[i],
                             std::ranges::find(fit.outliers, i) != fit.outliers.end() ? "  left out" : "");
  std::cout << fmt::format("RMS error {:.2f} thermal pixels over {} pairs, {} left out; written: {}\n",
                           fit.registration.rms_error_px, pairs.size() - fit.outliers.size(), fit.outliers.size(),
                           options.out.string());
  return {};
}

}  // namespace

std::function<int()> define_calibrate(CLI::App& app) {
  auto options = std::make_shared<CalibrateOptions>();
  app.footer(procedure);
  app.add_option("--pairs", options->pairs, "CSV of point pairs: colour_x,colour_y,thermal_x,thermal_y")->required();
  app.add_option("--out", options->out, "registration file to write; the gate's thermometer.registration names it")
      ->capture_default_str();
  app.add_option("--picture", options->picture, "SVG to write that shows the error of every pair");
  app.add_option("--kind", options->kind, "affine (cameras side by side), or homography (one looks at an angle)")
      ->check(CLI::IsMember({"affine", "homography"}))
      ->capture_default_str();
  app.add_option("--colour-width", options->colour_width,
                 "of the colour picture the pairs were read from, pixels; as the gate's camera.width")
      ->check(CLI::Range(16, 16384))
      ->capture_default_str();
  app.add_option("--colour-height", options->colour_height,
                 "of the colour picture the pairs were read from, pixels; as the gate's camera.height")
      ->check(CLI::Range(16, 16384))
      ->capture_default_str();
  app.add_option("--thermal-width", options->thermal_width, "of the thermal frame, pixels")
      ->check(CLI::Range(8, 1280))
      ->capture_default_str();
  app.add_option("--thermal-height", options->thermal_height, "of the thermal frame, pixels")
      ->check(CLI::Range(8, 1024))
      ->capture_default_str();
  app.add_option("--tolerance", options->tolerance, "pairs further off than this are left out, thermal pixels")
      ->check(CLI::Range(0.1, 100.0))
      ->capture_default_str();
  return [options]() -> int {
    if (const auto done_ = calibrate(*options); !done_)
      return report(done_.error(), "ward calibrate --help tells how to collect the pairs");
    return done;
  };
}

}  // namespace ward::app
