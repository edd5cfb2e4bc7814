// What findings led to: proposed by who found it, moved on step by step until it is over.
#include "city/inspections/measure_api.h"

#include <algorithm>

#include "city/accounts/asked.h"
#include "city/accounts/session.h"
#include "city/accounts/store.h"
#include "city/incidents/api.h"
#include "city/inspections/inspectors.h"
#include "city/inspections/measure_json.h"
#include "city/inspections/measure_store.h"
#include "city/query.h"
#include "city/settings.h"

namespace ward::city::inspections {

namespace {

using accounts::Caller;
using accounts::Operation;
using accounts::Role;

constexpr Terms terms;  // as Chinese law has them

bool covers(const std::vector<std::string>& tops, const std::string& path) {
  return std::ranges::any_of(tops, [&](const std::string& top) { return path.starts_with(top); });
}

// Whoever commands the unit that had it drawn, or one above it, decides; its command centre and the authorities that
// enforce keep the case, and write down what the party and who reviews do on paper.
Parts parts_of(const Caller& caller, const StoredMeasure& stored) {
  Parts parts = 0;
  if (std::ranges::find(stored.measure.inspectors, caller.actor()) != stored.measure.inspectors.end())
    parts |= Parts(Part::inspector);
  const bool of_unit = caller.role != Role::member && covers(caller.tops_of(Operation::stepMeasure), stored.draw_path);
  const bool keeps = caller.role == Role::administrator || caller.role == Role::centre ||
                     caller.role == Role::law_enforcement || caller.role == Role::market_supervision;
  if (of_unit && keeps) parts |= Parts(Part::office) | Parts(Part::party) | Parts(Part::reviewer);
  const bool commands = std::ranges::any_of(caller.grants, [&](const accounts::Grant& grant) {
    return grant.role == Role::commander && stored.draw_path.starts_with(grant.top);
  });
  if (commands || caller.role == Role::administrator) parts |= Parts(Part::chief);
  return parts;
}

json::array inspectors_to_json(storage::Transaction& t, const Measure& measure) {
  json::array all;
  for (const std::string& one : measure.inspectors)
    all.push_back(json::object{{"id", account_of_actor(one)}, {"name", name_of_actor(t, one)}});
  return all;
}

json::object to_json(storage::Transaction& t, const OffenceCatalogue& catalogue, const StoredMeasure& stored,
                     Time now) {
  const Measure& one = stored.measure;
  const Offence* offence = catalogue.find(one.offence);
  const Text name = offence ? offence->name : Text{one.offence, one.offence};
  const bool due = is_open(one.state) && one.state != State::appealed && one.due;
  return {{"id", one.id.str()},
          {"number", stored.number},
          {"draw", one.finding.draw.str()},
          {"draw_title", stored.draw_title},
          {"item", one.finding.item},
          {"unit", stored.unit.str()},
          {"unit_name", stored.unit_name},
          {"kind", to_string(one.kind)},
          {"offence", one.offence},
          {"offence_name", {{"en", name.en}, {"zh", name.zh}}},
          {"basis", one.basis},
          {"party", one.party},
          {"inspectors", inspectors_to_json(t, one)},
          {"fen", one.fen},
          {"days", one.days},
          {"state", to_string(one.state)},
          {"due", or_null(one.due)},
          {"late", due && now >= *one.due},
          {"version", one.version},
          {"proposed_at", to_rfc3339(stored.proposed_at)}};
}

json::object to_json(storage::Transaction& t, const Happening& one) {
  json::object out = to_json(one);
  out.erase("version");
  out["actor_name"] = name_of_actor(t, one.actor);
  return out;
}

std::string address_of(storage::Transaction& t, const Finding& finding) {
  const auto all = visits(t, finding.draw);
  const auto visit = std::ranges::find(all, finding.item, [](const Planned& one) { return one.drawn.item.id; });
  return visit == all.end() ? "" : called(t, visit->drawn.item).address;
}

json::object in_full(storage::Transaction& t, const Caller& caller, const StoredMeasure& stored, Time now) {
  const OffenceCatalogue catalogue = offences(t);
  const Measure& one = stored.measure;
  const Offence* offence = catalogue.find(one.offence);
  const Deadlines until = deadlines(one, incidents::work_calendar(t), terms);
  json::array steps, can;
  for (const Happening& step : steps_of(t, stored.number)) steps.push_back(to_json(t, step));
  for (const Action action : possible(one.state, parts_of(caller, stored), one.kind))
    can.push_back(json_view(to_string(action)));
  json::object out = to_json(t, catalogue, stored, now);
  out["address"] = address_of(t, one.finding);
  out["decided_at"] = or_null(one.decided_at);
  out["delivery"] = to_json(one.delivery);
  out["review"] = to_json(one.review);
  out["lawsuit"] = to_json(one.lawsuit);
  out["carried_out_at"] = or_null(one.carried_out_at);
  out["deadlines"] = {{"deliver", or_null(until.deliver)},
                      {"review", or_null(until.review)},
                      {"sue", or_null(until.sue)},
                      {"carry_out", or_null(until.carry_out)}};
  out["most_late_fen"] = most_late_fen(one, terms, now);
  out["least_fen"] = offence ? offence->least_fen : 0;
  out["most_fen"] = offence ? offence->most_fen : 0;
  out["steps"] = std::move(steps);
  out["can"] = std::move(can);
  return out;
}

// An inspector, and an authority that enforces elsewhere, see what they found themselves.
bool sees(const Caller& caller, Operation operation, const StoredMeasure& stored) {
  const auto& found_it = stored.measure.inspectors;
  return std::ranges::find(found_it, caller.actor()) != found_it.end() ||
         (caller.role != Role::inspector && covers(caller.tops_of(operation), stored.path));
}

Result<StoredMeasure> visible_measure(storage::Transaction& t, const Caller& caller, Operation operation,
                                      const Id& id) {
  auto found = find_measure(t, id);
  if (found && sees(caller, operation, *found)) return *std::move(found);
  return fail(ErrorKind::not_found, "measure.unknown", {"There is no such measure.", "没有该措施。"}, "id");
}

Result<http::Response> get_offences(City& city, const http::Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::getOffences));
  json::value out;
  city.db.read([&](storage::Transaction& t) { out = with_version(t, offences_setting, to_json(offences(t))); });
  return http::Response::of(std::move(out));
}

Result<http::Response> put_offences(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putOffences));
  WARD_CHECK(caller.check_unit(Operation::putOffences, ""));
  WARD_TRY(body, request.json());
  WARD_TRY(amendment, amendment_from_json(std::move(body)));
  WARD_TRY(fresh, offences_from_json(amendment.value));
  json::value out = to_json(fresh);
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(changes, is_change(t, offences_setting, amendment.version, out));
    if (changes) WARD_CHECK(put_offences(t, city.clock, fresh, caller.actor()));
    out = with_version(t, offences_setting, std::move(out));
    return {};
  }));
  return http::Response::of(std::move(out));
}

Result<http::Response> list_measures(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listMeasures));
  QueryReader query(request);
  MeasureFilter filter;
  const auto unit = query.id("unit");
  filter.draw = query.id("draw");
  const auto state = query.text("state", 40);
  if (state && !(filter.state = state_from(*state)))
    query.fault("state", {"There is no such state.", "没有这个状态。"});
  filter.open = query.boolean("open").value_or(false);
  filter.before = query.integer("before", 1, std::int64_t(1) << 40);
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  if (caller.role == Role::inspector) filter.inspector = caller.user;
  json::array items;
  json::value next = nullptr;
  Result<> asked{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::listMeasures, unit);
    if (!tops) return void(asked = std::unexpected(tops.error()));
    filter.tops = filter.inspector && !unit ? std::vector<std::string>{""} : *tops;
    const OffenceCatalogue catalogue = offences(t);
    const auto found = list(t, filter);
    for (const StoredMeasure& one : found) items.push_back(to_json(t, catalogue, one, city.clock.now()));
    if (int(found.size()) == filter.limit) next = found.back().number;
  });
  WARD_CHECK(asked);
  return http::Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<http::Response> get_measure(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getMeasure));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto stored = visible_measure(t, caller, Operation::getMeasure, id);
    if (!stored) return void(seen = std::unexpected(stored.error()));
    out = in_full(t, caller, *stored, city.clock.now());
  });
  WARD_CHECK(seen);
  return http::Response::of(std::move(out));
}

// Who proposes went there; that they found it is in the visit.
Result<StoredDraw> own_draw(storage::Transaction& t, const Caller& caller, const Finding& finding) {
  const auto draw = find(t, finding.draw);
  if (draw)
    for (const Planned& one : visits(t, draw->id))
      if (one.drawn.item.id == finding.item && std::ranges::find(one.inspectors, caller.user) != one.inspectors.end())
        return *draw;
  return fail(ErrorKind::not_found, "visit.unknown", {"This is no visit of yours.", "这不是您负责的检查。"}, "item");
}

Result<http::Response> propose_one(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::proposeMeasure));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, measure_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(draw, own_draw(t, caller, input.finding));
    const Time now = city.clock.now();
    const OffenceCatalogue catalogue = offences(t);
    const Context context{catalogue, incidents::work_calendar(t), terms, now};
    const Actor actor{caller.actor(), Parts(Part::inspector)};
    WARD_TRY(stored, propose_measure(t, context, city.clock, draw, id, input, actor));
    out = in_full(t, caller, stored, now);
    return {};
  }));
  return http::Response::of(std::move(out));
}

Result<http::Response> step_one(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::stepMeasure));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(wanted, request_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, visible_measure(t, caller, Operation::stepMeasure, id));
    const Time now = city.clock.now();
    const OffenceCatalogue catalogue = offences(t);
    const Context context{catalogue, incidents::work_calendar(t), terms, now};
    const Actor actor{caller.actor(), parts_of(caller, stored)};
    WARD_TRY(moved, step_measure(t, context, city.clock, stored, wanted, actor));
    out = in_full(t, caller, moved, now);
    return {};
  }));
  return http::Response::of(std::move(out));
}

}  // namespace

void measure_routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/offences", [&city](const http::Request& r) { return get_offences(city, r); });
  router.on("PUT", "/api/v1/offences", [&city](const http::Request& r) { return put_offences(city, r); });
  router.on("GET", "/api/v1/measures", [&city](const http::Request& r) { return list_measures(city, r); });
  router.on("GET", "/api/v1/measures/{id}", [&city](const http::Request& r) { return get_measure(city, r); });
  router.on("PUT", "/api/v1/measures/{id}", [&city](const http::Request& r) { return propose_one(city, r); });
  router.on("POST", "/api/v1/measures/{id}/steps", [&city](const http::Request& r) { return step_one(city, r); });
}

}  // namespace ward::city::inspections
