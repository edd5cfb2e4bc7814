// How long to wait after a failure: exponential with jitter, so that a thousand gates do not knock in step after an
// outage.
#pragma once

#include <algorithm>
#include <random>

#include "base/clock.h"

namespace ward::gate {

class Backoff {
 public:
  static constexpr Millis first{500}, longest{60'000};

  explicit Backoff(std::uint64_t seed) : random_(seed) {}

  // Half fixed, half random of 0.5 s, 1 s, 2 s, ... 60 s.
  Millis failed() {
    const Millis whole = next_;
    next_ = std::min(next_ * 2, longest);
    return whole / 2 + Millis{std::uniform_int_distribution<std::int64_t>(0, whole.count() / 2)(random_)};
  }
  void succeeded() { next_ = first; }

 private:
  std::mt19937_64 random_;
  Millis next_ = first;
};

}  // namespace ward::gate
