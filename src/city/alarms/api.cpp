#include "city/alarms/api.h"

#include "city/accounts/session.h"
#include "city/alarms/store.h"
#include "city/query.h"

namespace ward::city::alarms {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

template <class T, class F>
json::value maybe(const std::optional<T>& value, F show) {
  return value ? json::value(show(*value)) : json::value(nullptr);
}

json::value to_json(const Alarm& a, http::Language language) {
  const Text text = sentence(a);
  const auto as_is = [](const std::string& s) { return s; };
  return {{"id", a.id.str()},
          {"site", a.site.str()},
          {"device", a.device.str()},
          {"device_name", a.device_name},
          {"kind", json::string_view(to_string(a.kind))},
          {"at", to_rfc3339(a.at)},
          {"text", language == http::Language::zh ? text.zh : text.en},
          {"passage", maybe(a.passage, [](const Id& id) { return id.str(); })},
          {"acknowledged_at", maybe(a.acknowledged_at, to_rfc3339)},
          {"acknowledged_by", maybe(a.acknowledged_by, as_is)},
          {"note", maybe(a.note, as_is)}};
}

Result<Response> list_alarms(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listAlarms));
  QueryReader query(request);
  Filter filter{.sites = caller.sites, .open = query.boolean("open").value_or(false), .limit = query.limit()};
  const auto site = query.id("site");
  filter.before = query.after();
  WARD_CHECK(query.finish());
  if (site) {
    WARD_CHECK(caller.check_site(*site));
    filter.sites = {*site};
  }
  std::vector<Alarm> alarms;
  city.db.read([&](storage::Transaction& t) { alarms = list(t, filter); });
  json::array items;
  for (const Alarm& alarm : alarms) items.push_back(to_json(alarm, request.language));
  json::value next = nullptr;
  if (int(alarms.size()) == filter.limit) next = city::to_string(TimeCursor{alarms.back().at, alarms.back().id});
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> acknowledge_alarm(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::acknowledgeAlarm));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const auto note = in.maybe_text("note", 0, 1'000);
  WARD_CHECK(in.finish());
  std::optional<Alarm> alarm;
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    alarm = find(t, id);
    if (!alarm || !caller.sees(alarm->site))
      return fail(ErrorKind::not_found, "alarm.none", {"There is no such alarm.", "没有这条告警。"}, "id");
    acknowledge(t, city.clock, *alarm, caller.name, "user:" + caller.user.str(), note);
    alarm = find(t, id);
    return {};
  });
  WARD_CHECK(written);
  publish(city, {id});
  return Response::of(to_json(*alarm, request.language));
}

}  // namespace

void publish(City& city, const std::vector<Id>& changed) {
  if (changed.empty()) return;
  city.db.read([&](storage::Transaction& t) {
    for (const Id& id : changed)
      if (const auto alarm = find(t, id))
        city.live->publish({"alarm", json::serialize(to_json(*alarm, http::Language::en)),
                            json::serialize(to_json(*alarm, http::Language::zh))},
                           alarm->site.str());
  });
}

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/alarms", [&city](const Request& r) { return list_alarms(city, r); });
  router.on("POST", "/api/v1/alarms/{id}/acknowledge",
            [&city](const Request& r) { return acknowledge_alarm(city, r); });
}

}  // namespace ward::city::alarms
