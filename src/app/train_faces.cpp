// `ward train faces` and `ward train mask`: the small trained parts of vision, from public picture sets on disk.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/core/utility.hpp>

#include "app/command.h"
#include "vision/mask_model.h"
#include "vision/training/train_faces.h"
#include "vision/training/train_mask.h"

namespace ward::app {

namespace {

namespace training = vision::training;

struct TrainFacesOptions {
  std::filesystem::path data;
  std::filesystem::path models = "var/models";
  std::filesystem::path out = "models";
  std::size_t folds = 0;  // 0: train, and write what was trained
};

// One line a second at most, on stderr; over itself where that is a terminal.
training::Progress progress() {
  using clock = std::chrono::steady_clock;
  return [last = clock::time_point{}, tty = ::isatty(2) == 1](std::string_view what, std::size_t done,
                                                              std::size_t all) mutable {
    const auto now = clock::now();
    if (now - last < (tty ? std::chrono::seconds(1) : std::chrono::seconds(10))) return;
    last = now;
    std::cerr << fmt::format("{}{} {}/{}{}", tty ? "\r\033[K" : "", what, done, all, tty ? "" : "\n") << std::flush;
  };
}

Result<> write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::trunc);
  out << text;
  out.close();
  if (!out)
    return fail(ErrorKind::unavailable, "file.unwritable",
                {fmt::format("Cannot write {}.", file.string()), fmt::format("无法写入 {}。", file.string())}, "--out");
  return {};
}

Result<> train_faces(const TrainFacesOptions& options) {
  WARD_TRY(sampler, training::Sampler::open(options.models));
  WARD_TRY(trained, training::train_faces(sampler, options.data, progress()));
  WARD_CHECK(trained.discriminant.save(options.out / "masked_faces.bin"));
  WARD_CHECK(write_text(options.out / "face_thresholds.toml", trained.thresholds.toml()));
  std::cout << fmt::format(
      "masked_faces.bin: {} faces of {} people\n"
      "face_thresholds.toml: masked from {} comparisons of {} people who are not among them\n"
      "{} pictures without a face\n",
      trained.fitted_faces, trained.fitted_people, trained.comparisons, trained.judged_people, trained.not_found);
  return {};
}

Result<> train_mask(const TrainFacesOptions& options) {
  WARD_TRY(sampler, training::Sampler::open(options.models));
  WARD_TRY(faces, training::read_mask_faces(sampler, options.data, progress()));
  if (options.folds > 0) {
    const auto figures = training::validate_mask(faces, options.folds, progress());
    std::cout << fmt::format("{} parts, each judged by a net that was fitted on the others:\n{}", options.folds,
                             figures.text());
    return {};
  }
  const auto trained = training::train_mask(faces, progress());
  WARD_CHECK(trained.net.save(options.out / vision::mask_model_file, vision::mask_model_magic));
  std::string hashes;
  for (const auto& hash : trained.trained_on) hashes += hash + '\n';
  WARD_CHECK(write_text(options.out / training::mask_training_file, hashes));
  std::cout << fmt::format("{}: {} faces; of the pictures kept aside:\n{}", vision::mask_model_file, trained.faces,
                           trained.held_out.text());
  return {};
}

struct Trainer {
  CLI::App* app;
  std::shared_ptr<TrainFacesOptions> options;
};

Trainer add(CLI::App& train, std::function<int()>& chosen, const char* name, const char* summary, const char* footer,
            Result<> (*action)(const TrainFacesOptions&)) {
  CLI::App* app = train.add_subcommand(name, summary);
  auto options = std::make_shared<TrainFacesOptions>();
  app->add_option("--data", options->data, "folder that holds the picture sets")->required();
  app->add_option("--models", options->models, "folder of the networks (*.onnx)")->capture_default_str();
  app->add_option("--out", options->out, "folder to write to")->capture_default_str();
  app->footer(footer);
  app->final_callback([&chosen, options, action] {
    chosen = [options, action]() -> int {
      cv::setNumThreads(1);
      const Result<> trained = action(*options);
      if (trained) return done;
      return report(trained.error(),
                    "--data names the folder above lfw/, masks4k/ and facemask853/; `./do fetch` gets the networks");
    };
  });
  return {app, options};
}

}  // namespace

void add_train_faces(CLI::App& train, std::function<int()>& chosen) {
  add(train, chosen, "faces", "the projection for masked faces and the thresholds of recognition",
      "Reads lfw/ (people without masks) and draws the masks. Takes about ten minutes.", train_faces);
  const Trainer mask = add(
      train, chosen, "mask", "the classifier of masks: worn, badly worn, none",
      "Reads masks4k/, facemask853/ and lfw/. Pictures whose hash falls into a fifth of all are kept aside and judged "
      "at the end. As badly worn masks are rare, --folds judges all pictures instead, each part by a net that was "
      "fitted on the others. Takes five to ten minutes, most of them for reading the faces.",
      train_mask);
  mask.app
      ->add_option("--folds", mask.options->folds,
                   "cross-validate over this many parts: print the figures with their 95 % intervals, write nothing")
      ->check(CLI::Range(2, 20));
}

}  // namespace ward::app
