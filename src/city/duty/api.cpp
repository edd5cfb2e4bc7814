// The duty desk of a unit.
#include "city/duty/api.h"

#include "city/accounts/session.h"
#include "city/duty/store.h"
#include "city/notices/api.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::duty {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

json::object to_json(const Named& one) {
  return {{"id", one.shift.id.str()},
          {"unit", one.shift.unit.str()},
          {"member", one.shift.member.str()},
          {"name", one.name},
          {"phone", one.phone},
          {"from", to_rfc3339(one.shift.from)},
          {"to", to_rfc3339(one.shift.to)}};
}

// What a caller may not see is not there.
Result<units::Unit> visible(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto unit = units::find(t, id);
  if (unit && caller.check_unit(operation, unit->path)) return *std::move(unit);
  return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
}

// Screens that show the desk hear that it changed.
void tell(City& city, const Id& unit, const std::string& path) {
  if (city.live->heard()) city.live->publish({"duty", json::serialize(json::object{{"unit", unit.str()}})}, path);
}

json::object desk(storage::Transaction& t, const Id& unit, Time at) {
  constexpr std::chrono::hours around{24}, notes_since{72};
  json::array now, shifts, notes, gaps;
  std::vector<Shift> coming;
  for (const Named& one : between(t, unit, at - around, at + around)) {
    if (is_on(one.shift, at)) now.push_back(to_json(one));
    shifts.push_back(to_json(one));
    coming.push_back(one.shift);
  }
  for (const Handover& note : handovers(t, unit, at - notes_since, at)) notes.push_back(duty::to_json(note));
  for (const Gap& gap : uncovered(std::move(coming), at, at + around))
    gaps.push_back(json::object{{"from", to_rfc3339(gap.from)}, {"to", to_rfc3339(gap.to)}});
  return {{"unit", unit.str()},          {"at", to_rfc3339(at)},      {"now", std::move(now)},
          {"shifts", std::move(shifts)}, {"notes", std::move(notes)}, {"uncovered", std::move(gaps)}};
}

Result<Response> get_duty(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getDuty));
  QueryReader query(request);
  const auto id = query.id("unit");
  const Time at = query.time("at").value_or(city.clock.now());
  if (!id) query.fault("unit", {"unit is missing.", "缺少 unit。"});
  WARD_CHECK(query.finish());
  json::object out;
  Result<units::Unit> unit;
  city.db.read([&](storage::Transaction& t) {
    unit = visible(t, caller, Operation::getDuty, *id);
    if (unit) out = desk(t, *id, at);
  });
  WARD_CHECK(unit);
  return Response::of(std::move(out));
}

Result<Response> put_shift(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putShift));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(shift, shift_from_json(id, body));
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(unit, visible(t, caller, Operation::putShift, shift.unit));
    if (const auto before = find(t, id)) WARD_CHECK(visible(t, caller, Operation::putShift, before->unit));
    path = unit.path;
    WARD_CHECK(put(t, city.clock, shift, caller.actor()));
    const auto member = units::find_member(t, shift.member);
    out = to_json(Named{shift, member->name, member->phone});
    return {};
  }));
  tell(city, shift.unit, path);
  notices::tell(city, shift.member);
  return Response::of(std::move(out));
}

Result<Response> delete_shift(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::deleteShift));
  WARD_TRY(id, id_of(request));
  Id unit;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto shift = find(t, id)) {
      WARD_TRY(seen, visible(t, caller, Operation::deleteShift, shift->unit));
      unit = seen.id, path = seen.path;
    }
    return take_back(t, city.clock, id, caller.actor());
  }));
  tell(city, unit, path);
  return Response::nothing();
}

Result<Response> put_handover(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putHandover));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  Handover note{.id = id,
                .unit = in.id("unit"),
                .author = caller.actor(),
                .author_name = caller.name,
                .at = city.clock.now(),
                .words = in.text("text", 1, 4'000)};
  WARD_CHECK(in.finish());
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(unit, visible(t, caller, Operation::putHandover, note.unit));
    path = unit.path;
    note = write_down(t, city.clock, note);
    return {};
  }));
  tell(city, note.unit, path);
  return Response::of(duty::to_json(note));
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/duty", [&city](const Request& r) { return get_duty(city, r); });
  router.on("PUT", "/api/v1/duty/shifts/{id}", [&city](const Request& r) { return put_shift(city, r); });
  router.on("DELETE", "/api/v1/duty/shifts/{id}", [&city](const Request& r) { return delete_shift(city, r); });
  router.on("PUT", "/api/v1/duty/notes/{id}", [&city](const Request& r) { return put_handover(city, r); });
}

}  // namespace ward::city::duty
