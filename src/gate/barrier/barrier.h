// What opens. The gate tells a Barrier and never waits for it; a worker tells the Relay, which may take its time.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/config.h"
#include "base/queue.h"
#include "base/result.h"

namespace ward::gate {

// The state of the way to the barrier, for the device page and the alarms.
struct BarrierHealth {
  std::string fault;         // code of the last failure ("barrier.refused"), empty while all is well
  Text message;              // of that failure
  std::uint64_t opened = 0;  // commands carried out
  std::uint64_t failed = 0;  // commands given up
};

// Safe to call from any thread; returns at once.
class Barrier {
 public:
  virtual ~Barrier() = default;
  // Opens for `hold`. Errors: "barrier.busy" (64 commands wait already: none is lost silently).
  virtual Result<> open(std::chrono::seconds hold) = 0;
  // Fire: open until hold_open(false).
  virtual Result<> hold_open(bool on) = 0;
  virtual BarrierHealth health() const = 0;
};

// The device itself; called by one thread only, may block for a second or two.
class Relay {
 public:
  virtual ~Relay() = default;
  // Opens; `hold` is for devices that close by themselves. Errors: "barrier.refused" (nobody listens),
  // "barrier.timeout", "barrier.answer" (it listens and says no), "barrier.log".
  virtual Result<> open(std::chrono::seconds hold) = 0;
  virtual Result<> close() = 0;
  virtual bool closes_itself() const = 0;    // then close() is not called
  virtual std::string describe() const = 0;  // "Modbus TCP 192.0.2.7:502, unit 1, coil 0"
};

// Carries out commands on a Relay, in order, in a thread of its own. An opening that fails is tried again for 3 s (a
// person waits that long, not longer), then given up and told in the health. A closing that fails, and the opening for
// fire, are tried every second until they work.
std::unique_ptr<Barrier> make_barrier(std::unique_ptr<Relay> relay);

// Reads [barrier] of gate.toml: kind = "log", "http" or "modbus", and the keys of that kind.
Result<std::unique_ptr<Relay>> relay_from_config(Config& config, const Clock& clock);

// For tests: remembers what it was told.
class RecordingBarrier final : public Barrier {
 public:
  Result<> open(std::chrono::seconds hold) override;
  Result<> hold_open(bool on) override;
  BarrierHealth health() const override;
  std::vector<std::chrono::seconds> openings() const;
  bool held() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::chrono::seconds> openings_;  // guarded by mutex_
  bool held_ = false;                           // guarded by mutex_
};

}  // namespace ward::gate
