// What devices themselves call: what is new for them, and how they are.
#include "city/alarms/api.h"
#include "city/alarms/store.h"
#include "city/devices/api.h"
#include "city/devices/authenticate.h"
#include "city/devices/store.h"
#include "city/people/store.h"
#include "city/query.h"
#include "city/sites/store.h"

namespace ward::city::devices {

namespace {

using http::Request;
using http::Response;

constexpr int upserts_an_answer = 1'000;

// What a gate asks with.
struct Question {
  std::int64_t whitelist = 0;  // the version it has
  std::string policy;          // the version it has; "" for none
  std::chrono::seconds wait{0};
};

Result<Question> question_of(const Request& request) {
  QueryReader in(request);
  const auto whitelist = in.integer("whitelist", 0, std::int64_t(1) << 53);
  const auto wait = in.integer("wait", 0, 25);
  const auto policy = in.text("policy", 100);
  if (!whitelist) in.fault("whitelist", {"whitelist is missing.", "缺少 whitelist。"});
  if (!request.query.contains("policy")) in.fault("policy", {"policy is missing.", "缺少 policy。"});
  WARD_CHECK(in.finish());
  return Question{*whitelist, policy.value_or(""), std::chrono::seconds(wait.value_or(0))};
}

std::chrono::milliseconds patience_of(const Request& request) {
  const auto question = question_of(request);
  return question ? question->wait : std::chrono::seconds(0);
}

json::value to_json(const people::Listed& listed) {
  return {{"person", listed.person.str()},
          {"name", listed.name},
          {"group", or_null(listed.group)},
          {"template", listed.template_bytes ? json::value(crypto::base64(*listed.template_bytes)) : nullptr},
          {"pass", listed.pass ? json::value(crypto::base64(*listed.pass)) : nullptr}};
}

Response answer(const City& city, const people::WhitelistChanges& changes, const Policy& policy, bool policy_is_new) {
  json::array upserts, removals;
  for (const auto& listed : changes.upserts) upserts.push_back(to_json(listed));
  for (const Id& person : changes.removals) removals.emplace_back(person.str());
  return Response::of({{"server_time", to_rfc3339(city.clock.now())},
                       {"whitelist_version", changes.version},
                       {"full", changes.full},
                       {"upserts", std::move(upserts)},
                       {"removals", std::move(removals)},
                       {"more", changes.more},
                       {"policy_version", policy.version()},
                       {"policy", policy_is_new ? city::to_json(policy) : json::value(nullptr)}});
}

// Nothing while the gate has what there is, unless it is the `last` time it is asked.
Result<std::optional<Response>> get_changes(City& city, const Request& request, bool last) {
  WARD_TRY(device, require_device(city, request));
  WARD_TRY(known, question_of(request));
  Result<Policy> policy;
  Result<people::WhitelistChanges> changes;
  bool news = false;
  city.db.read([&](storage::Transaction& t) {
    policy = sites::policy_of(t, device.site);
    news =
        (policy && policy->version() != known.policy) || people::whitelist_version(t, device.site) != known.whitelist;
    if (news || last)
      changes = people::whitelist_changes(t, city.vault, device.site, known.whitelist, upserts_an_answer);
  });
  if (!policy) return std::unexpected(policy.error());
  if (!changes) return std::unexpected(changes.error());
  if (!news && !last) return std::nullopt;
  if (!changes->upserts.empty() || !changes->removals.empty())
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      people::journal_push(t, city.clock, device.device, device.site, *changes);
      return {};
    }));
  return answer(city, *changes, *policy, policy->version() != known.policy);
}

Result<Response> send_health(City& city, const Request& request) {
  WARD_TRY(caller, require_device(city, request));
  WARD_TRY(body, request.json());
  WARD_TRY(health, health_from_json(body));
  const Time now = city.clock.now();
  Device device;
  std::vector<Id> alarms;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    put_health(t, caller.device, health, now);
    alarms = alarms::from_health(t, city, caller.device, health);
    device = *find(t, caller.device);
    return {};
  }));
  city.live->publish({"device", json::serialize(devices::to_json(device, now))}, device.site.str());
  alarms::publish(city, alarms);
  return Response::of({{"server_time", to_rfc3339(city.clock.now())}});
}

}  // namespace

void device_routes(http::Router& router, City& city) {
  router.on_waiting("GET", "/api/v1/device/changes", city.changed, patience_of,
                    [&city](const Request& r, bool last) { return get_changes(city, r, last); });
  router.on("POST", "/api/v1/device/health", [&city](const Request& r) { return send_health(city, r); }, 64 << 10);
}

}  // namespace ward::city::devices
