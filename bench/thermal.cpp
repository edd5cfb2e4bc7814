// `./do bench thermal --data DIR [--json]`: how well the thermometer estimates oral temperatures, on published people
// it was not fitted on, and how honest the slope of its whole chain is. A camera whose data is not there is skipped,
// said so, and its figures are null; data that is there but cannot be used makes the exit code 1, no data at all 4.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/paths.h"
#include "figures.h"
#include "thermal/evaluate.h"
#include "thermal_chain.h"

namespace {

namespace fs = std::filesystem;
namespace json = ward::json;
namespace thermal = ward::thermal;
using ward::Result;
using ward::bench::Ended;
using ward::bench::figure;

struct Options {
  fs::path data, terminals, picture, models = fs::path(WARD_SOURCE_DIR) / "models";
  bool as_json = false;
};

// People of one camera from every file that is there, those the committed coefficients were fitted on apart from the
// others.
struct People {
  std::vector<thermal::ClinicalPerson> unseen, trained_on;
};

void say(const std::string& sentence) { std::cerr << "bench thermal: " << sentence << '\n'; }

std::vector<fs::path> files_of(const std::string& camera, const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (const auto name = entry.path().filename().string();
        name.starts_with(camera + "_group") && name.ends_with(".csv"))
      files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

Result<People> read_people(const std::vector<fs::path>& files, const thermal::CoefficientsFile& coefficients) {
  const std::set<std::string> trained(coefficients.trained_on.begin(), coefficients.trained_on.end());
  People people;
  for (const auto& file : files) {
    WARD_TRY(data, thermal::load_clinical(file));
    std::cout << fmt::format("{}: {} people, {} rounds missing, {} impossible values rejected\n",
                             file.filename().string(), data.people.size(), data.missing_rounds, data.rejected.size());
    for (auto& person : data.people)
      (trained.contains(person.id) ? people.trained_on : people.unseen).push_back(std::move(person));
  }
  return people;
}

void print_line(const char* what, const thermal::Score& s) {
  if (s.n == 0) return;
  std::cout << fmt::format(
      "  {:<34} {:>5} {:>5} {:>6.3f} {:>7.3f} {:>6.3f} {:>7.3f} {:>7.3f} {:>6.3f} {:>6.3f} {:>6.3f}\n", what, s.n,
      s.fevers, s.rmse, s.bias, s.slope, s.auc, s.fever_bias, s.sensitivity, s.specificity, s.coverage_90);
}

void print(const std::string& camera, const char* how, const thermal::Evaluation& e) {
  std::cout << fmt::format(
      "\n{}: {} people, {}\n  {:<34} {:>5} {:>5} {:>6} {:>7} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}\n", camera, e.people,
      how, "estimator", "n", "fever", "RMSE", "bias", "slope", "AUC", "fev.bias", "Se", "Sp", "cov.90");
  print_line("one shot (as the gate does)", e.one_shot);
  print_line("four shots, the clinic's line", e.four_shots);
  print_line("four shots, their mean (the gate)", e.combined);
  print_line("one shot, without the face maximum", e.canthi_only);
  print_line("one shot, canthi + constant", e.offset);
  print_line("one shot, plain least squares", e.plain);
}

json::object to_json(const char* how, const thermal::Evaluation& e) {
  const thermal::Score &one = e.one_shot, &four = e.four_shots;
  const auto few = [](const thermal::Score& s) {
    return json::object{
        {"rmse_1", figure(s.rmse)}, {"slope_1", figure(s.slope)}, {"fever_bias_1", figure(s.fever_bias)}};
  };
  return {{"how", how},
          {"people", e.people},
          {"shots", one.n},
          {"fever_shots", one.fevers},
          {"rmse_1", figure(one.rmse)},
          {"auc_37_5_1", figure(one.auc)},
          {"slope_1", figure(one.slope)},
          {"fever_bias_1", figure(one.fever_bias)},
          {"se_37_5_1", figure(one.sensitivity)},
          {"sp_37_5_1", figure(one.specificity)},
          {"rmse_4", figure(four.rmse)},
          {"auc_37_5_4", figure(four.auc)},
          {"slope_4", figure(four.slope)},
          {"coverage_90", figure(one.coverage_90)},
          {"coverage_90_4", figure(four.coverage_90)},
          {"rmse_mean_of_4", figure(e.combined.rmse)},
          {"coverage_90_mean_of_4", figure(e.combined.coverage_90)},
          {"canthi_plus_constant", few(e.offset)},
          {"plain_least_squares", few(e.plain)}};
}

// One camera's figures under `name`; nobody could be scored: null, and why.
Ended add(const std::string& name, const char* how, const thermal::Evaluation& e, json::object& out) {
  out[name] = to_json(how, e);
  if (e.people == 0) {
    say(fmt::format(
        "{}: nobody can be scored ({}). It takes people with complete rounds, and {} of them to fit on some "
        "and score the others.",
        name, how, thermal::fewest_people));
    return Ended::broken;
  }
  print(name, how, e);
  return Ended::measured;
}

Ended bench_camera(const Options& options, const std::string& camera, const thermal::CoefficientsFile& coefficients,
                   json::object& out) {
  out[camera] = to_json("not measured", {});
  const auto files = files_of(camera, options.data);
  if (files.empty()) {
    say(fmt::format("{0} has no {1}_group*.csv: {1} is skipped.", options.data.string(), camera));
    return Ended::missing;
  }
  const auto people = read_people(files, coefficients);
  const auto committed = coefficients.camera(camera);
  if (!people || !committed) {
    say(fmt::format("{} {} is not measured.", (people ? committed.error() : people.error()).message.en, camera));
    return Ended::broken;
  }
  Ended ended = Ended::measured;
  if (!people->unseen.empty())
    ended = add(camera, "committed coefficients, people they were not fitted on",
                thermal::evaluate(people->unseen, *committed), out);
  if (people->trained_on.empty() || ended == Ended::broken) return ended;
  return add(people->unseen.empty() ? camera : camera + "_cross_validated",
             "the people fitted on: cross-validated over people, refitted for each tenth",
             thermal::cross_validate(people->trained_on, {}), out);
}

Result<> bench_chain(const Options& options, json::object& out) {
  WARD_TRY(chain, ward::bench::simulated_chain(options.models));
  std::vector<ward::bench::Curve> curves{chain};
  const fs::path folder = options.terminals.empty() ? options.data.parent_path() / "terminals" : options.terminals;
  for (auto& terminal : ward::bench::read_terminals(folder)) curves.push_back(std::move(terminal));
  if (curves.size() == 1)
    say(fmt::format("There are no terminals' curves in {}: Ward's stands alone.", folder.string()));
  std::cout << "\nshown against true, slope (1 is honest)\n";
  json::object slopes;
  for (const auto& curve : curves) {
    std::cout << fmt::format("  {:<34} {:>6.3f}  ({} points, {:.2f}-{:.2f} °C)\n", curve.name, curve.slope(),
                             curve.target.size(), curve.target.front(), curve.target.back());
    if (&curve != &curves.front()) slopes[curve.name] = curve.slope();
  }
  double worst = 0;
  for (std::size_t i = 0; i < chain.target.size(); ++i)
    worst = std::max(worst, std::abs(chain.shown[i] - chain.target[i]));
  std::cout << fmt::format("  largest error of the chain before the simulated target: {:.2f} °C\n", worst);
  out["chain_slope"] = figure(chain.slope());
  out["chain_largest_error"] = figure(worst);
  if (!slopes.empty()) out["terminals_slope"] = slopes;
  if (options.picture.empty()) return {};
  std::ofstream picture(options.picture);
  picture << ward::bench::slope_plot(curves);
  picture.flush();
  if (!picture)
    return ward::fail(ward::ErrorKind::unavailable, "bench.unwritable",
                      {fmt::format("{} cannot be written.", options.picture.string()),
                       fmt::format("无法写入 {}。", options.picture.string())},
                      "--picture");
  return {};
}

Result<int> bench(const Options& options) {
  WARD_TRY(file, ward::find_model(options.models, "thermal_coefficients.toml"));
  WARD_TRY(coefficients, thermal::CoefficientsFile::load(file));
  std::cout << "Reference: oral temperature in the thermometer's monitor mode, fever from 37.5 °C. One shot: each "
               "round by itself.\n";
  json::object out;
  std::vector<Ended> cameras;
  for (const char* camera : {"FLIR", "ICI"}) cameras.push_back(bench_camera(options, camera, coefficients, out));
  for (const char* name : {"chain_slope", "chain_largest_error", "terminals_slope"}) out[name] = nullptr;
  const auto chain = bench_chain(options, out);
  if (options.as_json) ward::bench::print_json(out);
  WARD_CHECK(chain);
  return ward::bench::exit_code(cameras);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app{"How well the thermometer estimates oral temperatures, and how honest its slope is."};
  Options options;
  app.add_option("--data", options.data,
                 "folder with FLIR_group*.csv and ICI_group*.csv (PhysioNet 10.13026/3bhc-9065), or its parent")
      ->required();
  app.add_option("--terminals", options.terminals,
                 "folder with the terminals' CSVs (default: terminals beside the data)");
  app.add_option("--picture", options.picture, "SVG to write: shown against true");
  app.add_flag("--json", options.as_json, "one JSON object on the last line");
  CLI11_PARSE(app, argc, argv);
  if (!fs::is_directory(options.data)) {
    say(fmt::format("--data {} is not a folder.", options.data.string()));
    return ward::app::wrong_use;
  }
  options.data = fs::absolute(options.data).lexically_normal();
  if (options.data.filename().empty()) options.data = options.data.parent_path();
  if (fs::is_directory(options.data / "fda")) options.data /= "fda";
  ward::bench::use_own_models();
  const auto code = bench(options);
  return code ? *code : ward::app::report(code.error());
} catch (const std::exception& e) {
  std::cerr << "bench_thermal: " << e.what() << '\n';
  return 1;
}
