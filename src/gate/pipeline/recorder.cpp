#include "gate/pipeline/recorder.h"

#include <opencv2/imgcodecs.hpp>

#include "base/log.h"
#include "gate/decision/record.h"

namespace ward::gate {

namespace {

std::vector<std::uint8_t> to_jpeg(const cv::Mat& picture) {
  std::vector<std::uint8_t> bytes;
  if (!picture.empty()) cv::imencode(".jpg", picture, bytes, {cv::IMWRITE_JPEG_QUALITY, 85});
  return bytes;
}

}  // namespace

Recorder::Recorder(Append append, Barrier& barrier, Display& display, bool show_names)
    : append_(std::move(append)), barrier_(barrier), display_(display), show_names_(show_names) {}

Decision Recorder::record(Verdict verdict, const city::Policy& policy) {
  city::Passage& passage = verdict.passage;
  const auto jpeg = to_jpeg(verdict.picture);
  if (!jpeg.empty()) passage.capture = Id::make(passage.at);
  passage.opened = verdict.decision.open;
  if (const auto written = append_(passage, jpeg); !written) {
    log::error("journal: {}", written.error().message.en);
    verdict.observation.storage_fault = true;
    verdict.decision = decide(policy, verdict.observation);
  }
  if (verdict.decision.hold_open)
    barrier_.hold_open(true);
  else if (verdict.decision.open)
    if (const auto told = barrier_.open(std::chrono::seconds{policy.hold_open_s}); !told)
      log::error("barrier: {}", told.error().message.en);
  display_.show(screen_of(verdict.decision, passage, show_names_ ? verdict.name : std::string{}));
  return verdict.decision;
}

}  // namespace ward::gate
