#include "gate/pipeline/standing.h"

#include "gate/decision/record.h"

namespace ward::gate {

Standing::Change Standing::update(const city::Policy& policy, CameraFault camera, Time now,
                                  std::int64_t clock_offset_ms) {
  const bool begins = (policy.open_all && !open_all_) ||
                      (camera != CameraFault::none && camera_ == CameraFault::none && !policy.open_all);
  open_all_ = policy.open_all;
  camera_ = camera;

  Observation seen;
  seen.camera_fault = camera != CameraFault::none;
  const bool special = policy.open_all || seen.camera_fault;
  const Decision decision = special ? decide(policy, seen) : Decision{};
  Change change;
  change.release = holding_ && !decision.hold_open;
  holding_ = decision.hold_open;
  if (begins && decision.passage) {
    Verdict verdict;
    verdict.passage = to_passage(policy, seen, decision, device_, now, clock_offset_ms);
    verdict.passage.id = Id::make(now);
    verdict.decision = decision;
    verdict.observation = std::move(seen);
    change.verdict = std::move(verdict);
  }
  return change;
}

}  // namespace ward::gate
