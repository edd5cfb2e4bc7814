#include "thermal/freshness.h"

#include <cmath>
#include <cstring>

namespace ward::thermal {

namespace {

constexpr Millis rate_window{3000};
constexpr int late_after = 3;         // frames: a jump of the wall clock makes one or two look late
constexpr Millis cooled_off{60'000};  // away for a minute: the sensor was off and warms up again

bool identical(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size() || a.type() != b.type() || !a.isContinuous() || !b.isContinuous()) return false;
  return std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

}  // namespace

FreshnessSettings FreshnessSettings::read(Config& config, const std::string& prefix) {
  FreshnessSettings s;
  const auto millis = [&](const char* key, Millis fallback, std::int64_t min, std::int64_t max, const char* doc) {
    return Millis{config.integer(prefix + "." + key, fallback.count(), min, max, doc)};
  };
  s.silent_after =
      millis("silent_after_ms", s.silent_after, 100, 60'000, "no frame for so long: the sensor is silent, ms");
  s.settle = millis("settle_ms", s.settle, 0, 60'000, "no measuring for so long after a flat-field correction, ms");
  s.warm_up = millis("warm_up_ms", s.warm_up, 0, 7'200'000,
                     "no measuring for so long after the sensor starts, ms (30 min is usual: 1800000)");
  s.frozen_after = static_cast<int>(
      config.integer(prefix + ".frozen_after", s.frozen_after, 2, 1000, "so many frames alike to the bit: frozen"));
  s.jump = static_cast<float>(config.number(prefix + ".jump", s.jump, 0.05, 5,
                                            "a jump of the black-body offset that means a flat-field correction, °C"));
  return s;
}

void Freshness::note(const ThermalFrame& frame, std::optional<float> offset, Steady now, bool late) {
  if (!any_ || now - last_ > cooled_off) {
    warm_since_ = now;
    settled_at_ = now;
    arrivals_.clear();
  }
  const bool jumped = offset && last_offset_ && std::abs(*offset - *last_offset_) > settings_.jump;
  if (frame.flat_field || (any_ && jumped)) settled_at_ = now + settings_.settle;
  last_offset_ = offset;
  alike_ = any_ && !frame.still && identical(frame.celsius, last_picture_) ? alike_ + 1 : 1;
  late_ = late ? late_ + 1 : 0;
  last_picture_ = frame.celsius;
  last_ = now;
  any_ = true;
  refused_ = false;
  arrivals_.push_back(now);
  while (now - arrivals_.front() > rate_window) arrivals_.pop_front();
}

ThermalFault Freshness::fault(Steady now) const {
  if (!any_ || now - last_ > settings_.silent_after) return refused_ ? ThermalFault::corrupt : ThermalFault::no_frame;
  if (late_ >= late_after) return ThermalFault::late;
  if (alike_ >= settings_.frozen_after) return ThermalFault::frozen;
  if (now < settled_at_ || now - warm_since_ < settings_.warm_up) return ThermalFault::settling;
  return ThermalFault::none;
}

float Freshness::rate_hz() const {
  if (arrivals_.size() < 2) return 0;
  const auto span = std::chrono::duration<float>(arrivals_.back() - arrivals_.front()).count();
  return span > 0 ? static_cast<float>(arrivals_.size() - 1) / span : 0;
}

}  // namespace ward::thermal
