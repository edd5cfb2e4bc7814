// Time: one injected Clock, UTC inside, the city's zone only at the edge.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace ward {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;            // UTC, what is stored and sent
using Steady = std::chrono::steady_clock::time_point;  // for durations: never jumps

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
  virtual Steady steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
  Steady steady() const override { return std::chrono::steady_clock::now(); }
};

// For tests: stands still until told. Safe to share between threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start = Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} +
                                         std::chrono::hours{0}})
      : now_(start) {}
  Time now() const override {
    std::lock_guard lock(mutex_);
    return now_;
  }
  Steady steady() const override {
    std::lock_guard lock(mutex_);
    return steady_;
  }
  // Moves both clocks, as time does.
  void advance(Millis by) {
    std::lock_guard lock(mutex_);
    now_ += by;
    steady_ += by;
  }
  // Moves only the wall clock, as an administrator or NTP does.
  void jump(Millis by) {
    std::lock_guard lock(mutex_);
    now_ += by;
  }

 private:
  mutable std::mutex mutex_;
  Time now_;       // guarded by mutex_
  Steady steady_;  // guarded by mutex_
};

// Lets time pass: sleeps in the program, moves a ManualClock in tests.
using Wait = std::function<void(Millis)>;
void sleep_for(Millis time);

inline std::int64_t to_millis(Time t) { return t.time_since_epoch().count(); }
inline Time from_millis(std::int64_t ms) { return Time{Millis{ms}}; }

// RFC 3339, UTC, milliseconds: "2026-03-02T08:00:00.000Z".
std::string to_rfc3339(Time t);
// Any RFC 3339 date-time with an offset. Errors: code "time.malformed".
Result<Time> parse_rfc3339(std::string_view text);

using Date = std::chrono::local_days;  // a day on a calendar on the wall, of no zone in particular
// "2026-03-02".
std::string to_text(Date date);
// Exactly so, years 0000 to 9999. Errors: code "date.malformed".
Result<Date> parse_date(std::string_view text);

}  // namespace ward
