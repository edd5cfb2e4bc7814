// Whitelist and policy, from the server to the gate: a long poll that is answered when something changes.
#pragma once

#include "gate/uplink/backoff.h"
#include "gate/uplink/status.h"
#include "gate/uplink/transport.h"
#include "gate/whitelist/whitelist.h"

namespace ward::gate {

// One thread calls step().
class Follower {
 public:
  static constexpr std::chrono::seconds wait{25};  // how long the server may hold its answer
  static constexpr Millis at_least{1'000};         // between two answers that say nothing

  Follower(Whitelist& whitelist, Transport& transport, UplinkStatus& status, const Clock& clock, std::uint64_t seed)
      : whitelist_(whitelist), transport_(transport), status_(status), clock_(clock), backoff_(seed) {}

  // Asks once and applies the answer. Returns how long to wait before the next step.
  Millis step();

 private:
  Result<Changes> ask();
  Millis after(const Error& error);

  Whitelist& whitelist_;
  Transport& transport_;
  UplinkStatus& status_;
  const Clock& clock_;
  Backoff backoff_;
};

}  // namespace ward::gate
