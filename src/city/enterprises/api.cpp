// Enterprises going back to work: listed, applied for, decided, reported day by day.
#include "city/enterprises/api.h"

#include "city/accounts/asked.h"
#include "city/accounts/session.h"
#include "city/enterprises/list_api.h"
#include "city/enterprises/store.h"
#include "city/incidents/api.h"
#include "city/passages/store.h"
#include "city/query.h"
#include "city/units/by_unit.h"

namespace ward::city::enterprises {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

constexpr int days_shown = 31;

json::value caps_to_json(const std::vector<Cap>& caps) {
  json::array all;
  for (const Cap& one : caps) all.push_back(json::object{{"from", to_text(one.from)}, {"people", one.people}});
  return all;
}

json::object to_json(const Stored& stored, Date today) {
  const Enterprise& one = stored.enterprise;
  json::array steps;
  for (const Step step : steps_for(one)) steps.push_back(json_view(to_string(step)));
  return {{"id", one.id.str()},
          {"unit", one.unit.str()},
          {"unit_name", stored.unit_name},
          {"name", one.name},
          {"credit_code", one.credit_code},
          {"kind", to_string(one.kind)},
          {"premises", or_null(one.premises)},
          {"site", or_null(one.site)},
          {"state", to_string(one.state)},
          {"trouble", to_string(one.trouble)},
          {"passed", or_null(one.check)},
          {"cap", or_null(one.state == State::approved ? cap_on(one.caps, today) : std::nullopt)},
          {"caps", caps_to_json(one.caps)},
          {"conditions", one.conditions},
          {"open_since", or_null(one.open_since)},
          {"last_report", or_null(one.last_report)},
          {"steps", std::move(steps)},
          {"version", one.version}};
}

json::object to_json(const Done& done) {
  json::value cap = nullptr;
  if (done.cap) cap = json::object{{"from", to_text(done.cap->from)}, {"people", done.cap->people}};
  return {{"id", done.id.str()},
          {"step", to_string(done.step)},
          {"plan", done.plan ? json::value(to_json(*done.plan)) : json::value(nullptr)},
          {"passed", or_null(done.passed)},
          {"cap", std::move(cap)},
          {"note", done.note},
          {"at", to_rfc3339(done.at)},
          {"author", done.author}};
}

// What its own gates saw on that day; null without gates.
json::value gates_to_json(storage::Transaction& t, const Enterprise& enterprise, Date day) {
  if (!enterprise.site) return nullptr;
  const Zone& zone = incidents::work_calendar(t).zone;
  const auto seen = passages::day_at_gates(t, *enterprise.site, zone.to_utc(LocalTime(day)),
                                           zone.to_utc(LocalTime(day + std::chrono::days{1})));
  return {{"people", seen.people},
          {"strangers", seen.strangers},
          {"feverish", seen.feverish},
          {"highest_cc", or_null(seen.highest_cc)}};
}

json::object to_json(storage::Transaction& t, const Enterprise& enterprise, const Day& day) {
  const auto cap = cap_on(enterprise.caps, day.day);
  return {{"day", to_text(day.day)},
          {"present", day.present},
          {"absent", day.absent},
          {"fevers", day.fevers},
          {"isolated", day.isolated},
          {"highest_cc", or_null(day.highest_cc)},
          {"masks", day.masks},
          {"note", day.note},
          {"trouble", to_string(trouble_of(day, cap))},
          {"gates", gates_to_json(t, enterprise, day.day)},
          {"version", day.version}};
}

// With its plan, everything that was done, and the days it reported.
json::object in_full(storage::Transaction& t, const Stored& stored, Date today) {
  json::object out = to_json(stored, today);
  const auto& plan = stored.enterprise.plan;
  json::array done, days;
  for (const Done& one : steps_of(t, stored.enterprise.id)) done.push_back(to_json(one));
  for (const Day& one : days_of(t, stored.enterprise.id, days_shown))
    days.push_back(to_json(t, stored.enterprise, one));
  out["plan"] = plan ? json::value(to_json(*plan)) : json::value(nullptr);
  out["people"] = plan ? json::value(plan->people()) : json::value(nullptr);
  out["days_of_masks"] = plan ? or_null(plan->days_of_masks()) : json::value(nullptr);
  out["done"] = std::move(done);
  out["days"] = std::move(days);
  return out;
}

// What a caller may not see is not there.
Result<Stored> visible_enterprise(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto found = find(t, id);
  if (found && caller.check_unit(operation, found->path)) return *std::move(found);
  return fail(ErrorKind::not_found, "enterprise.unknown", {"There is no such enterprise.", "没有该企业。"}, "id");
}

Result<Response> list_enterprises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listEnterprises));
  QueryReader query(request);
  const auto unit = query.id("unit");
  Filter filter;
  if (const auto state = query.choice("state", {"known", "applied", "checked", "approved", "returned", "closed"}))
    filter.state = state_from(*state);
  if (const auto trouble = query.choice("trouble", {"none", "silent", "over_cap", "fever"}))
    filter.trouble = trouble_from(*trouble);
  filter.beginning = query.text("q", 200).value_or("");
  filter.after = query.id("after");
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::listEnterprises, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    filter.tops = *tops;
    const Date today = incidents::day_of(t, city.clock.now());
    const auto found = list(t, filter);
    for (const Stored& one : found) items.push_back(to_json(one, today));
    if (int(found.size()) == filter.limit) next = json::value(found.back().enterprise.id.str());
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> get_enterprise(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getEnterprise));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto stored = visible_enterprise(t, caller, Operation::getEnterprise, id);
    if (!stored) return void(seen = std::unexpected(stored.error()));
    out = in_full(t, *stored, incidents::day_of(t, city.clock.now()));
  });
  WARD_CHECK(seen);
  return Response::of(std::move(out));
}

Result<Response> put_enterprise(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putEnterprise));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, input_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (find(t, id)) WARD_CHECK(visible_enterprise(t, caller, Operation::putEnterprise, id));
    if (const auto unit = units::find(t, input.unit))
      WARD_CHECK(caller.check_unit(Operation::putEnterprise, unit->path));
    WARD_TRY(stored, put(t, city.clock, id, input, caller.actor()));
    out = in_full(t, stored, incidents::day_of(t, city.clock.now()));
    return {};
  }));
  return Response::of(std::move(out));
}

// Whoever may for the enterprise's own unit alone is the enterprise itself, and checks nothing there. One that has no
// unit of its own is looked at by the unit in which it stands.
bool is_above(storage::Transaction& t, const Caller& caller, Operation operation, const Stored& stored) {
  const auto unit = units::find_at(t, stored.path);
  const bool has_own = unit && (unit->kind == units::Kind::enterprise || unit->kind == units::Kind::workshop);
  for (const std::string& top : caller.tops_of(operation))
    if (stored.path.starts_with(top) && (top != stored.path || !has_own)) return true;
  return false;
}

Result<Response> take_step(City& city, const Request& request, Operation operation) {
  WARD_TRY(caller, accounts::require(city, request, operation));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(done, done_from_json(body, city.clock.now()));
  const bool decides = operation == Operation::decideOnEnterprise;
  if ((part_of(done.step) == Part::authority) != decides)
    return fail(ErrorKind::invalid, "step.not_here",
                {"Decisions of the authority are sent to /decisions, all other steps to /steps.",
                 "主管部门的决定应提交至 /decisions，其他步骤提交至 /steps。"},
                "step");
  done.author = caller.name;
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(before, visible_enterprise(t, caller, operation, id));
    if (part_of(done.step) != Part::enterprise && !is_above(t, caller, operation, before))
      return fail(ErrorKind::forbidden, "enterprise.own",
                  {"Nobody checks or decides on their own enterprise: the units above do.",
                   "不得核查或审批本单位，应由上级单元办理。"},
                  "step");
    WARD_TRY(stored, act(t, city.clock, id, done, caller.actor()));
    out = in_full(t, stored, incidents::day_of(t, city.clock.now()));
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> report(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::reportEnterpriseDay));
  WARD_TRY(id, id_of(request));
  WARD_TRY(day, parse_date(request.params.at("day")));
  WARD_TRY(body, request.json());
  WARD_TRY(said, day_from_json(day, body));
  json::object out;
  std::optional<incidents::Changed> incident;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible_enterprise(t, caller, Operation::reportEnterpriseDay, id));
    WARD_TRY(reported, report_day(t, city.clock, id, said, caller.name, caller.actor()));
    incident = reported.incident;
    out = in_full(t, reported.stored, incidents::day_of(t, city.clock.now()));
    return {};
  }));
  if (incident) incidents::publish(city, *incident);
  return Response::of(std::move(out));
}

json::object to_json(const Numbers& numbers) {
  json::object out;
  for (std::size_t i = 0; i < state_count; ++i) out[to_string(State(i))] = numbers.states[i];
  for (std::size_t i = 1; i < trouble_count; ++i) out[to_string(Trouble(i))] = numbers.troubles[i];
  return out;
}

Result<Response> get_numbers(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getEnterpriseNumbers));
  QueryReader query(request);
  const auto unit = query.id("unit");
  WARD_CHECK(query.finish());
  json::array items;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::getEnterpriseNumbers, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    items = units::by_unit(
        t, *tops, "numbers", [&](const Id& id) { return numbers(t, id); },
        [&](const Id& id) { return numbers_of_children(t, id); }, [](const Numbers& one) { return to_json(one); });
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}});
}

}  // namespace

Result<> look_for_silence(City& city) {
  constexpr int at_once = 200;  // in one transaction: whoever else writes waits a moment
  bool any = false;
  city.db.read([&](storage::Transaction& t) { any = silent_waits(t, city.clock.now()); });
  if (!any) return {};
  std::vector<incidents::Changed> raised;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    raised = mark_silent(t, city.clock, at_once);
    return {};
  }));
  for (const incidents::Changed& one : raised) incidents::publish(city, one);
  return {};
}

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/enterprises", [&city](const Request& r) { return list_enterprises(city, r); });
  router.on("GET", "/api/v1/enterprises/numbers", [&city](const Request& r) { return get_numbers(city, r); });
  router.on("GET", "/api/v1/enterprises/{id}", [&city](const Request& r) { return get_enterprise(city, r); });
  router.on("PUT", "/api/v1/enterprises/{id}", [&city](const Request& r) { return put_enterprise(city, r); });
  router.on("POST", "/api/v1/enterprises/{id}/steps",
            [&city](const Request& r) { return take_step(city, r, Operation::actOnEnterprise); });
  router.on("POST", "/api/v1/enterprises/{id}/decisions",
            [&city](const Request& r) { return take_step(city, r, Operation::decideOnEnterprise); });
  router.on("PUT", "/api/v1/enterprises/{id}/days/{day}", [&city](const Request& r) { return report(city, r); });
  list_routes(router, city);
}

}  // namespace ward::city::enterprises
