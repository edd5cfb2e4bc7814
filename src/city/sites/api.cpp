// /sites, their policies, and the switch that opens every gate.
#include "city/sites/api.h"

#include "city/accounts/session.h"
#include "city/query.h"
#include "city/sites/store.h"

namespace ward::city::sites {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

Result<Response> list_sites(City& city, const Count& count, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listSites));
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Site& site : list(t))
      if (caller.sees(site.id)) items.push_back(to_json(site, count(t, site.id)));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put_site(City& city, const Count& count, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putSite));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(caller.check_site(id));
  WARD_TRY(body, request.json());
  WARD_TRY(input, site_from_json(body));
  json::value answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(site, put(t, city.clock, id, input, caller.actor()));
    answer = to_json(site, count(t, id));
    return {};
  }));
  return Response::of(std::move(answer));
}

Result<Response> get_policy(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getPolicy));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(caller.check_site(id));
  Result<Policy> policy;
  city.db.read([&](storage::Transaction& t) { policy = policy_of(t, id); });
  if (!policy) return std::unexpected(policy.error());
  return Response::of(to_json(*policy));
}

// Stores what `change` makes of the site's policy and tells the gates.
Result<Response> change_policy(City& city, const accounts::Caller& caller, const Id& site, const std::string& purpose,
                               const std::function<Policy(const Policy&)>& change) {
  Policy after;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(before, policy_of(t, site));
    after = change(before);
    if (after == before) return {};
    return put_policy(t, city.clock, site, after, purpose, caller.actor());
  }));
  city.changed->notify();
  return Response::of(to_json(after));
}

Result<Response> put_policy_route(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putPolicy));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(caller.check_site(id));
  WARD_TRY(body, request.json());
  WARD_TRY(policy, policy_from_json(body));
  return change_policy(city, caller, id, "policy", [&](const Policy&) { return policy; });
}

Result<Response> put_open_all(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putOpenAll));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(caller.check_site(id));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const bool open = in.boolean("open");
  WARD_CHECK(in.finish());
  return change_policy(city, caller, id, "fire", [&](Policy policy) {
    policy.open_all = open;
    return policy;
  });
}

}  // namespace

void routes(http::Router& router, City& city, Count count) {
  router.on("GET", "/api/v1/sites", [&city, count](const Request& r) { return list_sites(city, count, r); });
  router.on("PUT", "/api/v1/sites/{id}", [&city, count](const Request& r) { return put_site(city, count, r); });
  router.on("GET", "/api/v1/sites/{id}/policy", [&city](const Request& r) { return get_policy(city, r); });
  router.on("PUT", "/api/v1/sites/{id}/policy", [&city](const Request& r) { return put_policy_route(city, r); });
  router.on("PUT", "/api/v1/sites/{id}/open-all", [&city](const Request& r) { return put_open_all(city, r); });
}

}  // namespace ward::city::sites
