// Units and their teams, one by one and by file.
#include "city/units/api.h"

#include "base/crypto.h"
#include "city/accounts/session.h"
#include "city/query.h"
#include "city/table_files.h"
#include "city/units/files.h"
#include "city/units/store.h"

namespace ward::city::units {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

json::object to_json(const Unit& unit) {
  return {{"id", unit.id.str()},
          {"code", unit.code},
          {"name", unit.name},
          {"kind", to_string(unit.kind)},
          {"level", level_of(unit.kind)},
          {"parent", or_null(unit.parent)},
          {"path", unit.path},
          {"since", to_rfc3339(unit.since)},
          {"closed_at", or_null(unit.closed_at)},
          {"merged_into", or_null(unit.merged_into)}};
}

json::value to_json(const Member& member) {
  return {
      {"id", member.id.str()}, {"name", member.name}, {"phone", member.phone}, {"account", or_null(member.account)}};
}

json::value to_json(const Post& post) {
  return {{"id", post.id.str()},
          {"unit", post.unit.str()},
          {"member", post.member.str()},
          {"duty", to_string(post.duty)},
          {"since", to_rfc3339(post.span.since)},
          {"until", or_null(post.span.until)}};
}

json::value maybe_name(const std::vector<Posted>& team, Time now) {
  for (const Posted& posted : team)
    if (posted.post.duty == Duty::commander && holds(posted.post.span, now)) return json::value(posted.member.name);
  return nullptr;
}

// As lists show it: with what hangs below and who commands it.
json::object summary(storage::Transaction& t, const Unit& unit, Time now) {
  const Tallies counted = tallies(t, unit.id);
  json::object out = to_json(unit);
  out["units_below"] = counted.units;
  out["posts"] = counted.posts;
  out["incidents_open"] = counted.incidents;
  out["commander"] = maybe_name(team(t, unit.id), now);
  return out;
}

Error no_such(const char* field) {
  return Error::make(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, field);
}

// What a caller may not see is not there.
Result<Unit> visible(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto unit = find(t, id);
  if (!unit || !caller.check_unit(operation, unit->path)) return std::unexpected(no_such("id"));
  return *std::move(unit);
}

// Screens that show the tree hear of it.
void tell(City& city, const std::string& path) {
  if (city.live->heard()) city.live->publish({"unit", json::serialize(json::object{{"path", path}})}, path);
}

Result<Response> list_units(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listUnits));
  QueryReader query(request);
  const auto parent = query.id("parent");
  Filter filter;
  filter.beginning = query.text("q", 200).value_or("");
  filter.after = query.text("after", 200).value_or("");
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  filter.tops = caller.tops_of(Operation::listUnits);
  json::array items;
  json::value next = nullptr;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    std::vector<Unit> units;
    if (parent) {
      const auto above = visible(t, caller, Operation::listUnits, *parent);
      if (!above) return void(seen = std::unexpected(above.error()));
      units = children(t, *parent);
    } else if (filter.beginning.empty() && filter.after.empty()) {
      units = tops(t, filter.tops);
    } else {
      units = list(t, filter);
      if (int(units.size()) == filter.limit) next = json::value(units.back().code);
    }
    for (const Unit& unit : units) items.push_back(summary(t, unit, city.clock.now()));
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> get_unit(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getUnit));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<Unit> unit;
  city.db.read([&](storage::Transaction& t) {
    unit = visible(t, caller, Operation::getUnit, id);
    if (!unit) return;
    out = summary(t, *unit, city.clock.now());
    json::array above, before;
    for (const Unit& one : with_those_above(t, *unit))
      if (one.id != id) above.push_back(json::object{{"id", one.id.str()}, {"code", one.code}, {"name", one.name}});
    for (const Past& one : past(t, id)) {
      json::object was = to_json(one.unit);
      was["until"] = to_rfc3339(one.until);
      before.push_back(std::move(was));
    }
    out["above"] = std::move(above);
    out["past"] = std::move(before);
  });
  WARD_CHECK(unit);
  return Response::of(std::move(out));
}

Result<Response> put_unit(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putUnit));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, unit_from_json(body));
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto before = find(t, id)) WARD_CHECK(caller.check_unit(Operation::putUnit, before->path));
    const auto parent = input.parent ? find(t, *input.parent) : std::nullopt;
    WARD_CHECK(caller.check_unit(Operation::putUnit, parent ? parent->path : ""));
    WARD_TRY(unit, put(t, city.clock, id, input, caller.actor()));
    path = unit.path;
    out = summary(t, unit, city.clock.now());
    return {};
  }));
  tell(city, path);
  return Response::of(std::move(out));
}

Result<Response> close_unit(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::closeUnit));
  WARD_TRY(id, id_of(request));
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(unit, visible(t, caller, Operation::closeUnit, id));
    path = unit.path;
    return close(t, city.clock, id, caller.actor());
  }));
  tell(city, path);
  return Response::nothing();
}

Result<Response> merge_unit(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::mergeUnit));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const Id into = in.id("into");
  WARD_CHECK(in.finish());
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible(t, caller, Operation::mergeUnit, id));
    WARD_CHECK(visible(t, caller, Operation::mergeUnit, into));
    WARD_TRY(unit, merge(t, city.clock, id, into, caller.actor()));
    path = unit.path;
    out = summary(t, unit, city.clock.now());
    return {};
  }));
  tell(city, path);
  return Response::of(std::move(out));
}

Result<Response> get_team(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getTeam));
  WARD_TRY(id, id_of(request));
  json::array items;
  Result<Unit> unit;
  city.db.read([&](storage::Transaction& t) {
    unit = visible(t, caller, Operation::getTeam, id);
    if (!unit) return;
    for (const Posted& posted : team(t, id))
      items.push_back(json::object{{"post", to_json(posted.post)}, {"member", to_json(posted.member)}});
  });
  WARD_CHECK(unit);
  return Response::of({{"items", std::move(items)}});
}

Result<Response> get_members(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listMembers));
  WARD_CHECK(caller.check_unit(Operation::listMembers, ""));  // a member belongs to no single unit
  QueryReader query(request);
  const std::string beginning = query.text("q", 200).value_or("");
  const int limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Member& member : list_members(t, beginning, limit)) items.push_back(to_json(member));
  });
  return Response::of({{"items", std::move(items)}});
}

// Who may change a member: whoever may change one of the teams they are in, or may everywhere; a new one, anybody who
// may at all.
Result<> check_member(storage::Transaction& t, const Caller& caller, const Id& id) {
  const auto posts = posts_of(t, id);
  if (posts.empty()) return {};
  for (const Post& post : posts)
    if (const auto unit = find(t, post.unit); unit && caller.check_unit(Operation::putMember, unit->path)) return {};
  return caller.check_unit(Operation::putMember, "");
}

Result<Response> put_one_member(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putMember));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(member, member_from_json(id, body));
  // An account brings rights: who commands a grid gives none.
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_member(t, caller, id));
    const auto before = find_member(t, id);
    if (member.account != (before ? before->account : std::nullopt))
      WARD_CHECK(caller.check_unit(Operation::putUnit, ""));
    return put_member(t, city.clock, member, caller.actor());
  }));
  return Response::of(to_json(member));
}

Result<Response> put_one_post(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putPost));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(post, post_from_json(id, body, city.clock.now()));
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(unit, visible(t, caller, Operation::putPost, post.unit));
    path = unit.path;
    return put_post(t, city.clock, post, caller.actor());
  }));
  tell(city, path);
  return Response::of(to_json(post));
}

json::value report(const FilePlan& file, bool stored, http::Language language) {
  const Plan& plan = file.plan;
  return import_report(file,
                       {{"new_units", plan.new_units.size()},
                        {"changed_units", plan.changed_units.size()},
                        {"new_members", plan.new_members.size()},
                        {"changed_members", plan.changed_members.size()},
                        {"new_posts", plan.new_posts.size()},
                        {"changed_posts", plan.changed_posts.size()}},
                       stored, language);
}

Result<Response> import_units(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::importUnits));
  WARD_CHECK(caller.check_unit(Operation::importUnits, ""));
  QueryReader query(request);
  const auto what = file_kind_from(query.choice("what", {"units", "members"}).value_or("units")).value();
  const bool dry_run = query.boolean("dry_run").value_or(true);
  const bool good_rows = query.boolean("good_rows").value_or(false);
  const std::string zone_name = query.text("zone", 100).value_or("Asia/Shanghai");
  WARD_CHECK(query.finish());
  WARD_TRY(zone, Zone::find(zone_name));
  const auto plan_over = [&](const Roster& roster) {
    return plan_file(what, request.body, roster, city.clock.now(), zone);
  };
  if (dry_run) {
    Roster roster;
    city.db.read([&](storage::Transaction& t) { roster = load_roster(t, city.clock.now()); });
    WARD_TRY(file, plan_over(roster));
    return Response::of(report(file, false, request.language));
  }
  json::value answer;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const Roster roster = load_roster(t, city.clock.now());
    WARD_TRY(file, plan_over(roster));
    const bool store = good_rows || file.plan.faults.empty();
    if (store) apply(t, city.clock, roster, file.plan, crypto::sha256(crypto::as_bytes(request.body)), caller.actor());
    answer = report(file, store, request.language);
    return {};
  }));
  tell(city, "");
  return Response::of(std::move(answer));
}

Result<Response> export_units(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::exportUnits));
  WARD_CHECK(caller.check_unit(Operation::exportUnits, ""));
  QueryReader query(request);
  const std::string what = query.choice("what", {"units", "members"}).value_or("units");
  const std::string format = query.choice("format", {"csv", "xlsx"}).value_or("csv");
  WARD_CHECK(query.finish());
  const FileKind kind = file_kind_from(what).value();
  Roster roster;
  city.db.read([&](storage::Transaction& t) { roster = load_roster(t, city.clock.now()); });
  if (format == "csv") return table_response(what, format, write_csv(kind, roster));
  WARD_TRY(workbook, write_xlsx(kind, roster));
  return table_response(what, format, std::move(workbook));
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/units", [&city](const Request& r) { return list_units(city, r); });
  router.on("GET", "/api/v1/units/{id}", [&city](const Request& r) { return get_unit(city, r); });
  router.on("PUT", "/api/v1/units/{id}", [&city](const Request& r) { return put_unit(city, r); });
  router.on("POST", "/api/v1/units/{id}/close", [&city](const Request& r) { return close_unit(city, r); });
  router.on("POST", "/api/v1/units/{id}/merge", [&city](const Request& r) { return merge_unit(city, r); });
  router.on("GET", "/api/v1/units/{id}/team", [&city](const Request& r) { return get_team(city, r); });
  router.on("GET", "/api/v1/members", [&city](const Request& r) { return get_members(city, r); });
  router.on("PUT", "/api/v1/members/{id}", [&city](const Request& r) { return put_one_member(city, r); });
  router.on("PUT", "/api/v1/posts/{id}", [&city](const Request& r) { return put_one_post(city, r); });
  router.on(
      "POST", "/api/v1/units/import", [&city](const Request& r) { return import_units(city, r); }, max_table_file,
      accounts::admission(city, Operation::importUnits));
  router.on("GET", "/api/v1/units/export", [&city](const Request& r) { return export_units(city, r); });
}

}  // namespace ward::city::units
