// Looks at every frame and decides: detect -> track, keep the best shot -> align, mask, liveness, embed -> match ->
// thermometer -> decide. No threads and no clock of its own: time is that of the frames.
#pragma once

#include <functional>
#include <map>

#include "gate/camera/camera.h"
#include "gate/pipeline/senses.h"
#include "gate/pipeline/subject.h"
#include "gate/pipeline/visit.h"
#include "gate/screen/state.h"
#include "vision/tracker.h"

namespace ward::gate {

// A decision that becomes a passage, on its way to the journal.
struct Verdict {
  Observation observation;
  Decision decision;
  city::Passage passage;
  std::string name;                     // of the person identified; empty otherwise
  cv::Mat picture;                      // the best shot, to be kept; empty for none
  std::optional<Time> first_full_face;  // when the person could first be judged, by the clock that never jumps
};

// What one frame led to.
struct Sight {
  std::optional<ScreenState> screen;  // nothing: what the screen shows stays
  std::vector<cv::Rect2f> faces;      // pixels; the judged one first
  std::optional<Verdict> verdict;
};

struct AttendantSettings {
  VisitTimes times;
  Millis track_patience{400};    // a face out of sight for longer begins a new visit ...
  Millis same_visit{3000};       // ... but whoever is back within this goes on with the one before
  float same_person = 0.45F;     // cosine from which two embeddings are taken for one person
  Millis sensor_patience{2000};  // a thermal sensor silent for longer is down: nobody waits for it
  Millis pass_every{200};        // how often a pass is looked for in the picture
  Millis pass_kept{3000};        // one that was held before the face counts for whoever is seen within this
  Id device;
};

class Attendant {
 public:
  // `senses` must outlive it. `policy` and `clock_offset_ms` are asked for with every frame.
  Attendant(AttendantSettings settings, Senses& senses, std::function<city::Policy()> policy,
            std::function<std::int64_t()> clock_offset_ms);

  Sight see(const Frame& frame);
  // The camera shows nothing that may be judged: whoever was being judged begins again.
  void lose_sight();

 private:
  struct Present {
    Visit visit;
    Time last_seen;
  };

  Subject choose(const std::vector<vision::Track>& tracks, cv::Size picture) const;
  bool admitted(const vision::Track& track) const;
  void attend(Sight& sight, const Frame& frame, const Subject& subject);
  bool takes_another_turn(Visit& visit, const Frame& frame, const vision::FaceReading& glance, bool was_out_of_sight);
  Observation observe(Visit& visit, const Frame& frame, const vision::FaceReading& glance, std::string& name);
  void recognise(Visit& visit, Observation& seen, std::string& name);
  void judge(Sight& sight, Visit& visit, const Frame& frame, Observation seen, const std::string& name);
  bool came_back(Visit& visit) const;
  void forget(const std::vector<std::uint64_t>& ended, Time now);
  void look_for_pass(const cv::Mat& bgr, Time now);
  void take_pass(Visit& visit, Time now);
  void watch_sensor(Time now);

  const AttendantSettings settings_;
  Senses& senses_;
  const std::function<city::Policy()> policy_source_;
  const std::function<std::int64_t()> clock_offset_ms_;
  vision::Tracker tracker_;
  std::map<std::uint64_t, Present> present_;  // by track
  std::vector<Present> gone_;                 // out of sight for less than same_visit, with their faces known
  std::optional<Time> sensor_down_since_;
  struct ShownPass {
    Found owner;
    Time at;
  };
  std::optional<ShownPass> shown_pass_;  // and nobody was there yet to be judged with it
  Time pass_looked_for_{};
  city::Policy policy_;  // of this frame
};

}  // namespace ward::gate
