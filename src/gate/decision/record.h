// The passage that a decision becomes.
#pragma once

#include "gate/decision/decision.h"

namespace ward::gate {

// Fills a passage: only what the decision allows to be kept (who, the temperature). `id`, `capture` and `opened` are
// the caller's; `opened` starts as decision.open.
city::Passage to_passage(const city::Policy& policy, const Observation& observation, const Decision& decision,
                         const Id& device, Time at, std::int64_t clock_offset_ms);

}  // namespace ward::gate
