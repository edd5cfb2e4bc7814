// Whom of several people the gate judges: the nearest one in the middle, or nobody while that is not clear.
#pragma once

#include <optional>
#include <vector>

#include "vision/tracker.h"

namespace ward::gate {

struct Subject {
  std::optional<vision::Track> track;  // nothing: nobody is near
  bool several = false;                // somebody else is as near and as central: neither may be judged
};

// A face counts as near from a height of `near_share` of the picture's height. Nearness is the height of the face, less
// a share that grows to half towards the edge of the picture; whoever reaches `rival_share` of the best one's is a
// rival.
struct SubjectRule {
  float near_share = 0.08F;
  float rival_share = 0.75F;
};
Subject choose_subject(const std::vector<vision::Track>& tracks, cv::Size picture, const SubjectRule& rule = {});

}  // namespace ward::gate
