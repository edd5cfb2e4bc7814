#include "gate/simulation/snapshots.h"

#include <opencv2/imgcodecs.hpp>
#include <set>

namespace ward::gate {

namespace {

constexpr int moments = 12;

// A name that would leave the directory is no file name.
bool plain(const std::string& name) { return name.find_first_of("/\\") == std::string::npos && !name.starts_with('.'); }

Result<cv::Mat> best_picture(const Scene& scene, Stage& stage, vision::FaceReader& reader) {
  cv::Mat best;
  float best_score = 0;
  for (int i = 0; i < moments; ++i) {
    WARD_TRY(shown, stage.paint(scene, scene.seconds * i / moments, static_cast<std::uint64_t>(i)));
    const auto faces = reader.detect(shown.bgr);
    if (faces.size() != 1) continue;
    const auto glance = reader.glance(shown.bgr, faces.front());
    // Enrolment wants open eyes; a gate does not ask for them.
    const float score = glance.quality.fault ? 0 : glance.quality.score * glance.quality.eyes_open;
    if (score <= best_score) continue;
    best_score = score;
    best = shown.bgr;
  }
  if (best.empty())
    return fail(ErrorKind::invalid, "snapshot.no_face",
                {"There is no single good face of " + scene.person + " in its scene.",
                 "场景中没有 " + scene.person + " 的清晰单人面部。"},
                scene.person);
  return best;
}

}  // namespace

Result<std::vector<std::filesystem::path>> write_snapshots(const Scenario& scenario, vision::FaceReader& reader,
                                                           const std::filesystem::path& directory) {
  Stage stage(scenario, reader);
  std::set<std::string> done;
  std::vector<std::filesystem::path> files;
  for (const Scene& scene : scenario.scenes) {
    if (scene.person.empty() || !done.insert(scene.person).second) continue;
    WARD_TRY(picture, best_picture(scene, stage, reader));
    const auto file = directory / (scene.person + ".jpg");
    if (!plain(scene.person) || !cv::imwrite(file.string(), picture, {cv::IMWRITE_JPEG_QUALITY, 95}))
      return fail(ErrorKind::unavailable, "snapshot.unwritable",
                  {"Cannot write " + file.string() + ".", "无法写入 " + file.string() + "。"}, scene.person);
    files.push_back(file);
  }
  return files;
}

}  // namespace ward::gate
