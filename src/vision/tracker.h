// Follows faces from frame to frame, so that a person keeps one number and the best shot can be chosen by it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "vision/types.h"

namespace ward::vision {

struct Track {
  std::uint64_t id = 0;  // counts up for the life of the tracker
  Face face;             // where it is now
  Time first_seen, last_seen;
  int frames = 0;  // in how many frames it was seen
};

// Time only ever counts forward here: when the clock is set back, the tracks' times are set back with it and no time
// has passed; when it leaps ahead by more than the patience, the tracks end, as after a camera that stood still that
// long. Somebody else may stand there by then: a new number is the safe answer.
class Tracker {
 public:
  // A track ends when not seen for `patience`. Matching is by overlap (IoU) and distance of centres, after moving each
  // track on by its speed.
  explicit Tracker(Millis patience = Millis{800});
  // The tracks seen in this frame, in the order of `faces`.
  std::vector<Track> update(const std::vector<Face>& faces, Time now);
  // Ids of tracks that ended since the last call.
  std::vector<std::uint64_t> ended();

 private:
  struct Followed {
    Track track;
    cv::Point2f speed;  // of the centre, pixels per millisecond
    void move_to(const Face& face, Time now);
  };

  void follow_clock(Time now);
  void end_lost(Time now);
  std::vector<std::size_t> assign(const std::vector<Face>& faces, Time now) const;

  std::vector<Followed> followed_;
  std::vector<std::uint64_t> ended_;
  Millis patience_;
  Time latest_{};  // of the last update
  std::uint64_t next_id_ = 1;
};

}  // namespace ward::vision
