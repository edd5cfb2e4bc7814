#include "gate/uplink/follower.h"

#include <fmt/format.h>

namespace ward::gate {

Result<Changes> Follower::ask() {
  const auto policy = whitelist_.policy();
  const std::string path = fmt::format("/device/changes?whitelist={}&policy={}&wait={}", whitelist_.version(),
                                       policy ? policy->version() : "", wait.count());
  WARD_TRY(answer, transport_.send("GET", path, "", ""));
  if (answer.status != 200) return std::unexpected(error_of(answer));
  return changes_from_json(answer.body);
}

Millis Follower::step() {
  const Steady asked = clock_.steady();
  const std::int64_t before = whitelist_.version();
  const auto changes = ask();
  if (!changes) return after(changes.error());
  if (const auto applied = whitelist_.apply(*changes); !applied) return after(applied.error());
  backoff_.succeeded();
  status_.answered();
  const bool news = changes->more || changes->policy || changes->whitelist_version != before;
  const bool held = clock_.steady() - asked >= at_least;
  return news || held ? Millis{0} : at_least;
}

Millis Follower::after(const Error& error) {
  status_.failed(error);
  return error.code == "uplink.wrong_key" ? wrong_key_pause : backoff_.failed();
}

}  // namespace ward::gate
