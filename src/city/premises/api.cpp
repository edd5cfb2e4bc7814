// Premises and rooms: listed, made, changed, rebuilt.
#include "city/premises/api.h"

#include "city/accounts/session.h"
#include "city/premises/files.h"
#include "city/premises/store.h"
#include "city/query.h"
#include "city/table_files.h"
#include "city/units/store.h"

namespace ward::city::premises {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

json::object to_json(const Listed& one) {
  const Premises& premises = one.premises;
  json::value landlord = nullptr;
  if (premises.landlord) landlord = {{"id", premises.landlord->str()}, {"name", one.landlord_name}};
  return {{"id", premises.id.str()},
          {"unit", premises.unit.str()},
          {"unit_name", one.unit_name},
          {"code", premises.code},
          {"address", premises.address},
          {"kind", to_string(premises.kind)},
          {"landlord", std::move(landlord)},
          {"place", incidents::to_json(premises.place)},
          {"rooms", one.rooms},
          {"version", premises.version},
          {"closed_at", or_null(premises.closed_at)}};
}

json::object to_json(const Room& room) {
  return {
      {"id", room.id.str()},          {"premises", room.premises.str()},
      {"number", room.number},        {"floor", room.floor},
      {"version", room.version},      {"since", to_rfc3339(room.since)},
      {"until", or_null(room.until)}, {"ended", room.end ? json::value(to_string(*room.end)) : json::value(nullptr)},
      {"into", texts_of(room.into)},  {"from", texts_of(room.from)}};
}

json::object in_full(storage::Transaction& t, const Listed& one) {
  json::object out = to_json(one);
  out.erase("rooms");
  json::array rooms;
  for (const Room& room : rooms_of(t, one.premises.id)) rooms.push_back(to_json(room));
  out["rooms"] = std::move(rooms);
  return out;
}
json::object in_full(storage::Transaction& t, const Id& id) { return in_full(t, *find_listed(t, id)); }

// Whoever is named as the landlord sees the house, wherever it stands.
bool is_theirs(const Caller& caller, Operation operation, const Premises& premises) {
  return operation == Operation::getPremises && caller.member && premises.landlord == caller.member;
}

// What a caller may not see is not there.
Result<> check_visible(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  const auto stored = find(t, id);
  if (stored && (caller.check_unit(operation, stored->path) || is_theirs(caller, operation, stored->premises)))
    return {};
  return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "id");
}

// A page ends with a path and a code, neither of which has a space: "1/2/ H-12".
Result<std::optional<Filter::Place>> place_in(QueryReader& query) {
  const auto text = query.text("after", 400);
  if (!text) return std::nullopt;
  const auto cut = text->find(' ');
  if (cut != std::string::npos) return Filter::Place{text->substr(0, cut), text->substr(cut + 1)};
  query.fault("after", {"This is not where a page ended.", "这不是上一页的末尾。"});
  return std::nullopt;
}

// How many stand where is asked for: in the units, or of a landlord.
Tallies sums_of(storage::Transaction& t, const Filter& filter) {
  if (filter.landlord) return tallies_of_landlord(t, *filter.landlord);
  Tallies sums;
  for (const units::Unit& top : units::tops(t, filter.tops)) {
    const Tallies own = tallies(t, top.id);
    sums.premises += own.premises;
    sums.rooms += own.rooms;
  }
  return sums;
}

Result<Response> list_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listPremises));
  QueryReader query(request);
  const auto unit = query.id("unit");
  Filter filter;
  filter.beginning = query.text("q", 200).value_or("");
  const bool mine = query.boolean("mine").value_or(false);
  filter.limit = query.limit();
  WARD_TRY(after, place_in(query));
  filter.after = after;
  WARD_CHECK(query.finish());
  filter.tops = caller.tops_of(Operation::listPremises);
  if (mine) {
    if (!caller.member)
      return Response::of({{"items", json::array()}, {"next", nullptr}, {"premises", 0}, {"rooms", 0}});
    filter.landlord = caller.member;
    if (!unit) filter.tops = {""};
  }
  json::array items;
  json::value next = nullptr;
  Tallies sums;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    if (unit) {
      const auto top = units::find(t, *unit);
      if (!top || !caller.check_unit(Operation::listPremises, top->path))
        return void(
            seen = fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit"));
      filter.tops = {top->path};
    }
    sums = sums_of(t, filter);
    const auto found = list(t, filter);
    for (const Listed& one : found) items.push_back(to_json(one));
    if (int(found.size()) == filter.limit) next = json::value(found.back().path + " " + found.back().premises.code);
  });
  WARD_CHECK(seen);
  return Response::of(
      {{"items", std::move(items)}, {"next", std::move(next)}, {"premises", sums.premises}, {"rooms", sums.rooms}});
}

Result<Response> get_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getPremises));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    seen = check_visible(t, caller, Operation::getPremises, id);
    if (seen) out = in_full(t, id);
  });
  WARD_CHECK(seen);
  return Response::of(std::move(out));
}

Result<Response> put_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putPremises));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, premises_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (find(t, id)) WARD_CHECK(check_visible(t, caller, Operation::putPremises, id));
    if (const auto unit = units::find(t, input.unit)) WARD_CHECK(caller.check_unit(Operation::putPremises, unit->path));
    WARD_CHECK(put(t, city.clock, id, input, caller.actor()));
    out = in_full(t, id);
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> close_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::closePremises));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_visible(t, caller, Operation::closePremises, id));
    return close(t, city.clock, id, caller.actor());
  }));
  return Response::nothing();
}

Result<Response> put_one_room(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putRoom));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, room_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_visible(t, caller, Operation::putRoom, input.premises));
    WARD_TRY(room, put_room(t, city.clock, id, input, caller.actor()));
    out = to_json(room);
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> rebuild_rooms(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::rebuildRooms));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(wanted, rebuild_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_visible(t, caller, Operation::rebuildRooms, id));
    WARD_CHECK(rebuild(t, city.clock, id, wanted, caller.actor()));
    out = in_full(t, id);
    return {};
  }));
  return Response::of(std::move(out));
}

json::value report(const FilePlan& file, bool stored, http::Language language) {
  const RegisterPlan& plan = file.plan;
  return import_report(file,
                       {{"new_premises", plan.new_premises.size()},
                        {"changed_premises", plan.changed_premises.size()},
                        {"new_rooms", plan.new_rooms.size()},
                        {"changed_rooms", plan.changed_rooms.size()}},
                       stored, language);
}

Result<Response> import_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::importPremises));
  QueryReader query(request);
  const bool dry_run = query.boolean("dry_run").value_or(true);
  const bool good_rows = query.boolean("good_rows").value_or(false);
  WARD_CHECK(query.finish());
  const auto may_change = [&](std::string_view path) {
    return caller.check_unit(Operation::importPremises, path).has_value();
  };
  if (dry_run) {
    Register standing;
    city.db.read([&](storage::Transaction& t) { standing = load_register(t); });
    WARD_TRY(file, plan_file(request.body, standing, may_change, city.clock.now()));
    return Response::of(report(file, false, request.language));
  }
  json::value answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(file, plan_file(request.body, load_register(t), may_change, city.clock.now()));
    const bool store = good_rows || file.plan.faults.empty();
    if (store) apply(t, city.clock, file.plan, crypto::sha256(crypto::as_bytes(request.body)), caller.actor());
    answer = report(file, store, request.language);
    return {};
  }));
  return Response::of(std::move(answer));
}

Result<Response> export_premises(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::exportPremises));
  QueryReader query(request);
  const std::string format = query.choice("format", {"csv", "xlsx"}).value_or("csv");
  WARD_CHECK(query.finish());
  Register standing;
  city.db.read([&](storage::Transaction& t) { standing = load_register(t); });
  const auto tops = caller.tops_of(Operation::exportPremises);
  if (format == "csv") return table_response("premises", format, write_csv(standing, tops));
  WARD_TRY(workbook, write_xlsx(standing, tops));
  return table_response("premises", format, std::move(workbook));
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/premises", [&city](const Request& r) { return list_premises(city, r); });
  router.on("GET", "/api/v1/premises/{id}", [&city](const Request& r) { return get_premises(city, r); });
  router.on("PUT", "/api/v1/premises/{id}", [&city](const Request& r) { return put_premises(city, r); });
  router.on("POST", "/api/v1/premises/{id}/close", [&city](const Request& r) { return close_premises(city, r); });
  router.on("POST", "/api/v1/premises/{id}/rooms", [&city](const Request& r) { return rebuild_rooms(city, r); });
  router.on(
      "POST", "/api/v1/premises/import", [&city](const Request& r) { return import_premises(city, r); }, max_table_file,
      accounts::admission(city, Operation::importPremises));
  router.on("GET", "/api/v1/premises/export", [&city](const Request& r) { return export_premises(city, r); });
  router.on("PUT", "/api/v1/rooms/{id}", [&city](const Request& r) { return put_one_room(city, r); });
}

}  // namespace ward::city::premises
