// Follows faces from frame to frame and keeps the best shot of each.
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

class Tracker {
 public:
  // A track ends when not seen for `patience`. Matching is by overlap (IoU) and distance of centres.
  explicit Tracker(Millis patience = Millis{800});
  // The tracks seen in this frame, in the order of `faces`.
  std::vector<Track> update(const std::vector<Face>& faces, Time now);
  // Ids of tracks that ended since the last call.
  std::vector<std::uint64_t> ended();

 private:
  std::vector<Track> tracks_;
  std::vector<std::uint64_t> ended_;
  Millis patience_;
  std::uint64_t next_id_ = 1;
};

}  // namespace ward::vision
