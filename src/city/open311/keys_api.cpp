// Keys for Open311, as administrators give them out.
#include "city/open311/keys_api.h"

#include "base/crypto.h"
#include "city/accounts/session.h"
#include "city/open311/keys.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::open311 {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

Error no_such() {
  return Error::make(ErrorKind::not_found, "open311_key.none", {"There is no such key.", "没有这个密钥。"}, "id");
}

// What a caller may not see is not there.
bool sees(storage::Transaction& t, const accounts::Caller& caller, Operation operation, const Key& key) {
  const auto unit = units::find(t, key.unit);
  return unit && caller.check_unit(operation, unit->path);
}

Result<Response> list(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listOpen311Keys));
  WARD_CHECK(QueryReader(request).finish());
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Key& key : list_keys(t))
      if (sees(t, caller, Operation::listOpen311Keys, key)) items.push_back(to_json(key));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putOpen311Key));
  WARD_TRY(id, city::id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, key_from_json(body));
  const std::string secret = crypto::random_token();
  json::object answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto unit = units::find(t, input.unit))
      WARD_CHECK(caller.check_unit(Operation::putOpen311Key, unit->path));
    const auto before = find_key(t, id);
    if (before && !sees(t, caller, Operation::putOpen311Key, *before)) return std::unexpected(no_such());
    WARD_TRY(is_new, put_key(t, city.clock, id, input, secret, caller.actor()));
    answer = {{"key", to_json(*find_key(t, id))}, {"api_key", is_new ? json::value(secret) : json::value(nullptr)}};
    return {};
  }));
  return Response::of(std::move(answer));
}

Result<Response> remove(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::deleteOpen311Key));
  WARD_TRY(id, city::id_of(request));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const auto key = find_key(t, id);
    if (!key || !sees(t, caller, Operation::deleteOpen311Key, *key)) return std::unexpected(no_such());
    revoke_key(t, city.clock, id, caller.actor());
    return {};
  }));
  return Response::nothing();
}

}  // namespace

void key_routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/open311-keys", [&city](const Request& r) { return list(city, r); });
  router.on("PUT", "/api/v1/open311-keys/{id}", [&city](const Request& r) { return put(city, r); });
  router.on("DELETE", "/api/v1/open311-keys/{id}", [&city](const Request& r) { return remove(city, r); });
}

}  // namespace ward::city::open311
