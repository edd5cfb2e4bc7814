// Slows down whoever guesses: a token bucket for each name and each address.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace ward::city::accounts {

class Limiter {
 public:
  // `burst` tries at once, then one each `interval`. Remembers at most `capacity` keys: when full, those nearest to
  // having all their tries again are forgotten.
  Limiter(const Clock& clock, int burst, Millis interval, std::size_t capacity = 10'000)
      : clock_(clock), burst_(burst), interval_(interval), capacity_(capacity) {}

  // Takes one try; zero when it may go on, else how long to wait for the next.
  Millis take(const std::string& key);
  // The try was a good one: all tries again.
  void forgive(const std::string& key);

 private:
  void make_room(Steady now);

  const Clock& clock_;
  const int burst_;
  const Millis interval_;
  const std::size_t capacity_;
  std::mutex mutex_;
  // When the bucket will be full again; guarded by mutex_. A bucket that is full is not kept.
  std::unordered_map<std::string, Steady> full_at_;
};

}  // namespace ward::city::accounts
