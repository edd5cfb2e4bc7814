// ./do bench faces --data DIR [--json]: how well faces are found, told apart with and without a mask, and how well
// masks are told, on public picture sets (layout: src/vision/training/datasets.h). Nothing is scored on what it was
// trained on: pictures that models/mask_training.txt lists are left out of the mask figures, and LFW people that the
// projection was fitted on are no part of the masked figures, which come from MFR2 alone. A set that is not there is
// skipped, said so, and its figures are null; one that is there but cannot be read makes the exit code 1, no set at
// all 4.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <opencv2/core/utility.hpp>
#include <random>
#include <set>

#include "base/paths.h"
#include "figures.h"
#include "vision/alignment.h"
#include "vision/close_up.h"
#include "vision/discriminant.h"
#include "vision/embedder.h"
#include "vision/enroll.h"
#include "vision/exact_index.h"
#include "vision/mask_classifier.h"
#include "vision/training/datasets.h"
#include "vision/training/face_samples.h"
#include "vision/training/train_mask.h"
#include "vision/training/verification.h"

namespace {

using namespace ward;
using namespace ward::vision;
using namespace ward::vision::training;
using bench::Ended;
using bench::figure;
using bench::share;
namespace fs = std::filesystem;

void say(const std::string& sentence) { std::cerr << "bench faces: " << sentence << '\n'; }

void progress(std::string_view what, std::size_t done, std::size_t all) {
  static auto last = std::chrono::steady_clock::time_point{};
  const auto now = std::chrono::steady_clock::now();
  if (now - last < std::chrono::seconds(::isatty(2) ? 1 : 10)) return;
  last = now;
  std::cerr << fmt::format("{} {}/{}\n", what, done, all);
}

struct Parts {
  FaceReader reader;
  MaskClassifier masks;
  Discriminant discriminant;
};

// The face of a portrait: of several the one nearest to the middle.
std::optional<FaceReading> portrait(FaceReader& reader, const cv::Mat& bgr) {
  if (bgr.empty()) return std::nullopt;
  const auto faces = detect_close_up([&](const cv::Mat& picture) { return reader.detect(picture); }, bgr);
  if (faces.empty()) return std::nullopt;
  const cv::Point2f middle(static_cast<float>(bgr.cols) / 2, static_cast<float>(bgr.rows) / 2);
  const auto distance = [&](const Face& face) { return cv::norm((face.box.tl() + face.box.br()) / 2 - middle); };
  return reader.glance(bgr, *std::ranges::min_element(faces, {}, distance));
}

// ---- LFW -----------------------------------------------------------------------------------------------------------

constexpr std::size_t lfw_folds = 10;

// One picture on either side of a comparison, as at a gate: enrolled once, then seen.
struct LfwFace {
  Embedding enrolled, seen;
};

Result<> measure_lfw(Parts& parts, const fs::path& data, json::object& out) {
  WARD_TRY(lfw, read_lfw(data / "lfw"));
  std::map<std::size_t, std::optional<LfwFace>> faces;  // of the pictures that pairs name
  for (const Pair& pair : lfw.pairs) faces[pair.a], faces[pair.b];
  std::size_t done = 0, missing = 0;
  for (auto& [index, face] : faces) {
    progress("lfw", done++, faces.size());
    const cv::Mat bgr = read_picture(lfw.pictures[index].file);
    if (const auto reading = portrait(parts.reader, bgr)) {
      const Embedding seen = parts.reader.embed(bgr, reading->landmarks);
      face = LfwFace{mean_direction(seen, parts.reader.embed_mirrored(bgr, reading->landmarks)), seen};
    } else {
      ++missing;
    }
  }
  Scores listed;
  for (const Pair& pair : lfw.pairs) {
    const auto &a = faces[pair.a], &b = faces[pair.b];
    // The first picture of the pair is enrolled. Without a face there is no match: right for strangers, wrong for the
    // same person.
    const float score = a && b ? exact_score(a->enrolled, b->seen) : -1;
    (pair.same ? listed.same : listed.different).push_back(score);
  }
  std::vector<float> strangers;
  for (auto a = faces.begin(); a != faces.end(); ++a)
    for (auto b = faces.begin(); b != a; ++b)
      if (a->second && b->second && lfw.pictures[a->first].person != lfw.pictures[b->first].person)
        strangers.push_back(exact_score(a->second->enrolled, b->second->seen));
  const bool both = std::min(listed.same.size(), listed.different.size()) >= lfw_folds;  // each fold has some of each
  const bool known = !listed.same.empty() && !strangers.empty();
  out["lfw_pairs"] = lfw.pairs.size();
  out["lfw_not_found"] = missing;
  out["lfw_accuracy"] = both ? figure(balanced_accuracy(listed, lfw_folds)) : nullptr;
  out["lfw_tar_1e3"] = known ? figure(true_accept_rate(listed.same, threshold_at(strangers, 1e-3))) : nullptr;
  out["lfw_strangers"] = strangers.size();
  return {};
}

// ---- MFR2 ----------------------------------------------------------------------------------------------------------

struct Mfr2Face {
  std::string person;
  std::optional<Discriminant::Vector> vector;  // of a masked face, or of an unmasked one's masked template
};

// Every masked picture against every unmasked one, of the people in `chosen` (a person may be there more than once).
Scores compare(const std::map<std::string, std::vector<const Mfr2Face*>>& masked,
               const std::map<std::string, std::vector<const Mfr2Face*>>& bare,
               const std::vector<std::string>& chosen) {
  Scores scores;
  const auto faces_of = [](const auto& by_person, const std::string& person) {
    const auto found = by_person.find(person);
    return found == by_person.end() ? std::vector<const Mfr2Face*>{} : found->second;
  };
  for (const auto& probe : chosen)
    for (const auto& other : chosen)
      for (const Mfr2Face* a : faces_of(masked, probe))
        for (const Mfr2Face* b : faces_of(bare, other))
          (probe == other ? scores.same : scores.different)
              .push_back(a->vector && b->vector ? exact_score(*a->vector, *b->vector) : -1);  // no face: no match
  return scores;
}

double tar_1e3(const Scores& scores) { return true_accept_rate(scores.same, threshold_at(scores.different, 1e-3)); }

Result<> measure_mfr2(Parts& parts, const fs::path& data, json::object& out) {
  WARD_TRY(pictures, read_mfr2(data / "mfr2"));
  std::vector<Mfr2Face> faces(pictures.size());
  std::size_t missing = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    progress("mfr2", i, pictures.size());
    faces[i].person = pictures[i].portrait.person;
    const cv::Mat bgr = read_picture(pictures[i].portrait.file);
    const auto reading = portrait(parts.reader, bgr);
    if (!reading) {
      ++missing;
      continue;
    }
    faces[i].vector =
        parts.discriminant.project(pictures[i].masked() ? parts.reader.embed(bgr, reading->landmarks)
                                                        : template_of(parts.reader, bgr, *reading).masked);
  }
  std::map<std::string, std::vector<const Mfr2Face*>> masked, bare;
  std::set<std::string> names;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    (pictures[i].masked() ? masked : bare)[faces[i].person].push_back(&faces[i]);
    names.insert(faces[i].person);
  }
  std::vector<std::string> people(names.begin(), names.end());
  const Scores all = compare(masked, bare, people);
  if (all.same.empty() || all.different.empty())
    return fail(ErrorKind::invalid, "data.too_little",
                {"mfr2 needs masked and unmasked pictures of at least two people.",
                 "mfr2 至少需要两人的戴口罩与不戴口罩图片。"},
                "data");

  std::vector<double> draws;  // people drawn anew, with replacement (Efron, Annals of Statistics 7:1, 1979)
  std::mt19937 random(5);
  for (int draw = 0; draw < 400; ++draw) {
    std::vector<std::string> chosen;
    for (std::size_t i = 0; i < people.size(); ++i) chosen.push_back(people[random() % people.size()]);
    draws.push_back(tar_1e3(compare(masked, bare, chosen)));
  }
  std::ranges::sort(draws);
  out["mfr2_pairs_same"] = all.same.size();
  out["mfr2_pairs_different"] = all.different.size();
  out["mfr2_not_found"] = figure(share(missing, pictures.size()));
  out["mfr2_tar_1e3"] = tar_1e3(all);
  out["mfr2_tar_1e3_interval"] = json::array{draws[10], draws[389]};  // 95 %
  out["mfr2_eer"] = equal_error_rate(all);
  return {};
}

// ---- masks ---------------------------------------------------------------------------------------------------------

// Hashes of the pictures that the mask classifier was trained on.
Result<std::set<std::string>> trained_pictures(const fs::path& models) {
  WARD_TRY(file, find_model(models, mask_training_file));
  std::ifstream in(file);
  std::set<std::string> hashes;
  for (std::string line; std::getline(in, line);) hashes.insert(line);
  return hashes;
}

MaskReading read_mask(Parts& parts, const cv::Mat& bgr, const FaceReading& reading) {
  return parts.masks.classify(align(bgr, reading.landmarks), parts.reader.embed(bgr, reading.landmarks),
                              reading.face.box.height);
}

bool masked(MaskState state) { return state == MaskState::worn || state == MaskState::badly_worn; }

Result<> measure_masks4k(Parts& parts, const fs::path& data, const std::set<std::string>& trained, json::object& out) {
  WARD_TRY(pictures, read_masks4k(data / "masks4k"));
  std::size_t missing = 0, scored = 0, right = 0, unsure = 0;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    progress("masks4k", i, pictures.size());
    const cv::Mat bgr = read_picture(pictures[i].file);
    const auto faces = bgr.empty()
                           ? std::vector<Face>{}
                           : detect_close_up([&](const cv::Mat& picture) { return parts.reader.detect(picture); }, bgr);
    if (faces.empty()) {
      ++missing;
      continue;
    }
    if (trained.contains(content_hash(pictures[i].file))) continue;
    const MaskState state = read_mask(parts, bgr, parts.reader.glance(bgr, faces.front())).state;
    ++scored;
    unsure += state == MaskState::unsure;
    right += state != MaskState::unsure && masked(state) == pictures[i].masked;  // unsure is never right
  }
  out["mask_pictures"] = pictures.size();
  out["mask_not_found"] = figure(share(missing, pictures.size()));
  out["mask_scored"] = scored;
  out["mask_accuracy"] = figure(share(right, scored));
  out["mask_unsure"] = figure(share(unsure, scored));
  return {};
}

Result<> measure_scenes(Parts& parts, const fs::path& data, const std::set<std::string>& trained, json::object& out) {
  WARD_TRY(scenes, read_facemask853(data / "facemask853"));
  constexpr float large = 60;  // pixels of height of a face that is judged at a gate
  struct Count {
    std::size_t all = 0, hit = 0;
  };
  std::map<int, Count> recall{{40, {}}, {20, {}}, {10, {}}};
  Count bare_called_masked, badly_passed;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    progress("facemask853", i, scenes.size());
    const cv::Mat bgr = read_picture(scenes[i].file);
    const auto faces = bgr.empty() ? std::vector<Face>{} : parts.reader.detect(bgr);
    const float scale =
        bgr.empty() ? 1 : std::min(320.0F / static_cast<float>(bgr.cols), 240.0F / static_cast<float>(bgr.rows));
    const bool seen_before = trained.contains(content_hash(scenes[i].file));
    for (const LabelledFace& labelled : scenes[i].faces) {
      const auto face = matching(faces, labelled.box);
      const float height = labelled.box.height * scale;
      for (auto& [least, count] : recall) {
        const float below = least == 40 ? 1e9F : static_cast<float>(2 * least);  // 10 to 20, 20 to 40, 40 and more
        if (height < static_cast<float>(least) || height >= below) continue;
        ++count.all;
        count.hit += face.has_value();
      }
      if (!face || seen_before) continue;
      const bool bare = labelled.mask == MaskState::none && labelled.box.height >= large;
      const bool badly = labelled.mask == MaskState::badly_worn;
      if (!bare && !badly) continue;
      const MaskState state = read_mask(parts, bgr, parts.reader.glance(bgr, *face)).state;
      Count& count = bare ? bare_called_masked : badly_passed;
      ++count.all;
      count.hit += bare ? masked(state) : state == MaskState::worn;
    }
  }
  for (const auto& [least, count] : recall) {
    out[fmt::format("detector_recall_{}px", least)] = figure(share(count.hit, count.all));
    out[fmt::format("detector_faces_{}px", least)] = count.all;
  }
  out["nomask_called_mask"] = figure(share(bare_called_masked.hit, bare_called_masked.all));
  out["nomask_faces"] = bare_called_masked.all;
  out["badly_worn_passed"] = figure(share(badly_passed.hit, badly_passed.all));
  out["badly_worn_faces"] = badly_passed.all;
  return {};
}

// ---- liveness ------------------------------------------------------------------------------------------------------

// image_T*: a living face; image_F*: a print or a screen. ISO/IEC 30107-3: APCER, BPCER, at probability 0.5.
Result<> measure_liveness(Parts& parts, const fs::path& data, json::object& out) {
  std::size_t living = 0, refused = 0, attacks = 0, passed = 0, missing = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(data / "antispoof", error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("image_T") && !name.starts_with("image_F")) continue;
    const bool alive = name.starts_with("image_T");
    ++(alive ? living : attacks);
    const cv::Mat bgr = read_picture(entry.path());
    auto reading = portrait(parts.reader, bgr);
    if (!reading) {
      ++missing;
      continue;
    }
    reading->quality.fault.reset();  // the network is measured, not the gate before it
    parts.reader.read(bgr, *reading);
    if (alive)
      refused += reading->live < 0.5F;
    else
      passed += reading->live >= 0.5F;
  }
  if (error)
    return fail(ErrorKind::not_found, "data.missing",
                {fmt::format("There is no {}.", (data / "antispoof").string()),
                 fmt::format("找不到 {}。", (data / "antispoof").string())},
                "data");
  out["liveness_apcer"] = figure(share(passed, attacks));
  out["liveness_attacks"] = attacks;
  out["liveness_bpcer"] = figure(share(refused, living));
  out["liveness_living"] = living;
  out["liveness_not_found"] = missing;
  return {};
}

// Prints the figures of one set: those that were not printed yet. Of the `wanted` ones those that could not be measured
// become null, and why is said.
Ended note(const Result<>& measured, std::initializer_list<std::string_view> wanted, json::object& out) {
  static std::size_t printed = 0;
  for (std::size_t i = printed; i < out.size(); ++i) {
    const auto& [name, value] = *(out.begin() + static_cast<std::ptrdiff_t>(i));
    std::cout << fmt::format("  {:<24} {}", std::string(name), json::serialize(value)) << std::endl;
  }
  std::vector<std::string_view> unknown;
  for (const auto name : wanted)
    if (json::value& value = out[name]; value.is_null()) unknown.push_back(name);
  printed = out.size();
  if (unknown.empty()) return Ended::measured;
  say(fmt::format("{} Not measured: {}.",
                  measured ? "There are too few of such faces in the pictures." : measured.error().message.en,
                  fmt::join(unknown, ", ")));
  if (!measured) return measured.error().code == "data.missing" ? Ended::missing : Ended::broken;
  return unknown.size() < wanted.size() ? Ended::measured : Ended::broken;
}

int run(const fs::path& data, const fs::path& models, bool as_json) {
  cv::setNumThreads(1);
  auto reader = FaceReader::open(models);
  auto masks = MaskClassifier::open(models);
  auto discriminant = Discriminant::open(models);
  const auto trained = trained_pictures(models);
  const Error* broken = !reader         ? &reader.error()
                        : !masks        ? &masks.error()
                        : !discriminant ? &discriminant.error()
                        : !trained      ? &trained.error()
                                        : nullptr;
  if (broken) {
    say(broken->message.en);
    return app::unavailable;
  }
  Parts parts{std::move(*reader), std::move(*masks), std::move(*discriminant)};
  json::object out;
  const Ended sets[] = {note(measure_mfr2(parts, data, out), {"mfr2_tar_1e3", "mfr2_eer", "mfr2_not_found"}, out),
                        note(measure_scenes(parts, data, *trained, out),
                             {"detector_recall_40px", "detector_recall_20px", "detector_recall_10px",
                              "nomask_called_mask", "badly_worn_passed"},
                             out),
                        note(measure_masks4k(parts, data, *trained, out), {"mask_accuracy", "mask_not_found"}, out),
                        note(measure_lfw(parts, data, out), {"lfw_accuracy", "lfw_tar_1e3"}, out),
                        note(measure_liveness(parts, data, out), {"liveness_apcer", "liveness_bpcer"}, out)};
  if (as_json) bench::print_json(out);
  return bench::exit_code(sets);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"How well faces are found and recognised, and masks told, on public picture sets."};
  fs::path data, models = fs::path(WARD_SOURCE_DIR) / "var/models";
  bool as_json = false;
  app.add_option("--data", data, "folder that holds lfw/, mfr2/, masks4k/, facemask853/, antispoof/")->required();
  app.add_option("--models", models, "folder of the networks and trained parts");
  app.add_flag("--json", as_json, "one JSON object on the last line");
  CLI11_PARSE(app, argc, argv);
  std::error_code error;
  if (!fs::is_directory(data, error)) {
    say(fmt::format("--data {} is not a folder.", data.string()));
    return app::wrong_use;
  }
  bench::use_own_models();
  return run(data, models, as_json);
}
