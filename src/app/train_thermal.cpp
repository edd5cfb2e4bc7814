// `ward train thermal`: the estimator's coefficients from the published clinical data.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "app/command.h"
#include "thermal/clinical.h"
#include "thermal/evaluate.h"
#include "thermal/fit.h"

namespace ward::app {

namespace {

struct TrainThermalOptions {
  std::filesystem::path data;
  std::filesystem::path out = "models/thermal_coefficients.toml";
  std::string version = "1";
};

Result<std::vector<thermal::ClinicalPerson>> read_camera(const TrainThermalOptions& options,
                                                         const std::string& camera) {
  const auto file = options.data / (camera + "_group1.csv");
  WARD_TRY(data, thermal::load_clinical(file));
  std::cout << fmt::format("{}: {} people, {} rounds missing\n", file.filename().string(), data.people.size(),
                           data.missing_rounds);
  for (const auto& what : data.rejected) std::cout << "  rejected " << what << '\n';
  return std::move(data.people);
}

Result<> train(const TrainThermalOptions& options) {
  const thermal::FitSettings settings;
  thermal::CoefficientsFile file{.version = options.version, .cameras = {}, .trained_on = {}};
  std::set<std::string> ids;
  for (const std::string camera : {"FLIR", "ICI"}) {
    WARD_TRY(people, read_camera(options, camera));
    if (thermal::people_to_fit_on(people) < thermal::fewest_people)
      return fail(ErrorKind::invalid, "train.too_few",
                  {fmt::format("{} has fewer than {} people with complete rounds: too few to fit on.", camera,
                               thermal::fewest_people),
                   fmt::format("{} 中数据完整的人员少于 {} 人，不足以拟合。", camera, thermal::fewest_people)},
                  "--data");
    file.cameras[camera] = thermal::fit_coefficients(people, settings);
    for (const auto& person : people) ids.insert(person.id);
  }
  file.trained_on.assign(ids.begin(), ids.end());
  std::ofstream out(options.out);
  out << file.to_toml(fmt::format(
      "Skin to oral temperature: lines fitted by `ward train thermal` on group 1 of PhysioNet 10.13026/3bhc-9065 "
      "(CC0).\n"
      "Ridge {}, rows weighted by the density of their oral temperature to the power -{} (four shots: -{}).",
      settings.ridge, settings.exponent, settings.exponent_shots));
  out.flush();
  if (!out)
    return fail(ErrorKind::unavailable, "train.unwritable",
                {fmt::format("{} cannot be written.", options.out.string()),
                 fmt::format("无法写入 {}。", options.out.string())},
                "--out");
  for (const auto& [name, c] : file.cameras)
    for (const auto& [method, line] : {std::pair{"canthi", c.canthi},
                                       {"canthi+face", c.whole_face},
                                       {"canthi+forehead+face, 4 shots", c.four_shots}})
      std::cout << fmt::format(
          "{} {}: canthi {:.3f}, cooler canthus {:.3f}, forehead {:.3f}, face {:.3f}, room {:.3f}; SD {:.3f} (of which "
          "{:.3f} a shot)\n",
          name, method, line.canthi, line.cooler, line.forehead, line.face, line.room, line.sd, line.shot_sd);
  std::cout << "written: " << options.out.string() << '\n';
  return {};
}

}  // namespace

void add_train_thermal(CLI::App& train_command, std::function<int()>& chosen) {
  auto options = std::make_shared<TrainThermalOptions>();
  CLI::App* command = train_command.add_subcommand("thermal", "fit the thermometer's coefficients on clinical data");
  command
      ->add_option("--data", options->data,
                   "folder with FLIR_group1.csv and ICI_group1.csv (PhysioNet 10.13026/3bhc-9065)")
      ->required();
  command->add_option("--out", options->out, "coefficients' file to write")->capture_default_str();
  command->add_option("--version-name", options->version, "names these coefficients in every record")
      ->capture_default_str();
  command->final_callback([&chosen, options] {
    chosen = [options]() -> int {
      if (const auto trained = train(*options); !trained)
        return report(trained.error(), "the clinical data is at https://physionet.org/content/face-oral-temp-data/");
      return done;
    };
  });
}

}  // namespace ward::app
