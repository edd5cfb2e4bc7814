// Declarations: made, listed, counted; what is done about them; the rules; links for whoever declares themselves.
#include "city/declarations/api.h"

#include "city/accounts/asked.h"
#include "city/accounts/session.h"
#include "city/cursor.h"
#include "city/declarations/invitations.h"
#include "city/declarations/list_api.h"
#include "city/declarations/shown.h"
#include "city/incidents/api.h"
#include "city/premises/store.h"
#include "city/query.h"
#include "city/units/by_unit.h"

namespace ward::city::declarations {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

bool is_of(const Caller& caller, const std::optional<Id>& landlord) { return landlord && landlord == caller.member; }

// Whoever may for the unit of the house, and its landlord.
bool may_for(const Caller& caller, Operation operation, const std::string& path, const std::optional<Id>& landlord) {
  return caller.check_unit(operation, path).has_value() || is_of(caller, landlord);
}

// What a caller may not see is not there.
Result<Stored> visible_one(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto found = find(t, id);
  if (found && may_for(caller, operation, found->path, found->landlord)) return *std::move(found);
  return fail(ErrorKind::not_found, "declaration.unknown", {"There is no such declaration.", "没有该申报。"}, "id");
}

Result<> check_house(storage::Transaction& t, const Caller& caller, Operation operation, const Id& premises) {
  const auto house = premises::find(t, premises);
  if (house && may_for(caller, operation, house->path, house->premises.landlord)) return {};
  return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "premises");
}

std::optional<Date> day_asked(QueryReader& query, const char* name) {
  const auto text = query.text(name, 10);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text);
  if (!day) query.fault(name, day.error().message);
  return day ? std::optional(*day) : std::nullopt;
}

Filter filter_in(QueryReader& query) {
  Filter filter;
  filter.premises = query.id("premises");
  filter.incident = query.id("incident");
  if (const auto state = query.choice("state", {"expected", "overdue", "arrived", "verified", "registered", "observed",
                                                "released", "withdrawn", "not_come"}))
    filter.state = state_from(*state);
  filter.found = query.boolean("found").value_or(false);
  filter.open = query.boolean("open").value_or(false);
  filter.from = day_asked(query, "from");
  filter.until = day_asked(query, "until");
  filter.descending = query.choice("order", {"first", "last"}).value_or("first") == "last";
  filter.limit = query.limit();
  if (const auto after = query.after()) filter.after = Filter::Place{after->at, after->id};
  return filter;
}

Result<Response> list_declarations(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listDeclarations));
  QueryReader query(request);
  const auto unit = query.id("unit");
  Filter filter = filter_in(query);
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::listDeclarations, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    filter.tops = *tops;
    if (!unit) filter.landlord = caller.member;
    const Rules now = rules(t);
    const auto found = list(t, filter);
    for (const Stored& one : found) items.push_back(to_json(one, now));
    if (int(found.size()) == filter.limit)
      next = json::value(to_string(TimeCursor{found.back().declaration.arrives_at, found.back().declaration.id}));
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

// With everything that was done.
json::object in_full(storage::Transaction& t, const Stored& stored) {
  json::object out = to_json(stored, rules(t));
  json::array steps;
  for (const Done& one : steps_of(t, stored.declaration.id)) steps.push_back(to_json(one));
  out["done"] = std::move(steps);
  return out;
}

Result<Response> get_declaration(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getDeclaration));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto stored = visible_one(t, caller, Operation::getDeclaration, id);
    if (!stored) return void(seen = std::unexpected(stored.error()));
    out = in_full(t, *stored);
  });
  WARD_CHECK(seen);
  return Response::of(std::move(out));
}

Result<Response> put_declaration(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putDeclaration));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  const Date today = residents::today(city);
  WARD_TRY(input, input_from_json(id, body, today));
  const auto key = city.vault.derived("residents.document");
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_house(t, caller, Operation::putDeclaration, input.declaration.premises));
    const auto before = find(t, id);
    if (before) WARD_CHECK(visible_one(t, caller, Operation::putDeclaration, id));
    Input wanted = input;
    WARD_CHECK(keep_documents(wanted, before ? std::optional(before->declaration) : std::nullopt, key, today));
    wanted.declaration.author = caller.name;
    WARD_TRY(stored, put(t, city.clock, std::move(wanted.declaration), wanted.version, caller.actor()));
    path = stored.path;
    out = in_full(t, stored);
    return {};
  }));
  publish(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> take_step(City& city, const Request& request, Operation operation, const Caller& caller, Done done) {
  WARD_TRY(id, id_of(request));
  done.author = caller.name;
  done.member = caller.member;
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible_one(t, caller, operation, id));
    if (done.room) {
      const auto room = premises::find_room(t, *done.room);
      const auto house = room ? premises::find(t, room->premises) : std::nullopt;
      if (!house || !caller.check_unit(operation, house->path))
        return fail(ErrorKind::not_found, "room.unknown", {"There is no such room.", "没有这间房。"}, "room");
    }
    WARD_TRY(stored, act(t, city.clock, id, done, caller.actor()));
    path = stored.path;
    out = in_full(t, stored);
    return {};
  }));
  publish(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> act_on_declaration(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::actOnDeclaration));
  WARD_TRY(body, request.json());
  WARD_TRY(done, done_from_json(body, city.clock.now()));
  return take_step(city, request, Operation::actOnDeclaration, caller, std::move(done));
}

// Whoever declared may say that they will not come; the other steps are the grid's.
Result<Response> withdraw_declared(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::withdrawDeclaration));
  WARD_TRY(body, request.json());
  WARD_TRY(done, done_from_json(body, city.clock.now()));
  if (done.step != Step::withdraw)
    return fail(ErrorKind::invalid, "step.not_yours",
                {"Only \"withdraw\" can be said here.", "此处只能提交 withdraw。"}, "step");
  return take_step(city, request, Operation::withdrawDeclaration, caller, std::move(done));
}

Result<Response> get_numbers(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getDeclarationNumbers));
  QueryReader query(request);
  const auto unit = query.id("unit");
  WARD_CHECK(query.finish());
  json::array items;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::getDeclarationNumbers, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    items = units::by_unit(
        t, *tops, "numbers", [&](const Id& id) { return numbers(t, id); },
        [&](const Id& id) { return numbers_of_children(t, id); }, [](const Numbers& one) { return to_json(one); });
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}});
}

Result<Response> get_rules(City& city, const Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::getArrivalRules));
  QueryReader query(request);
  const auto version = query.integer("version", 0, std::int64_t(1) << 40);
  WARD_CHECK(query.finish());
  Result<Rules> found;
  city.db.read([&](storage::Transaction& t) { found = version ? rules_of(t, *version) : Result<Rules>(rules(t)); });
  WARD_CHECK(found);
  return Response::of(to_json(*found));
}

Result<Response> put_arrival_rules(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putArrivalRules));
  WARD_TRY(body, request.json());
  WARD_TRY(wanted, rules_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, put_rules(t, city.clock, wanted, caller.actor()));
    out = to_json(stored);
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> put_invitation(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putInvitation));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  Invitation wanted{.id = id, .premises = in.id("premises")};
  wanted.room = in.maybe_id("room");
  WARD_CHECK(in.finish());
  const auto key = city.vault.derived("declarations.invitation");
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_house(t, caller, Operation::putInvitation, wanted.premises));
    WARD_TRY(made, invite(t, city.clock, wanted, caller.actor()));
    out = {{"id", made.id.str()},
           {"premises", made.premises.str()},
           {"room", or_null(made.room)},
           {"code", link_code(made.id, key)},
           {"expires_at", to_rfc3339(made.expires_at)}};
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> delete_invitation(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::deleteInvitation));
  WARD_TRY(id, id_of(request));
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto one = find_invitation(t, id)) {
      WARD_CHECK(check_house(t, caller, Operation::deleteInvitation, one->premises));
      withdraw_invitation(t, city.clock, id, caller.actor());
    }
    return {};
  }));
  return Response::nothing();
}

}  // namespace

void publish(City& city, const Id& declaration, const std::string& path) {
  if (city.live->heard())
    city.live->publish({"declaration", json::serialize(json::object{{"id", declaration.str()}, {"path", path}})}, path);
}

Result<> look_for_overdue(City& city) {
  constexpr int at_once = 200;  // in one transaction: whoever else writes waits a moment
  bool any = false;
  city.db.read([&](storage::Transaction& t) { any = overdue_waits(t, city.clock.now()); });
  if (!any) return {};
  std::vector<Marked> marked;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    marked = mark_overdue(t, city.clock, at_once);
    return {};
  }));
  for (const Marked& one : marked) {
    publish(city, one.declaration, one.path);
    if (one.incident) incidents::publish(city, {*one.incident, one.path, std::nullopt});
  }
  return {};
}

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/declarations", [&city](const Request& r) { return list_declarations(city, r); });
  router.on("GET", "/api/v1/declarations/numbers", [&city](const Request& r) { return get_numbers(city, r); });
  router.on("GET", "/api/v1/declarations/rules", [&city](const Request& r) { return get_rules(city, r); });
  router.on("PUT", "/api/v1/declarations/rules", [&city](const Request& r) { return put_arrival_rules(city, r); });
  router.on("GET", "/api/v1/declarations/{id}", [&city](const Request& r) { return get_declaration(city, r); });
  router.on("PUT", "/api/v1/declarations/{id}", [&city](const Request& r) { return put_declaration(city, r); });
  router.on("POST", "/api/v1/declarations/{id}/steps",
            [&city](const Request& r) { return act_on_declaration(city, r); });
  router.on("POST", "/api/v1/declarations/{id}/withdraw",
            [&city](const Request& r) { return withdraw_declared(city, r); });
  router.on("PUT", "/api/v1/invitations/{id}", [&city](const Request& r) { return put_invitation(city, r); });
  router.on("DELETE", "/api/v1/invitations/{id}", [&city](const Request& r) { return delete_invitation(city, r); });
  list_routes(router, city);
}

}  // namespace ward::city::declarations
