// The end of the pipeline: journal (durable) -> barrier -> screen. Nothing opens before its passage is on disk.
#pragma once

#include <span>

#include "gate/barrier/barrier.h"
#include "gate/pipeline/attendant.h"
#include "gate/screen/display.h"

namespace ward::gate {

// Returns when the passage is on disk: Journal::append.
using Append = std::function<Result<>(const city::Passage&, std::span<const std::uint8_t> jpeg)>;

class Recorder {
 public:
  // References must outlive it.
  Recorder(Append append, Barrier& barrier, Display& display, bool show_names);

  // When the journal cannot be written, the decision is made again with storage_fault, under the policy it was made
  // under: fail-secure stays shut and calls staff, fail-safe opens unrecorded. Returns what was decided in the end.
  Decision record(Verdict verdict, const city::Policy& policy);

 private:
  Append append_;
  Barrier& barrier_;
  Display& display_;
  bool show_names_;
};

}  // namespace ward::gate
