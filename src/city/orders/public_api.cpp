// The page of notices: what anybody may read, without an account.
#include <memory>

#include "city/accounts/limiter.h"
#include "city/cursor.h"
#include "city/incidents/store.h"
#include "city/orders/api.h"
#include "city/orders/store.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::orders {

namespace {

using http::Request;
using http::Response;

// Of one address, behind which a whole dormitory may be.
constexpr int readings_at_once = 600;
constexpr std::chrono::milliseconds reading_pace{100};

json::object to_json(const Stored& stored) {
  const Order& order = stored.order;
  json::object asked = to_json(order.input);
  return {{"id", order.id.str()},           {"unit_name", stored.unit.name}, {"issued_at", to_rfc3339(order.issued_at)},
          {"urgency", asked.at("urgency")}, {"due_at", asked.at("due_at")},  {"texts", asked.at("texts")}};
}

Result<> check_pace(accounts::Limiter& readers, const Request& request) {
  if (readers.take(request.peer) == Millis::zero()) return {};
  return fail(ErrorKind::too_many, "notices.too_many",
              {"Too many requests; try again in a minute.", "请求过多，请一分钟后再试。"});
}

Result<Response> list_notices(City& city, accounts::Limiter& readers, const Request& request) {
  WARD_CHECK(check_pace(readers, request));
  QueryReader query(request);
  const auto code = query.text("unit", 60);
  const int limit = query.limit();
  const auto after = query.after();
  WARD_CHECK(query.finish());
  json::object out;
  Result<> known{};
  city.db.read([&](storage::Transaction& t) {
    const auto unit = code ? units::find_open(t, *code) : std::nullopt;
    if (code && !unit)
      return void(known =
                      fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit"));
    const auto root = units::root(t);
    json::array items;
    const auto found = list_public(t, unit ? unit->path : "", after, limit);
    for (const Stored& one : found) items.push_back(to_json(one));
    json::value next = nullptr;
    if (int(found.size()) == limit) next = to_string(TimeCursor{found.back().order.issued_at, found.back().order.id});
    out = {{"items", std::move(items)},
           {"next", std::move(next)},
           {"zone", incidents::work_calendar(t).zone.name()},
           {"city", root ? json::value(root->name) : json::value(nullptr)}};
  });
  WARD_CHECK(known);
  return Response::of(std::move(out));
}

}  // namespace

void public_routes(http::Router& router, City& city) {
  const auto readers = std::make_shared<accounts::Limiter>(city.clock, readings_at_once, reading_pace);
  router.on("GET", "/api/v1/public/notices",
            [&city, readers](const Request& request) { return list_notices(city, *readers, request); });
}

}  // namespace ward::city::orders
