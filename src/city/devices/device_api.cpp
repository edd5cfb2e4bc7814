// What devices themselves call: what is new for them, and how they are.

#include <algorithm>
#include <charconv>

#include "city/alarms/alarms.h"
#include "city/devices/store.h"
#include "city/people/people.h"
#include "city/sites/sites.h"

namespace ward::city::devices {

namespace {

using http::Request;
using http::Response;

constexpr int upserts_an_answer = 1'000;

Result<std::int64_t> query_integer(const Request& request, const std::string& name, std::int64_t max) {
  const auto found = request.query.find(name);
  std::int64_t value = -1;
  if (found != request.query.end()) {
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) value = -1;
  }
  if (value < 0 || value > max)
    return fail(ErrorKind::invalid, "query.range",
                {name + " must be an integer from 0 to " + std::to_string(max) + ".",
                 name + " 应为 0 到 " + std::to_string(max) + " 的整数。"},
                name);
  return value;
}

std::chrono::milliseconds patience_of(const Request& request) {
  return std::chrono::seconds(query_integer(request, "wait", 25).value_or(0));
}

json::value to_json(const people::Listed& listed) {
  return {{"person", listed.person.str()},
          {"name", listed.name},
          {"group", listed.group ? json::value(*listed.group) : json::value(nullptr)},
          {"template", crypto::base64(listed.template_bytes)}};
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
  WARD_TRY(since, query_integer(request, "whitelist", std::int64_t(1) << 53));
  if (request.query.contains("wait")) WARD_CHECK(query_integer(request, "wait", 25));
  const auto known_policy = request.query.find("policy");
  if (known_policy == request.query.end())
    return fail(ErrorKind::invalid, "field.missing", {"policy is missing.", "缺少 policy。"}, "policy");

  Result<Policy> policy;
  Result<people::WhitelistChanges> changes;
  bool news = false;
  city.db.read([&](storage::Transaction& t) {
    policy = sites::policy_of(t, device.site);
    news = (policy && policy->version() != known_policy->second) || people::whitelist_version(t, device.site) != since;
    if (news || last) changes = people::whitelist_changes(t, city.vault, device.site, since, upserts_an_answer);
  });
  if (!policy) return std::unexpected(policy.error());
  if (!changes) return std::unexpected(changes.error());
  if (!news && !last) return std::nullopt;
  if (!changes->upserts.empty())
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      people::journal_push(t, city.clock, device.device, device.site, *changes);
      return {};
    }));
  return answer(city, *changes, *policy, policy->version() != known_policy->second);
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
