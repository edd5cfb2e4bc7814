// Paints what a scene shows: a clip, a portrait that moves a little, a print held up by a hand, or the empty entrance.
#pragma once

#include <map>
#include <optional>

#include "gate/simulation/scenario.h"
#include "vision/face_reader.h"

namespace cv {
class VideoCapture;
}

namespace ward::gate {

// A face on stage, in pixels of the painted picture.
struct StagedFace {
  cv::Rect2f box;
  vision::Landmarks landmarks;
};

struct StagedPicture {
  cv::Mat bgr;
  std::vector<StagedFace> faces;
};

// Used by one thread. Finds the faces of each frame of a clip once and remembers them.
class Stage {
 public:
  // `reader` must outlive it.
  Stage(const Scenario& scenario, vision::FaceReader& reader);
  ~Stage();
  // The scene `seconds` after its beginning. `beat` seeds the camera's noise. Errors: "scenario.file" when it cannot be
  // read, "scenario.clip_over" when the clip is shorter than the scene.
  Result<StagedPicture> paint(const Scene& scene, double seconds, std::uint64_t beat);
  // Whether every file of the scenario can be read.
  Result<> check();

 private:
  struct Clip;
  struct Still {
    cv::Mat bgr;  // of the scenario's size
    std::vector<StagedFace> faces;
  };

  Result<StagedPicture> clip(const Scene& scene, double seconds);
  Result<StagedPicture> portrait(const Scene& scene, double seconds);
  Result<StagedPicture> print(const Scene& scene, double seconds);
  Result<const Still*> still(const Scene& scene);
  cv::Mat fit(const cv::Mat& picture, const cv::Rect2d& crop) const;
  std::vector<StagedFace> find_faces(const cv::Mat& bgr);
  void hold_up_pass(const Scene& scene, double seconds, StagedPicture& picture) const;
  void put_on_mask(const Scene& scene, StagedPicture& picture) const;
  void add_noise(cv::Mat& bgr, std::uint64_t beat) const;

  const Scenario& scenario_;
  vision::FaceReader& reader_;
  std::map<std::string, std::unique_ptr<Clip>> clips_;  // by file
  std::map<std::string, Still> stills_;                 // by file and crop
  cv::Mat wall_, noise_;
};

}  // namespace ward::gate
