#include "city/passages/api.h"

#include "city/accounts/session.h"
#include "city/devices/store.h"
#include "city/passages/intake.h"
#include "city/passages/temperatures.h"
#include "city/query.h"

namespace ward::city::passages {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

constexpr std::size_t max_body = 4 << 20;  // a thousand passages of the longest kind are about 1 MiB

Error no_passage() {
  return Error::make(ErrorKind::not_found, "passage.none", {"There is no such passage.", "没有这条通行记录。"}, "id");
}

Result<Response> send_passages(City& city, const Request& request) {
  WARD_TRY(device, devices::require_device(city, request));
  WARD_TRY(body, request.json());
  WARD_TRY(rows, read_batch(body, device.device));
  WARD_TRY(answer, take_in(city, device, std::move(rows), request.language));
  return Response::of(answer);
}

Result<Filter> filter_of(const Request& request, const accounts::Caller& caller) {
  QueryReader query(request);
  Filter filter;
  filter.sites = caller.sites;
  const auto site = query.id("site");
  filter.device = query.id("device");
  filter.person = query.id("person");
  filter.group = query.id("group");
  filter.from = query.time("from");
  filter.to = query.time("to");
  if (const auto name = query.text("outcome", 50); name && !(filter.outcome = outcome_from(*name)))
    query.fault("outcome", {"outcome must be admit, refuse, retest or call_staff.",
                            "outcome 应为 admit、refuse、retest 或 call_staff。"});
  if (const auto name = query.text("reason", 50); name && !(filter.reason = reason_from(*name)))
    query.fault("reason", {"reason is not a known reason.", "reason 不是已知原因。"});
  filter.mask = query.choice("mask", {"none", "worn", "badly_worn", "unsure"});
  filter.min_cc = query.integer("min_cc", -27'315, 100'000);
  filter.max_cc = query.integer("max_cc", -27'315, 100'000);
  filter.strangers = query.boolean("strangers").value_or(false);
  filter.limit = query.limit();
  filter.after = query.after();
  WARD_CHECK(query.finish());
  if (site) {
    WARD_CHECK(caller.check_site(*site));
    filter.sites = {*site};
  }
  return filter;
}

Result<Response> list_passages(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listPassages));
  WARD_TRY(filter, filter_of(request, caller));
  std::vector<StoredPassage> rows;
  city.db.read([&](storage::Transaction& t) { rows = list(t, filter); });
  json::array items;
  items.reserve(rows.size());
  for (const StoredPassage& row : rows) items.push_back(to_json(row, request.language));
  const bool full = int(rows.size()) == filter.limit;
  return Response::of(
      {{"items", std::move(items)},
       {"next", full ? json::value(city::to_string(TimeCursor{rows.back().passage.at, rows.back().passage.id}))
                     : json::value(nullptr)}});
}

// [from, to): the last 24 hours when nothing is said; at most 31 days.
struct Window {
  Time from, to;
};
Window window_of(QueryReader& query, Time now) {
  using namespace std::chrono_literals;
  const auto from = query.time("from"), to = query.time("to");
  const Time start = from.value_or(to.value_or(now) - 24h);
  const Time end = to.value_or(start + 24h);
  if (end <= start || end - start > 24h * 31)
    query.fault("to", {"to must be later than from, by at most 31 days.", "to 应晚于 from，且相差不超过 31 天。"});
  return {start, end};
}

Result<Response> count_passages(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getPassageCounts));
  QueryReader query(request);
  const auto site = query.id("site");
  const Window window = window_of(query, city.clock.now());
  WARD_CHECK(query.finish());
  if (site) WARD_CHECK(caller.check_site(*site));
  std::vector<OutcomeCounts> counts;
  city.db.read([&](storage::Transaction& t) {
    counts = count_outcomes(t, site ? std::vector{*site} : caller.sites, window.from, window.to);
  });
  json::array items;
  for (OutcomeCounts& gate : counts) {
    json::object item{{"device", gate.device.str()}};
    for (const Outcome outcome : {Outcome::admit, Outcome::refuse, Outcome::retest, Outcome::call_staff})
      item.emplace(city::to_string(outcome), gate.outcomes[outcome]);
    items.push_back(std::move(item));
  }
  return Response::of({{"items", std::move(items)}});
}

Result<Response> get_passage(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getPassage));
  WARD_TRY(id, id_of(request));
  std::optional<StoredPassage> row;
  city.db.read([&](storage::Transaction& t) { row = find(t, id); });
  if (!row || !caller.sees(row->site)) return std::unexpected(no_passage());
  return Response::of(to_json(*row, request.language));
}

// The drift watch's part is about the 24 h that end with the window or, while it lasts, now: so that the day of today
// is judged as the watch itself judges it, and never a morning against whole days.
Result<Response> get_temperatures(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getTemperatures));
  WARD_TRY(device, id_of(request));
  QueryReader query(request);
  const Time now = city.clock.now();
  const Window window = window_of(query, now);
  WARD_CHECK(query.finish());

  std::optional<Days> days;
  Counts shown;
  city.db.read([&](storage::Transaction& t) {
    const auto gate = devices::find(t, device);
    if (!gate || !caller.sees(gate->site)) return;
    days = days_until(t, device, std::min(window.to, now));
    shown = distribution(t, device, window.from, window.to, days->simulated);
  });
  if (!days) return fail(ErrorKind::not_found, "device.none", {"There is no such device.", "没有这台设备。"}, "id");
  json::object answer = to_json(shown);
  answer["simulated"] = days->simulated;
  answer["drift"] = to_json(*days);
  return Response::of(std::move(answer));
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on(
      "POST", "/api/v1/device/passages", [&city](const Request& r) { return send_passages(city, r); }, max_body,
      devices::admission(city));
  router.on("GET", "/api/v1/passages", [&city](const Request& r) { return list_passages(city, r); });
  router.on("GET", "/api/v1/passages/counts", [&city](const Request& r) { return count_passages(city, r); });
  router.on("GET", "/api/v1/passages/{id}", [&city](const Request& r) { return get_passage(city, r); });
  router.on("GET", "/api/v1/devices/{id}/temperatures",
            [&city](const Request& r) { return get_temperatures(city, r); });
}

}  // namespace ward::city::passages
