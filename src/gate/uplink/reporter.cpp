#include "gate/uplink/reporter.h"

#include "base/version.h"

namespace ward::gate {

Health Reporter::complete() const {
  Health health = gate_.health();
  health.at = clock_.now();
  health.version = version;
  health.journal_depth = std::int64_t(journal_.depth());
  health.journal_fault = journal_.fault();
  health.passages_rejected = std::int64_t(journal_.rejected());
  health.clock_offset_ms = status_.get().clock_offset_ms;
  if (whitelist_) {
    health.whitelist_version = whitelist_->version();
    health.whitelist_people = std::int64_t(whitelist_->people());
  }
  return health;
}

Result<Time> Reporter::exchange() {
  WARD_TRY(answer, transport_.send("POST", "/device/health", json::serialize(to_json(complete())), "application/json"));
  if (answer.status != 200) return std::unexpected(error_of(answer));
  WARD_TRY(value, parse_json(answer.body));
  JsonReader in(value);
  const Time server = in.time("server_time");
  WARD_CHECK(in.finish());
  return server;
}

// Cristian's algorithm: the server read its clock half a round trip ago (Distributed Computing 3:146, 1989).
Millis Reporter::step() {
  const Steady asked = clock_.steady();
  const auto server = exchange();
  if (!server) {
    status_.failed(server.error());
    return server.error().code == "uplink.wrong_key" ? wrong_key_pause : every;
  }
  status_.answered();
  const auto round_trip = std::chrono::duration_cast<Millis>(clock_.steady() - asked);
  if (round_trip > longest_round_trip) return every;
  const std::int64_t offset_ms = (clock_.now() - round_trip / 2 - *server).count();
  status_.clock_offset(offset_ms);
  gate_.clock_offset(offset_ms);
  return every;
}

}  // namespace ward::gate
