// Incidents: reported, looked at, moved, acknowledged, counted.
#include "city/incidents/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "city/accounts/session.h"
#include "city/accounts/store.h"
#include "city/files/store.h"
#include "city/incidents/assessment_api.h"
#include "city/incidents/parts.h"
#include "city/notices/api.h"
#include "city/query.h"
#include "city/settings.h"
#include "city/sites/store.h"
#include "city/units/store.h"

namespace ward::city::incidents {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Response;

json::value in_language(const Text& text, http::Language language) {
  return json::string_view(language == http::Language::zh ? text.zh : text.en);
}

json::object shown(storage::Transaction& t, const Id& id, const Catalogue& types) {
  return shown(std::move(read_shown(t, {id}).at(0)), types);
}

Error no_such() {
  return Error::make(ErrorKind::not_found, "incident.none", {"There is no such incident.", "没有这个事件。"}, "id");
}

// What a caller may not see is not there.
Result<Stored> visible(storage::Transaction& t, const Caller& caller, const Id& id) {
  auto stored = find(t, id);
  if (!stored || !sees(caller, stored->incident, stored->path, handler_path(t, stored->incident)))
    return std::unexpected(no_such());
  return *std::move(stored);
}

Result<Response> get_types(City& city, const http::Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::getIncidentTypes));
  json::value out;
  city.db.read([&](storage::Transaction& t) { out = with_version(t, catalogue_setting, to_json(catalogue(t))); });
  return Response::of(std::move(out));
}

Result<Response> put_types(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putIncidentTypes));
  WARD_CHECK(caller.check_unit(Operation::putIncidentTypes, ""));
  WARD_TRY(body, request.json());
  WARD_TRY(amendment, amendment_from_json(std::move(body)));
  WARD_TRY(fresh, catalogue_from_json(amendment.value));
  json::value out = to_json(fresh);
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(changes, is_change(t, catalogue_setting, amendment.version, out));
    // An open incident of a type that is gone could not move.
    for (const Type& type : catalogue(t).types)
      if (!fresh.find(type.code))
        return fail(ErrorKind::conflict, "type.missing",
                    {"The type " + type.code + " is missing: retire it instead, so that its incidents go their way.",
                     "缺少类型 " + type.code + "：请将其停用而不是删除，以便已有事件办结。"},
                    "types");
    if (changes) put_catalogue(t, city.clock, fresh, caller.actor());
    out = with_version(t, catalogue_setting, std::move(out));
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> get_calendar(City& city, const http::Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::getCalendar));
  json::value out;
  city.db.read(
      [&](storage::Transaction& t) { out = with_version(t, calendar_setting, calendar::to_json(work_calendar(t))); });
  return Response::of(std::move(out));
}

Result<Response> put_calendar_route(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putCalendar));
  WARD_CHECK(caller.check_unit(Operation::putCalendar, ""));
  WARD_TRY(body, request.json());
  WARD_TRY(amendment, amendment_from_json(std::move(body)));
  WARD_TRY(fresh, calendar::calendar_from_json(amendment.value));
  json::value out = calendar::to_json(fresh);
  std::int64_t moved = 0;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(changes, is_change(t, calendar_setting, amendment.version, out));
    if (changes) moved = put_calendar(t, city.clock, fresh, caller.actor());
    out = with_version(t, calendar_setting, std::move(out));
    return {};
  }));
  return Response::of({{"calendar", std::move(out)}, {"moved", moved}});
}

Result<> check_picture(storage::Transaction& t, const Id& picture, const std::string& field, const std::string& actor) {
  if (files::was_sent_by(t, picture, actor)) return {};
  return fail(ErrorKind::invalid, "incident.picture",
              {"There is no such picture of yours: send it first.", "没有您发送的这张图片，请先上传。"}, field);
}

// The pictures of a report, those of its answers too, are there and are the reporter's own. Errors: "incident.picture".
Result<> check_pictures(storage::Transaction& t, const Report& input, const Catalogue& types,
                        const std::string& actor) {
  for (const auto& [picture, field] : pictures_of(input, *types.find(input.type)))
    WARD_CHECK(check_picture(t, picture, field, actor));
  return {};
}

// Those of a step likewise.
Result<> check_pictures(storage::Transaction& t, const Request& wanted, const std::string& actor) {
  for (std::size_t i = 0; i < wanted.pictures.size(); ++i)
    WARD_CHECK(check_picture(t, wanted.pictures[i], fmt::format("pictures[{}]", i), actor));
  return {};
}

// A site's office reports for the unit that the site belongs to.
std::optional<Id> site_of_office(storage::Transaction& t, const Caller& caller, const Id& unit) {
  if (caller.role != accounts::Role::office) return std::nullopt;
  for (const sites::Site& site : sites::list(t))
    if (site.unit == unit && caller.is_office_of(site.id)) return site.id;
  return std::nullopt;
}

// Anybody may report for any unit they see; the people at the gates of a site and the public come in other ways.
Result<Response> put_incident(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putIncident));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  json::object out;
  Changed changed;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const Catalogue& types = catalogue(t);
    json::value with_id = body;
    if (with_id.is_object()) with_id.as_object()["id"] = id.str();
    WARD_TRY(input, report_from_json(with_id, types));
    const auto unit = units::find(t, input.unit);
    if (unit) input.site = site_of_office(t, caller, unit->id);
    if (!unit || !unit->is_open() || !(input.site || caller.check_unit(Operation::putIncident, unit->path)))
      return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
    changed = {id, unit->path, input.site};
    if (const auto before = find(t, id)) {  // sent again: it counts once
      WARD_CHECK(visible(t, caller, id));
      out = shown(t, id, types);
      return {};
    }
    WARD_CHECK(check_pictures(t, input, types, caller.actor()));
    const auto& calendar_now = work_calendar(t);
    WARD_TRY(step, report(input, {caller.actor(), Parts(Part::reporter)},
                          {.catalogue = types, .calendar = calendar_now, .now = city.clock.now()}));
    save(t, city.clock, step, unit->path);
    out = shown(t, id, types);
    return {};
  }));
  publish(city, changed);
  return Response::of(std::move(out));
}

// What is seen in units, and what is seen because it came from a site of the caller's or is handled in their units.
std::vector<TimeCursor> seen_places(storage::Transaction& t, const Caller& caller, const Filter& filter,
                                    bool in_one_unit) {
  if (!filter.reporter.empty()) return places(t, filter);
  auto all = filter.tops.empty() ? std::vector<TimeCursor>{} : places(t, filter);
  const auto add = [&](const Filter& other) {
    for (const TimeCursor& place : places(t, other)) all.push_back(place);
  };
  Filter other = filter;
  other.tops = {};
  if (caller.role == accounts::Role::office) {
    other.sites = caller.sites;
    add(other);
    other.sites = std::nullopt;
  }
  const bool everywhere = std::ranges::find(filter.tops, "") != filter.tops.end();
  if (!in_one_unit && !everywhere && !filter.tops.empty()) {
    other.handlers = filter.tops;
    add(other);
  }
  return one_page(filter, std::move(all));
}

Result<Response> list_incidents(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listIncidents));
  QueryReader query(request);
  Filter filter;
  const auto unit = query.id("unit");
  if (const auto state = query.text("state", 40); state && !(filter.state = state_from(*state)))
    query.fault("state", {"There is no such state.", "没有这个状态。"});
  filter.type = query.text("type", 100).value_or("");
  filter.open = query.boolean("open").value_or(false);
  if (query.boolean("overdue").value_or(false)) filter.overdue_at = city.clock.now();
  const bool mine = query.boolean("mine").value_or(false);
  filter.order =
      query.choice("order", {"newest", "deadline"}).value_or("newest") == "newest" ? Order::newest : Order::deadline;
  filter.limit = query.limit();
  filter.after = query.after();
  WARD_CHECK(query.finish());
  if (mine)
    filter.reporter = caller.actor();
  else
    filter.tops = caller.tops_of(Operation::listIncidents);
  json::monotonic_resource memory;  // many small pieces that come and go together
  json::object out({{"items", json::array()}, {"next", nullptr}}, &memory);
  json::array& items = out.at("items").as_array();
  Result<> allowed{};
  city.db.read([&](storage::Transaction& t) {
    if (unit) {
      const auto found = units::find(t, *unit);
      if (!found || !caller.check_unit(Operation::listIncidents, found->path))
        return void(
            allowed = fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit"));
      filter.tops = {found->path};
    }
    const Catalogue& types = catalogue(t);
    const auto found = seen_places(t, caller, filter, unit.has_value());
    std::vector<Id> ids;
    for (const TimeCursor& place : found) ids.push_back(place.id);
    for (Shown& one : read_shown(t, ids, &memory)) items.push_back(shown(std::move(one), types));
    if (int(found.size()) == filter.limit) out.at("next") = city::to_string(found.back());
  });
  WARD_CHECK(allowed);
  return Response::of(std::move(out));
}

Error unknown_unit() {
  return Error::make(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
}

json::object to_json(const Counts& counts) {
  json::array states;
  for (const auto& [state, count] : counts.states)
    states.push_back(json::object{{"state", to_string(state)}, {"open", count}});
  return {{"states", std::move(states)},
          {"open", counts.open},
          {"overdue", counts.overdue},
          {"unacknowledged", counts.unheard}};
}

json::object to_json(const UnitCounts& one) {
  return {{"unit", one.unit.id.str()}, {"name", one.unit.name},  {"kind", units::to_string(one.unit.kind)},
          {"open", one.open},          {"overdue", one.overdue}, {"unacknowledged", one.unheard}};
}

Result<Response> get_board(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getIncidentBoard));
  QueryReader query(request);
  const auto unit = query.id("unit");
  WARD_CHECK(query.finish());
  const auto tops = caller.tops_of(Operation::getIncidentBoard);
  json::object out;
  json::array below;
  Result<> allowed{};
  city.db.read([&](storage::Transaction& t) {
    std::vector<units::Unit> asked;
    if (unit) {
      const auto found = units::find(t, *unit);
      if (!found || !caller.check_unit(Operation::getIncidentBoard, found->path))
        return void(allowed = std::unexpected(unknown_unit()));
      asked = {*found};
      for (const UnitCounts& one : counts_below(t, *unit, city.clock.now())) below.push_back(to_json(one));
    } else {
      asked = units::tops(t, tops);
    }
    out = to_json(counts(t, asked, city.clock.now()));
  });
  WARD_CHECK(allowed);
  out["below"] = std::move(below);
  return Response::of(std::move(out));
}

// Of an actor as the journal writes it; nothing for those who are no account.
std::optional<std::string> name_of(storage::Transaction& t, const std::string& actor) {
  constexpr std::string_view prefix = "user:";
  if (!actor.starts_with(prefix)) return std::nullopt;
  const auto id = Id::parse(std::string_view(actor).substr(prefix.size()));
  const auto user = id ? accounts::find_user(t, *id) : std::nullopt;
  return user ? std::optional(user->user.name) : std::nullopt;
}

json::value story_of(storage::Transaction& t, const std::vector<Happening>& story) {
  std::map<std::string, std::optional<std::string>> names;
  json::array rows;
  for (const Happening& one : story) {
    json::object row{{"version", one.version},
                     {"at", to_rfc3339(one.at)},
                     {"actor", one.actor},
                     {"action", to_string(one.action)},
                     {"from", to_string(one.from)},
                     {"to", to_string(one.to)},
                     {"text", one.text}};
    json::array& pictures = row["pictures"].emplace_array();
    for (const Id& picture : pictures_of(one)) pictures.emplace_back(picture.str());
    if (!names.contains(one.actor)) names[one.actor] = name_of(t, one.actor);
    if (const auto& name = names[one.actor]) row["actor_name"] = *name;
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object detail(storage::Transaction& t, const Caller& caller, const Stored& stored, http::Language language) {
  const Catalogue& types = catalogue(t);
  const Type* type = types.find(stored.incident.type);
  const Parts parts = parts_of(caller, stored.incident, stored.path, handler_path(t, stored.incident), type);
  const Escalation now = escalation(t, stored.incident);
  json::array actions, pages;
  if (type && caller.may(Operation::actOnIncident))
    for (const Action action : possible(stored.incident.state, parts, type->verify, type->check))
      actions.push_back(json::object{{"action", to_string(action)}, {"name", in_language(words(action), language)}});
  for (const Page& page : now.pages) {
    const auto unit = units::find(t, page.unit);
    pages.push_back(json::object{{"step", page.step},
                                 {"unit", page.unit.str()},
                                 {"unit_name", unit ? json::value(unit->name) : json::value(nullptr)},
                                 {"at", to_rfc3339(page.at)}});
  }
  const auto heard = std::ranges::max_element(now.acknowledged);
  return {
      {"incident", shown(t, stored.incident.id, types)},
      {"story", story_of(t, story(t, stored.incident.id))},
      {"actions", std::move(actions)},
      {"pages", std::move(pages)},
      {"may_acknowledge", is_open(stored.incident.state) && may_acknowledge(caller, stored.incident, parts)},
      {"acknowledged_at", heard == now.acknowledged.end() ? json::value(nullptr) : json::value(to_rfc3339(*heard))}};
}

Result<Response> get_incident(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getIncident));
  WARD_TRY(id, id_of(request));
  Result<Stored> stored;
  json::object out;
  city.db.read([&](storage::Transaction& t) {
    stored = visible(t, caller, id);
    if (stored) out = detail(t, caller, *stored, request.language);
  });
  WARD_CHECK(stored);
  return Response::of(std::move(out));
}

// The program's own step on a duplicate.
Result<Incident> step_on(storage::Transaction& t, City& city, const Stored& duplicate, const Request& request,
                         Context context, const Incident& original) {
  context.original = &original;
  WARD_TRY(step, apply(duplicate.incident, request, {"system", Parts(Part::centre)}, context));
  save(t, city.clock, step, duplicate.path);
  return step.incident;
}
Request own_request(City& city, Action action, const Incident& incident) {
  return {.id = Id::make(city.clock.now()), .action = action, .version = incident.version};
}

// It goes its own way again.
Result<Incident> separate(storage::Transaction& t, City& city, const Stored& duplicate, const Incident& original,
                          const Context& context, const char* why) {
  Request request = own_request(city, Action::separate, duplicate.incident);
  request.text = why;
  return step_on(t, city, duplicate, request, context, original);
}

// Whether the rules allow it; nothing is stored.
bool may_mark(const Incident& incident, const Request& request, Context context, const Incident& original) {
  context.original = &original;
  return apply(incident, request, {"system", Parts(Part::centre)}, context).has_value();
}

// What becomes of the duplicates of an incident that took a step, so that none is forgotten: they are closed with it;
// when it is void somebody must look at them; and when it is a duplicate itself they follow it to its original, or go
// their own way where they may not.
Result<> take_duplicates_along(storage::Transaction& t, City& city, const Incident& original, const Context& context) {
  for (const Id& id : duplicates_of(t, original.id)) {
    const auto duplicate = find(t, id);
    if (original.state == State::closed) {
      WARD_CHECK(step_on(t, city, *duplicate, own_request(city, Action::close_with_original, duplicate->incident),
                         context, original));
    } else if (original.state == State::void_) {
      WARD_CHECK(separate(t, city, *duplicate, original, context, "原事件已作废 / The original is void"));
    } else if (original.state == State::duplicate) {
      WARD_TRY(free, separate(t, city, *duplicate, original, context,
                              "原事件本身为重复事件 / The original is a duplicate itself"));
      Request again = own_request(city, Action::mark_duplicate, free);
      again.original = original.duplicate_of;
      if (const auto first = find(t, *original.duplicate_of); may_mark(free, again, context, first->incident))
        WARD_CHECK(step_on(t, city, {free, duplicate->path}, again, context, first->incident));
    }
  }
  return {};
}

Result<> check_assignee(storage::Transaction& t, const Request& wanted) {
  if (!wanted.assignee) return {};
  const auto unit = units::find(t, *wanted.assignee);
  if (unit && unit->is_open()) return {};
  return fail(ErrorKind::invalid, "incident.assignee", {"There is no such unit to handle it.", "没有这个处置单元。"},
              "assignee");
}

Result<Response> act(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::actOnIncident));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(wanted, request_from_json(body));
  json::object out;
  Changed changed;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, visible(t, caller, id));
    const std::string& path = stored.path;
    WARD_CHECK(check_assignee(t, wanted));
    WARD_CHECK(check_pictures(t, wanted, caller.actor()));
    const Catalogue& types = catalogue(t);
    const auto& calendar_now = work_calendar(t);
    std::optional<Stored> original;
    if (wanted.original) {
      WARD_TRY(seen, visible(t, caller, *wanted.original));
      original = std::move(seen);
    }
    const Context context{.catalogue = types,
                          .calendar = calendar_now,
                          .now = city.clock.now(),
                          .original = original ? &original->incident : nullptr};
    const std::string handler = handler_path(t, stored.incident);
    const Type* type = types.find(stored.incident.type);
    const Actor actor{caller.actor(), parts_of(caller, stored.incident, path, handler, type)};
    WARD_TRY(step, apply(stored.incident, wanted, actor, context));
    save(t, city.clock, step, path);
    // Who handled it until now hears of it, too.
    const std::string next = handler_path(t, step.incident);
    changed = {id, path, stored.incident.site, next.empty() ? handler : next};
    if (step.happening) WARD_CHECK(take_duplicates_along(t, city, step.incident, context));
    out = detail(t, caller, {step.incident, path}, request.language);
    return {};
  }));
  publish(city, changed);
  return Response::of(std::move(out));
}

Result<Response> acknowledge_incident(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::acknowledgeIncident));
  WARD_TRY(id, id_of(request));
  json::object out;
  Changed changed;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(stored, visible(t, caller, id));
    const std::string handler = handler_path(t, stored.incident);
    changed = {id, stored.path, stored.incident.site, handler};
    if (!is_open(stored.incident.state))
      return fail(ErrorKind::conflict, "incident.state", {"The incident is over.", "该事件已办结。"}, "id");
    const Type* type = catalogue(t).find(stored.incident.type);
    if (!may_acknowledge(caller, stored.incident, parts_of(caller, stored.incident, stored.path, handler, type)))
      return fail(ErrorKind::forbidden, "incident.not_yours",
                  {"Only who can act on the incident says that they are on it.", "只有能处理该事件的人员可以签收。"},
                  "id");
    acknowledge(t, city.clock, stored, caller.actor());
    out = detail(t, caller, stored, request.language);
    return {};
  }));
  publish(city, changed);
  return Response::of(std::move(out));
}

}  // namespace

json::object shown(Shown one, const Catalogue& types) {
  json::object out = std::move(one.incident);
  const auto& code = out.at("type").as_string();
  const Type* type = types.find({code.data(), code.size()});
  out["type_name"] = type ? json::value{{"en", type->name.en}, {"zh", type->name.zh}} : json::value(nullptr);
  out["urgency"] = type ? json::value(to_string(type->urgency)) : json::value(nullptr);
  out["unit_name"] = std::move(one.unit_name);
  out["assignee_name"] = one.assignee_name ? json::value(*std::move(one.assignee_name)) : json::value(nullptr);
  return out;
}

void routes(http::Router& router, City& city) {
  using http::Request;
  router.on("GET", "/api/v1/incident-types", [&city](const Request& r) { return get_types(city, r); });
  router.on("PUT", "/api/v1/incident-types", [&city](const Request& r) { return put_types(city, r); });
  router.on("GET", "/api/v1/calendar", [&city](const Request& r) { return get_calendar(city, r); });
  router.on("PUT", "/api/v1/calendar", [&city](const Request& r) { return put_calendar_route(city, r); });
  router.on("GET", "/api/v1/incidents", [&city](const Request& r) { return list_incidents(city, r); });
  router.on("GET", "/api/v1/incidents/board", [&city](const Request& r) { return get_board(city, r); });
  assessment_routes(router, city);
  router.on("GET", "/api/v1/incidents/{id}", [&city](const Request& r) { return get_incident(city, r); });
  router.on("PUT", "/api/v1/incidents/{id}", [&city](const Request& r) { return put_incident(city, r); });
  router.on("POST", "/api/v1/incidents/{id}/actions", [&city](const Request& r) { return act(city, r); });
  router.on("POST", "/api/v1/incidents/{id}/acknowledge",
            [&city](const Request& r) { return acknowledge_incident(city, r); });
}

void publish(City& city, const Changed& changed) {
  if (!city.live->heard()) return;
  const http::Event event{"incident", json::serialize(json::object{{"id", changed.incident.str()}})};
  city.live->publish(event, changed.path);
  // Who sees the unit of the incident has heard of it there.
  if (!changed.path.starts_with(changed.handler)) city.live->publish(event, changed.handler);
  if (changed.site) city.live->publish(event, changed.site->str());
}

Result<> report_gate_alarms(City& city) {
  bool any = false;
  city.db.read([&](storage::Transaction& t) { any = alarms_wait(t); });
  if (!any) return {};
  std::vector<Changed> reported;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    reported = report_alarms(t, city.clock, 100);
    return {};
  }));
  for (const Changed& one : reported) publish(city, one);
  return {};
}

Result<> send_pages(City& city) {
  constexpr int at_once = 500;  // in one transaction: one commit for many, while whoever else writes waits a moment
  while (true) {
    std::optional<Time> next;
    city.db.read([&](storage::Transaction& t) { next = next_page_at(t); });
    if (!next || *next > city.clock.now()) return {};
    std::vector<Paged> sent;
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      sent = send_due_pages(t, city.clock, at_once);
      return {};
    }));
    for (const Paged& one : sent) {
      publish(city, one.changed);
      for (const Id& member : one.told) notices::tell(city, member);
    }
    if (sent.size() < at_once) return {};
  }
}

Result<> count_late(City& city) {
  constexpr int at_once = 5'000;
  bool more = false;
  city.db.read([&](storage::Transaction& t) { more = late_waits(t, city.clock.now()); });
  while (more)
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      more = count_late(t, city.clock.now(), at_once);
      return {};
    }));
  return {};
}

}  // namespace ward::city::incidents
