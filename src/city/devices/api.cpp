// What people do with devices.
#include "city/devices/api.h"

#include "city/accounts/session.h"
#include "city/devices/store.h"
#include "city/query.h"

namespace ward::city::devices {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

Response with_key(const City& city, const Device& device, const std::string& key) {
  json::object body{{"device", to_json(device, city.clock.now())}};
  if (!key.empty()) body["key"] = key;
  return Response::of(body);
}

Result<Response> list_devices(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listDevices));
  QueryReader in(request);
  const auto site = in.id("site");
  WARD_CHECK(in.finish());
  if (site) WARD_CHECK(caller.check_site(*site));
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Device& device : list(t, site))
      if (caller.sees(device.site)) items.push_back(to_json(device, city.clock.now()));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put_device(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putDevice));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, device_from_json(body));
  WARD_CHECK(caller.check_site(input.site));
  const std::string key = crypto::random_token();
  Put done;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(result, put(t, city.clock, id, input, key, caller.actor()));
    done = result;
    return {};
  }));
  return with_key(city, done.device, done.is_new ? key : "");
}

// Runs `change` on the device the path names, if the caller sees its site, and gives back what became of it.
Result<Device> change_device(
    City& city, const Request& request, Operation operation,
    const std::function<Result<>(storage::Transaction&, const Device&, const std::string&)>& change) {
  WARD_TRY(caller, accounts::require(city, request, operation));
  WARD_TRY(id, id_of(request));
  Device device;
  const auto written = city.db.write([&](storage::Transaction& t) -> Result<> {
    const auto found = find(t, id);
    if (!found) return fail(ErrorKind::not_found, "device.unknown", {"There is no such device.", "没有该设备。"});
    WARD_CHECK(caller.check_site(found->site));
    WARD_CHECK(change(t, *found, caller.actor()));
    device = *find(t, id);
    return {};
  });
  if (!written) return std::unexpected(written.error());
  city.changed->notify();  // whoever waits with the old key is turned away
  city.live->publish({"device", json::serialize(to_json(device, city.clock.now()))}, device.site.str());
  return device;
}

Result<Response> revoke_device(City& city, const Request& request) {
  WARD_CHECK(change_device(city, request, Operation::revokeDevice,
                           [&](storage::Transaction& t, const Device& device, const std::string& actor) {
                             return revoke(t, city.clock, device, actor);
                           }));
  return Response::nothing();
}

Result<Response> renew_device_key(City& city, const Request& request) {
  const std::string key = crypto::random_token();
  WARD_TRY(device, change_device(city, request, Operation::renewDeviceKey,
                                 [&](storage::Transaction& t, const Device& found, const std::string& actor) {
                                   return renew_key(t, city.clock, found, key, actor);
                                 }));
  return with_key(city, device, key);
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/devices", [&city](const Request& r) { return list_devices(city, r); });
  router.on("PUT", "/api/v1/devices/{id}", [&city](const Request& r) { return put_device(city, r); });
  router.on("DELETE", "/api/v1/devices/{id}", [&city](const Request& r) { return revoke_device(city, r); });
  router.on("POST", "/api/v1/devices/{id}/key", [&city](const Request& r) { return renew_device_key(city, r); });
}

}  // namespace ward::city::devices
