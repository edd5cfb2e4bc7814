// Draws of inspections: committed to, revealed, visited, and what they say of the whole.
#include "city/inspections/api.h"

#include <algorithm>
#include <cmath>

#include "city/accounts/session.h"
#include "city/fields.h"
#include "city/inspections/inspectors.h"
#include "city/inspections/measure_api.h"
#include "city/inspections/route.h"
#include "city/inspections/store.h"
#include "city/premises/premises.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::inspections {

namespace {

using accounts::Caller;
using accounts::Operation;

json::object to_json(storage::Transaction& t, const StoredDraw& one) {
  json::value reveal = nullptr;
  if (one.reveal) reveal = {{"secret", one.reveal->secret}, {"public_value", one.reveal->public_value}};
  const Progress so_far = progress(t, one.number);
  return {{"id", one.id.str()},
          {"number", one.number},
          {"unit", one.unit.str()},
          {"unit_name", one.unit_name},
          {"title", one.title},
          {"commitment", to_json(one.commitment)},
          {"replacements", one.replacements},
          {"form", incidents::to_json(one.form)},
          {"reveal", std::move(reveal)},
          {"revealed_at", or_null(one.revealed_at)},
          {"to_visit", so_far.to_visit},
          {"visited", so_far.visited}};
}

json::object to_json(storage::Transaction& t, const Planned& one, bool is_to_visit) {
  const Called name = called(t, one.drawn.item);
  return {{"item", one.drawn.item.id},
          {"stratum", one.drawn.item.stratum},
          {"rank", one.drawn.rank},
          {"replaces", one.drawn.replaces},
          {"key", one.drawn.key},
          {"to_visit", is_to_visit},
          {"name", name.name},
          {"address", name.address},
          {"unit_name", name.unit_name},
          {"place", incidents::to_json(name.place)},
          {"premises", or_null(name.premises)},
          {"declaration", or_null(name.declaration)},
          {"enterprise", or_null(name.enterprise)},
          {"inspectors", named(t, one.inspectors)},
          {"outcome", to_string(one.outcome)},
          {"declared", or_null(one.declared)},
          {"note", one.note},
          {"answers", one.answers},
          {"pictures", premises::texts_of(one.pictures)},
          {"author", one.author},
          {"at", or_null(one.at)},
          {"version", one.version}};
}

// Boost.JSON prints a double with its exponent; ten thousandths are enough for a rate.
std::int64_t ten_thousandths(double rate) { return std::llround(rate * 10'000); }

json::value interval_to_json(const Interval& one) {
  return {{"low", ten_thousandths(one.low)}, {"high", ten_thousandths(one.high)}};
}

// What the visits say of the whole frame; null while there is a stratum of which nobody was seen.
json::object figures(const StoredDraw& draw, const std::vector<Planned>& all) {
  json::array strata;
  const auto found = results(draw.commitment, all);
  for (const StratumResult& one : found)
    strata.push_back(json::object{{"stratum", one.stratum},
                                  {"items", one.items},
                                  {"drawn", one.drawn},
                                  {"seen", one.seen},
                                  {"declared", one.declared}});
  json::value rate = nullptr, worst = nullptr;
  if (const auto read = estimate(found))
    rate = {{"rate", ten_thousandths(read->rate)}, {"interval", interval_to_json(read->interval)}};
  if (const auto read = worst_case(found))
    worst = {{"rate", interval_to_json(read->rate)}, {"interval", interval_to_json(read->interval)}};
  return {{"strata", std::move(strata)}, {"estimate", std::move(rate)}, {"worst_case", std::move(worst)}};
}

// The commissioning unit and all below it may know of a draw; what a caller may not see is not there.
Result<StoredDraw> visible_draw(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto found = find(t, id);
  if (found)
    for (const std::string& top : caller.tops_of(operation))
      if (found->path.starts_with(top) || top.starts_with(found->path)) return *std::move(found);
  return fail(ErrorKind::not_found, "draw.unknown", {"There is no such draw.", "没有该抽查。"}, "id");
}

// An inspector sees their own visits alone, until they are on their way: nobody is to hear of them before.
bool sees_all(const Caller& caller) {
  return caller.role == accounts::Role::administrator || caller.role == accounts::Role::centre ||
         caller.role == accounts::Role::auditor;
}

Result<http::Response> list_draws(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listDraws));
  QueryReader query(request);
  Filter filter{.tops = caller.tops_of(Operation::listDraws)};
  filter.before = query.integer("before", 1, std::int64_t(1) << 40);
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  city.db.read([&](storage::Transaction& t) {
    const auto found = list(t, filter);
    for (const StoredDraw& one : found) items.push_back(to_json(t, one));
    if (int(found.size()) == filter.limit) next = found.back().number;
  });
  return http::Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

json::object in_full(storage::Transaction& t, const Caller& caller, const StoredDraw& draw) {
  json::object out = to_json(t, draw);
  const auto all = visits(t, draw.id);
  const auto chosen = to_visit(all);
  json::array shown;
  for (const Planned& one : all) {
    const bool theirs = std::ranges::find(one.inspectors, caller.user) != one.inspectors.end();
    if (sees_all(caller) || theirs) shown.push_back(to_json(t, one, std::ranges::find(chosen, &one) != chosen.end()));
  }
  out["visits"] = std::move(shown);
  out["figures"] = draw.reveal ? json::value(figures(draw, all)) : json::value(nullptr);
  return out;
}

Result<http::Response> list_inspectors(City& city, const http::Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::listInspectors));
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const NamedAccount& one : inspectors(t)) items.push_back(to_json(one));
  });
  return http::Response::of({{"items", std::move(items)}});
}

Result<http::Response> get_draw(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getDraw));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto draw = visible_draw(t, caller, Operation::getDraw, id);
    if (!draw) return void(seen = std::unexpected(draw.error()));
    out = in_full(t, caller, *draw);
  });
  WARD_CHECK(seen);
  return http::Response::of(std::move(out));
}

// As `sha256sum` takes it.
Result<http::Response> get_frame(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getDrawFrame));
  WARD_TRY(id, id_of(request));
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto draw = visible_draw(t, caller, Operation::getDrawFrame, id);
    if (!draw) return void(seen = std::unexpected(draw.error()));
    response.body = frame_text(t, id);
  });
  WARD_CHECK(seen);
  return response;
}

Result<http::Response> put_draw(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putDraw));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, draw_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (find(t, id)) WARD_CHECK(visible_draw(t, caller, Operation::putDraw, id));
    if (const auto unit = units::find(t, input.unit)) WARD_CHECK(caller.check_unit(Operation::putDraw, unit->path));
    WARD_TRY(stored, commit_draw(t, city.clock, id, input, city.vault, caller.actor()));
    out = in_full(t, caller, stored);
    return {};
  }));
  return http::Response::of(std::move(out));
}

Result<Revealing> revealing_from_json(const json::value& value) {
  JsonReader in(value);
  Revealing revealing{.public_value = in.maybe_text("public_value", 0, 200).value_or(""), .inspectors = {}};
  revealing.inspectors = ids_of(in, "inspectors", in.array("inspectors", 1'000));
  revealing.in_pairs = in.maybe_boolean("in_pairs").value_or(false);
  WARD_CHECK(in.finish());
  return revealing;
}

Result<http::Response> reveal(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::revealDraw));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(revealing, revealing_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(draw, visible_draw(t, caller, Operation::revealDraw, id));
    WARD_CHECK(caller.check_unit(Operation::revealDraw, draw.path));
    WARD_TRY(stored, reveal_draw(t, city.clock, id, revealing, city.vault, caller.actor()));
    out = in_full(t, caller, stored);
    return {};
  }));
  return http::Response::of(std::move(out));
}

Result<http::Response> put_one_visit(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putVisit));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  const std::string item = request.params.at("item");
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(draw, visible_draw(t, caller, Operation::putVisit, id));
    WARD_TRY(input, visit_from_json(body, draw.form));
    const auto inspector = sees_all(caller) ? std::nullopt : std::optional(caller.user);
    WARD_CHECK(put_visit(t, city.clock, draw, item, input, inspector, caller.name, caller.actor()));
    out = in_full(t, caller, draw);
    return {};
  }));
  return http::Response::of(std::move(out));
}

// The caller's own visits that are left, in the order of a walk.
Result<http::Response> get_route(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getInspectionRoute));
  WARD_TRY(id, id_of(request));
  json::array items;
  std::int64_t left = 0, metres = 0;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto draw = visible_draw(t, caller, Operation::getInspectionRoute, id);
    if (!draw) return void(seen = std::unexpected(draw.error()));
    const auto all = visits(t, id);
    std::vector<const Planned*> own;
    for (const Planned* one : to_visit(all))
      if (one->outcome == Visited::open && std::ranges::find(one->inspectors, caller.user) != one->inspectors.end())
        own.push_back(one);
    left = std::int64_t(own.size());
    if (own.size() > max_stops) own.resize(max_stops);
    std::vector<Stop> stops;
    for (const Planned* one : own)
      stops.push_back({one->drawn.item.id, one->drawn.item.unit, called(t, one->drawn.item).place});
    const auto route = plan_route(stops);
    if (!route) return void(seen = std::unexpected(route.error()));
    metres = route->metres;
    for (const Leg& leg : route->legs) items.push_back(to_json(t, *own[leg.stop], true));
  });
  WARD_CHECK(seen);
  return http::Response::of({{"items", std::move(items)}, {"left", left}, {"metres", metres}});
}

}  // namespace

void routes(http::Router& router, City& city) {
  measure_routes(router, city);
  router.on("GET", "/api/v1/draws", [&city](const http::Request& r) { return list_draws(city, r); });
  router.on("GET", "/api/v1/draws/{id}", [&city](const http::Request& r) { return get_draw(city, r); });
  router.on("PUT", "/api/v1/draws/{id}", [&city](const http::Request& r) { return put_draw(city, r); });
  router.on("GET", "/api/v1/draws/{id}/frame", [&city](const http::Request& r) { return get_frame(city, r); });
  router.on("GET", "/api/v1/inspectors", [&city](const http::Request& r) { return list_inspectors(city, r); });
  router.on("POST", "/api/v1/draws/{id}/reveal", [&city](const http::Request& r) { return reveal(city, r); });
  router.on("GET", "/api/v1/draws/{id}/route", [&city](const http::Request& r) { return get_route(city, r); });
  router.on("PUT", "/api/v1/draws/{id}/visits/{item}",
            [&city](const http::Request& r) { return put_one_visit(city, r); });
}

}  // namespace ward::city::inspections
