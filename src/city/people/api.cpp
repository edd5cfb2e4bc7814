#include "city/people/api.h"

#include "city/accounts/session.h"
#include "city/people/enrolment.h"
#include "city/people/pass.h"
#include "city/query.h"

namespace ward::city::people {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

constexpr std::size_t max_picture = 20 << 20;

json::value to_json(const Group& g) {
  return {{"id", g.id.str()}, {"site", g.site.str()}, {"name", g.name}, {"people", g.people}};
}

json::value to_json(const Person& p) {
  return {{"id", p.id.str()},
          {"site", p.site.str()},
          {"group", or_null(p.group)},
          {"group_name", or_null(p.group_name)},
          {"name", p.name},
          {"number", or_null(p.number)},
          {"enrolled_at", or_null(p.enrolled_at)},
          {"pass_made_at", or_null(p.pass_made_at)},
          {"created_at", to_rfc3339(p.created_at)}};
}

std::string actor_of(const Caller& caller) { return "user:" + caller.user.str(); }

// The sites a list is of: the one asked for, or all the caller sees.
Result<std::vector<Id>> sites_of(const Caller& caller, const std::optional<Id>& asked) {
  if (!asked) return caller.sites;
  WARD_CHECK(caller.check_site(*asked));
  return std::vector{*asked};
}

// What a caller may not see is not there.
Result<Group> visible_group(storage::Transaction& t, const Caller& caller, const Id& id) {
  auto group = find_group(t, id);
  if (!group || !caller.sees(group->site))
    return fail(ErrorKind::not_found, "group.none", {"There is no such group.", "没有这个分组。"}, "id");
  return *std::move(group);
}
Result<Person> visible_person(storage::Transaction& t, const Caller& caller, const Id& id) {
  auto person = find(t, id);
  if (!person || !caller.sees(person->site))
    return fail(ErrorKind::not_found, "person.none", {"There is no such person.", "没有这个人。"}, "id");
  return *std::move(person);
}

Result<Response> get_groups(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listGroups));
  QueryReader query(request);
  const auto site = query.id("site");
  WARD_CHECK(query.finish());
  WARD_TRY(sites, sites_of(caller, site));
  json::array items;
  city.db.read([&](storage::Transaction& t) {
    for (const Group& group : list_groups(t, sites)) items.push_back(to_json(group));
  });
  return Response::of({{"items", std::move(items)}});
}

Result<Response> put_one_group(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putGroup));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const Group group{.id = id, .site = in.id("site"), .name = in.text("name", 1, 200)};
  WARD_CHECK(in.finish());
  WARD_CHECK(caller.check_site(group.site));
  std::optional<Group> stored;
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    if (find_group(t, id)) WARD_CHECK(visible_group(t, caller, id));
    WARD_CHECK(put_group(t, city.clock, group, actor_of(caller)));
    stored = find_group(t, id);
    return {};
  });
  WARD_CHECK(written);
  city.changed->notify();
  return Response::of(to_json(*stored));
}

Result<Response> delete_one_group(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::deleteGroup));
  WARD_TRY(id, id_of(request));
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(group, visible_group(t, caller, id));
    return delete_group(t, city.clock, group, actor_of(caller));
  });
  WARD_CHECK(written);
  return Response::nothing();
}

Result<Response> list_people(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listPeople));
  QueryReader query(request);
  const auto site = query.id("site");
  Filter filter;
  filter.group = query.id("group");
  filter.beginning = query.text("q", 200).value_or("");
  filter.limit = query.limit();
  if (const auto after = query.text("after", 2000); after && !(filter.after = name_cursor_from(*after)))
    query.fault("after", {"after is not the `next` of a page.", "after 不是上一页的 next 值。"});
  WARD_CHECK(query.finish());
  WARD_TRY(sites, sites_of(caller, site));
  filter.sites = sites;
  std::vector<Person> people;
  city.db.read([&](storage::Transaction& t) { people = list(t, filter); });
  json::array items;
  for (const Person& person : people) items.push_back(to_json(person));
  const bool full = int(people.size()) == filter.limit;
  json::value next = nullptr;
  if (full) next = city::to_string(NameCursor{people.back().name, people.back().id});
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> get_person(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getPerson));
  WARD_TRY(id, id_of(request));
  Result<Person> person;
  city.db.read([&](storage::Transaction& t) { person = visible_person(t, caller, id); });
  WARD_CHECK(person);
  return Response::of(to_json(*person));
}

Result<Response> put_person(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putPerson));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  Person person;
  person.id = id;
  person.site = in.id("site");
  person.group = in.maybe_id("group");
  person.name = in.text("name", 1, 200);
  person.number = in.maybe_text("number", 1, 64);
  WARD_CHECK(in.finish());
  WARD_CHECK(caller.check_site(person.site));
  std::optional<Person> stored;
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    if (find(t, id)) WARD_CHECK(visible_person(t, caller, id));
    WARD_CHECK(put(t, city.clock, person, actor_of(caller)));
    stored = find(t, id);
    return {};
  });
  WARD_CHECK(written);
  if (stored->enrolled_at || stored->pass_made_at) city.changed->notify();
  return Response::of(to_json(*stored));
}

// Deleting a person, the face or the pass alone: each is for one visible person, and gates hear of it.
Result<Response> remove_of(City& city, const Request& request, Operation operation,
                           void (*removal)(storage::Transaction&, const Clock&, const Person&, const std::string&)) {
  WARD_TRY(caller, accounts::require(city, request, operation));
  WARD_TRY(id, id_of(request));
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(person, visible_person(t, caller, id));
    removal(t, city.clock, person, actor_of(caller));
    return {};
  });
  WARD_CHECK(written);
  city.changed->notify();
  return Response::nothing();
}

// The code leaves the server once, here: only its digest is kept.
Result<Response> make_pass(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::makePass));
  WARD_TRY(id, id_of(request));
  const std::string pass = new_pass();
  std::optional<Person> stored;
  const Result<> written = city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_TRY(person, visible_person(t, caller, id));
    put_pass(t, city.clock, person, *pass_digest(pass), actor_of(caller));
    stored = find(t, id);
    return {};
  });
  WARD_CHECK(written);
  city.changed->notify();
  return Response::of({{"person", to_json(*stored)}, {"pass", pass}});
}

Result<Response> enrol_face(City& city, Enrolment& enrolment, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::enrolFace));
  WARD_TRY(id, id_of(request));
  QueryReader query(request);
  const bool allow_duplicate = query.boolean("allow_duplicate").value_or(false);
  WARD_CHECK(query.finish());
  Result<Person> person;
  city.db.read([&](storage::Transaction& t) { person = visible_person(t, caller, id); });
  WARD_CHECK(person);
  WARD_TRY(enrolled, enrolment.enrol(id, request.body, allow_duplicate, actor_of(caller)));
  return Response::of({{"person", to_json(enrolled.person)},
                       {"height_px", std::int64_t(enrolled.quality.height_px)},
                       {"sharpness", std::int64_t(enrolled.quality.sharpness)},
                       {"quality_milli", std::int64_t(enrolled.quality.score * 1000)}});
}

}  // namespace

void routes(http::Router& router, City& city) {
  const auto enrolment = std::make_shared<Enrolment>(city);
  router.on("GET", "/api/v1/groups", [&city](const Request& r) { return get_groups(city, r); });
  router.on("PUT", "/api/v1/groups/{id}", [&city](const Request& r) { return put_one_group(city, r); });
  router.on("DELETE", "/api/v1/groups/{id}", [&city](const Request& r) { return delete_one_group(city, r); });
  router.on("GET", "/api/v1/people", [&city](const Request& r) { return list_people(city, r); });
  router.on("GET", "/api/v1/people/{id}", [&city](const Request& r) { return get_person(city, r); });
  router.on("PUT", "/api/v1/people/{id}", [&city](const Request& r) { return put_person(city, r); });
  router.on("DELETE", "/api/v1/people/{id}",
            [&city](const Request& r) { return remove_of(city, r, Operation::deletePerson, remove); });
  router.on(
      "PUT", "/api/v1/people/{id}/face",
      [&city, enrolment](const Request& r) { return enrol_face(city, *enrolment, r); }, max_picture,
      accounts::admission(city, Operation::enrolFace));
  router.on("DELETE", "/api/v1/people/{id}/face",
            [&city](const Request& r) { return remove_of(city, r, Operation::deleteFace, remove_face); });
  router.on("PUT", "/api/v1/people/{id}/pass", [&city](const Request& r) { return make_pass(city, r); });
  router.on("DELETE", "/api/v1/people/{id}/pass",
            [&city](const Request& r) { return remove_of(city, r, Operation::deletePass, remove_pass); });
}

}  // namespace ward::city::people
