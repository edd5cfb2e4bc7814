// People of the register: who lives in a room, one person with all records, who may be the same, mergers.
#include "city/residents/api.h"

#include "city/accounts/session.h"
#include "city/premises/store.h"
#include "city/query.h"
#include "city/residents/list_api.h"
#include "city/residents/search.h"
#include "city/residents/shown.h"
#include "city/version.h"

namespace ward::city::residents {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

json::object to_json(const Record& record) {
  json::object out = to_json(record.person);
  out["version"] = record.version;
  out["merged_into"] = or_null(record.merged_into);
  return out;
}

json::object to_json(const Tenancy& tenancy) {
  return {{"id", tenancy.id.str()},          {"resident", tenancy.resident.str()}, {"room", tenancy.room.str()},
          {"since", to_text(tenancy.since)}, {"until", or_null(tenancy.until)},    {"version", tenancy.version}};
}

json::object to_json(storage::Transaction& t, const Candidate& one) {
  return {{"person", to_json(person_of(t, one.head))},
          {"verdict", to_string(one.match.verdict)},
          {"caution", to_string(one.match.caution)},
          {"caution_words", text_to_json(words(one.match.caution))},
          {"bits", one.match.odds},
          {"found", found_to_json(one.match)}};
}

// With where they live, and where they lived.
json::object in_full(storage::Transaction& t, const Id& head) {
  json::object out = to_json(person_of(t, head));
  json::array records, tenancies;
  for (const Record& record : records_of(t, head)) records.push_back(to_json(record));
  for (const Tenancy& tenancy : tenancies_of(t, head)) {
    json::object one = to_json(tenancy);
    const auto room = premises::find_room(t, tenancy.room);
    const auto house = premises::find(t, room->premises);
    one["number"] = room->number;
    one["premises"] = house->premises.id.str();
    one["address"] = house->premises.address;
    tenancies.push_back(std::move(one));
  }
  out["records"] = std::move(records);
  out["tenancies"] = std::move(tenancies);
  return out;
}

Result<> check_room(storage::Transaction& t, const Caller& caller, Operation operation, const Id& room,
                    const char* field) {
  const auto found = premises::find_room(t, room);
  if (found && caller.check_unit(operation, premises::find(t, found->premises)->path)) return {};
  return fail(ErrorKind::not_found, "room.unknown", {"There is no such room.", "没有这间房。"}, field);
}

Result<Date> day_asked(City& city, const Request& request) {
  QueryReader query(request);
  const auto text = query.text("day", 10);
  WARD_CHECK(query.finish());
  return text ? parse_date(*text) : today(city);
}

Result<Response> list_occupants(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listOccupants));
  WARD_TRY(room, id_of(request));
  WARD_TRY(day, day_asked(city, request));
  json::array items;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    seen = check_room(t, caller, Operation::listOccupants, room, "id");
    if (!seen) return;
    for (const Occupant& one : occupants(t, room, day)) {
      json::object item = to_json(person_of(t, one.head));
      item["tenancy"] = to_json(one.tenancy);
      items.push_back(std::move(item));
    }
  });
  WARD_CHECK(seen);
  return Response::of({{"day", to_text(day)}, {"items", std::move(items)}});
}

Result<Response> count_occupants(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::countOccupants));
  WARD_TRY(id, id_of(request));
  WARD_TRY(day, day_asked(city, request));
  json::array items;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto house = premises::find(t, id);
    if (!house || !caller.check_unit(Operation::countOccupants, house->path))
      return void(
          seen = fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "id"));
    for (const auto& [room, people] : people_by_room(t, id, day))
      items.push_back(json::object{{"room", room.str()}, {"people", people}});
  });
  WARD_CHECK(seen);
  return Response::of({{"day", to_text(day)}, {"items", std::move(items)}});
}

// Where they live on the day, or else lived last; nothing of a place that the caller may not see.
json::value home_of(storage::Transaction& t, const Caller& caller, const Id& head, Date day) {
  const auto all = tenancies_of(t, head);  // the latest last
  const Tenancy* home = nullptr;
  for (const Tenancy& one : all)
    if (one.since <= day && (!home || !one.until || *one.until > day)) home = &one;
  if (!home) return nullptr;
  const auto room = premises::find_room(t, home->room);
  const auto house = premises::find_listed(t, room->premises);
  if (!caller.check_unit(Operation::searchResidents, house->path)) return nullptr;
  return {{"room", room->id.str()},
          {"number", room->number},
          {"premises", house->premises.id.str()},
          {"address", house->premises.address},
          {"unit_name", house->unit_name},
          {"since", to_text(home->since)},
          {"until", or_null(home->until)}};
}

Result<Response> search_residents(City& city, const Request& request) {
  constexpr int most_found = 50;
  WARD_TRY(caller, accounts::require(city, request, Operation::searchResidents));
  WARD_TRY(body, request.json());
  const Date day = today(city);
  WARD_TRY(asked, asked_from_json(body, city.vault.derived("residents.document"), day));
  json::array items;
  FoundPeople found;
  city.db.read([&](storage::Transaction& t) {
    found = search(t, asked, caller.tops_of(Operation::searchResidents), most_found);
    for (const Id& head : found.heads) {
      json::object one = to_json(person_of(t, head));
      one["home"] = home_of(t, caller, head, day);
      items.push_back(std::move(one));
    }
  });
  return Response::of({{"items", std::move(items)}, {"more", found.more}});
}

Result<Response> get_resident(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getResident));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<Id> head;
  city.db.read([&](storage::Transaction& t) {
    head = visible(t, caller, Operation::getResident, id);
    if (head) out = in_full(t, *head);
  });
  WARD_CHECK(head);
  return Response::of(std::move(out));
}

// Somebody new comes with a room: a record that nobody could see would be lost.
Result<Response> put_resident(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putResident));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, record_from_json(id, body, today(city)));
  const auto& home = input.home;
  const auto key = city.vault.derived("residents.document");
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const auto before = find(t, id);
    if (before) WARD_CHECK(visible(t, caller, Operation::putResident, id));
    if (!before && !home)
      return fail(ErrorKind::invalid, "resident.home",
                  {"Say where somebody new lives: home.", "新登记人员须填写住处（home）。"}, "home");
    if (home) WARD_CHECK(check_room(t, caller, Operation::putTenancy, home->second.room, "home.room"));
    auto documents =
        kept(input.documents, before ? before->person.documents : std::vector<KeptDocument>{}, key, today(city));
    // A document that is no more was taken away by somebody else: that is what there is to tell.
    if (!documents && before) WARD_CHECK(check_version(input.version, before->version, "resident.changed_meanwhile"));
    WARD_CHECK(documents);
    input.person.documents = *std::move(documents);
    WARD_CHECK(put(t, city.clock, input.person, input.version, caller.actor()));
    if (home) WARD_CHECK(put_tenancy(t, city.clock, home->first, home->second, caller.actor()));
    out = in_full(t, *head_of(t, id));
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> put_one_tenancy(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putTenancy));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, tenancy_from_json(body));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible(t, caller, Operation::putTenancy, input.resident, "resident"));
    WARD_CHECK(check_room(t, caller, Operation::putTenancy, input.room, "room"));
    WARD_TRY(tenancy, put_tenancy(t, city.clock, id, input, caller.actor()));
    out = to_json(tenancy);
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> find_resident(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::findResident));
  WARD_TRY(id, id_of(request));
  json::array items;
  Result<Id> head;
  city.db.read([&](storage::Transaction& t) {
    head = visible(t, caller, Operation::findResident, id);
    if (!head) return;
    for (const Candidate& one : candidates(t, person_of(t, *head)))
      if (visible(t, caller, Operation::findResident, one.head)) items.push_back(to_json(t, one));
  });
  WARD_CHECK(head);
  return Response::of({{"items", std::move(items)}});
}

Result<Response> merge_resident(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::mergeResident));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const Id into = in.id("into");
  WARD_CHECK(in.finish());
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible(t, caller, Operation::mergeResident, id));
    WARD_CHECK(visible(t, caller, Operation::mergeResident, into, "into"));
    WARD_CHECK(merge(t, city.clock, id, into, caller.actor()));
    out = in_full(t, *head_of(t, into));
    return {};
  }));
  return Response::of(std::move(out));
}

Result<Response> unmerge_resident(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::unmergeResident));
  WARD_TRY(id, id_of(request));
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(visible(t, caller, Operation::unmergeResident, id));
    WARD_CHECK(unmerge(t, city.clock, id, caller.actor()));
    out = in_full(t, id);
    return {};
  }));
  return Response::of(std::move(out));
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/rooms/{id}/residents", [&city](const Request& r) { return list_occupants(city, r); });
  router.on("GET", "/api/v1/premises/{id}/residents", [&city](const Request& r) { return count_occupants(city, r); });
  router.on("POST", "/api/v1/residents/search", [&city](const Request& r) { return search_residents(city, r); });
  router.on("GET", "/api/v1/residents/{id}", [&city](const Request& r) { return get_resident(city, r); });
  router.on("PUT", "/api/v1/residents/{id}", [&city](const Request& r) { return put_resident(city, r); });
  router.on("GET", "/api/v1/residents/{id}/alike", [&city](const Request& r) { return find_resident(city, r); });
  router.on("POST", "/api/v1/residents/{id}/merge", [&city](const Request& r) { return merge_resident(city, r); });
  router.on("POST", "/api/v1/residents/{id}/unmerge", [&city](const Request& r) { return unmerge_resident(city, r); });
  router.on("PUT", "/api/v1/tenancies/{id}", [&city](const Request& r) { return put_one_tenancy(city, r); });
  list_routes(router, city);
}

}  // namespace ward::city::residents
