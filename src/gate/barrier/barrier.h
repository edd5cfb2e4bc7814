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
#include "base/result.h"

namespace ward::gate {

// The state of the way to the barrier, for the device page and the alarms.
struct BarrierHealth {
  std::string fault;         // code of the last failure ("barrier.refused"), empty while all is well
  Text message;              // of that failure
  std::uint64_t opened = 0;  // openings carried out, one for each time it is held open
  std::uint64_t failed = 0;  // openings given up
};

// Safe to call from any thread; returns at once.
class Barrier {
 public:
  virtual ~Barrier() = default;
  // Opens for `hold`. Errors: "barrier.busy" (64 openings wait already: none is lost silently).
  virtual Result<> open(std::chrono::seconds hold) = 0;
  // Fire: open until hold_open(false). Never refused, and goes before every opening that waits.
  virtual void hold_open(bool on) = 0;
  virtual BarrierHealth health() const = 0;
};

// The device itself; called by one thread only, may block for a second or two.
class Relay {
 public:
  virtual ~Relay() = default;
  // Opens; `hold` is for devices that close by themselves. Errors: "barrier.refused" (nobody listens),
  // "barrier.timeout", "barrier.answer" (it listens and says no), "barrier.log".
  virtual Result<> open(std::chrono::seconds hold) = 0;
  virtual Result<> close() = 0;              // where there is no way to close, nothing
  virtual bool closes_itself() const = 0;    // after an opening that worked; then close() is not called
  virtual std::string describe() const = 0;  // "Modbus TCP 192.0.2.7:502, unit 1, coil 0"
  // Whether it answers, in a sentence, without moving anything.
  virtual Result<std::string> ask() = 0;
};

// A gate that was killed may have left the barrier open: it is closed first, unless it is to be open (fire).
enum class AtStart { close, leave };

// Works a Relay, in a thread of its own. An opening that fails is tried again until 3 s after it was asked for (a
// person waits that long, not longer; nothing opens behind one who has gone), then given up, told in the health, and
// the device is closed, because it may have opened without an answer. A closing that fails, and the opening for fire,
// are tried every second until they work. `clock` must outlive it.
std::unique_ptr<Barrier> make_barrier(std::unique_ptr<Relay> relay, const Clock& clock, AtStart start);

// Reads [barrier] of gate.toml: kind = "log", "http" or "modbus", and the keys of that kind.
Result<std::unique_ptr<Relay>> relay_from_config(Config& config, const Clock& clock);

// For tests: remembers what it was told.
class RecordingBarrier final : public Barrier {
 public:
  Result<> open(std::chrono::seconds hold) override;
  void hold_open(bool on) override;
  BarrierHealth health() const override;
  std::vector<std::chrono::seconds> openings() const;
  bool held() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::chrono::seconds> openings_;  // guarded by mutex_
  bool held_ = false;                           // guarded by mutex_
};

}  // namespace ward::gate
