// What the three threads of the uplink share: whether the server answers, and how far the clocks are apart.
#pragma once

#include <mutex>

#include "gate/uplink/uplink.h"

namespace ward::gate {

class UplinkStatus {
 public:
  UplinkState get() const {
    std::lock_guard lock(mutex_);
    return state_;
  }
  void answered() {
    std::lock_guard lock(mutex_);
    state_.online = true;
    state_.fault.clear();
  }
  // Logged when it is another failure than before: an outage of days is one line.
  void failed(const Error& error);
  void clock_offset(std::int64_t ms) {
    std::lock_guard lock(mutex_);
    state_.clock_offset_ms = ms;
  }
  void sent(std::size_t passages) {
    std::lock_guard lock(mutex_);
    state_.sent += passages;
  }

 private:
  mutable std::mutex mutex_;
  UplinkState state_;  // guarded by mutex_
};

// What an answer that is no success means. Codes: "uplink.wrong_key" (401, 403: asked again only once a minute),
// "uplink.refused" (4xx with a problem of the server's own), "uplink.server" (anything else).
Error error_of(const http::Answer& answer);

inline constexpr Millis wrong_key_pause{60'000};

}  // namespace ward::gate
