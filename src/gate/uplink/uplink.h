// Between the gate's journal and the server: passages up, whitelist and policy down, health both ways. Three threads
// that never hold the gate up; each survives the server being away for days.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/config.h"
#include "gate/journal/journal.h"
#include "gate/uplink/health.h"
#include "gate/uplink/transport.h"
#include "gate/whitelist/whitelist.h"

namespace ward::gate {

struct UplinkOptions {
  std::string server;     // "http://127.0.0.1:8080"; empty: the gate works alone and keeps its journal
  std::string key;        // of the device
  std::string authority;  // PEM file, "" for the system's
};

// Reads [server] of gate.toml: url, key or key_file, authority. Errors: "uplink.key" (file unreadable or empty).
Result<UplinkOptions> uplink_from_config(Config& config);

// How the uplink itself is doing.
struct UplinkState {
  bool online = false;  // the server answered last time
  std::string fault;    // code of the last failure ("net.refused", "uplink.wrong_key"), "" when online
  std::optional<std::int64_t> clock_offset_ms;  // gate minus server, corrected for half the round trip
  std::uint64_t sent = 0;                       // passages confirmed since the start
};

// The gate as the uplink needs it. Called every 5 s, both by the same thread.
struct UplinkHooks {
  // The uplink fills in at, version, journal_*, clock_offset_ms, whitelist_* and passages_rejected.
  std::function<Health()> health;
  // Gate minus server, as it was just found: from then on it travels beside the time of each passage.
  std::function<void(std::int64_t ms)> clock_offset = [](std::int64_t) {};
};

class Uplink {
 public:
  // `whitelist` may be null (a drill). All references must outlive it.
  static std::unique_ptr<Uplink> start(const UplinkOptions& options, Journal& journal, Whitelist* whitelist,
                                       const Clock& clock, UplinkHooks gate);
  virtual ~Uplink() = default;  // stops; what is under way is abandoned, the journal keeps it
  virtual UplinkState state() const = 0;
};

}  // namespace ward::gate
