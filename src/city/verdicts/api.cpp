// Rounds: opened, closed, counted; rooms by how they stand; verdicts from phones.
#include "city/verdicts/api.h"

#include <algorithm>
#include <set>

#include "city/accounts/session.h"
#include "city/incidents/store.h"
#include "city/premises/store.h"
#include "city/query.h"
#include "city/rounds/xform.h"
#include "city/units/by_unit.h"
#include "city/verdicts/store.h"

namespace ward::city::verdicts {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;
using rounds::Listed;
using rounds::Numbers;
using rounds::Round;

json::object to_json(const Numbers& numbers) {
  json::object out;
  for (std::size_t i = 0; i < rounds::state_count; ++i) out[to_string(rounds::State(i))] = numbers.rooms[i];
  out["rooms"] = numbers.all();
  out["differing"] = numbers.differing;
  return out;
}

json::object to_json(const rounds::Finding& finding) {
  return {{"state", to_string(finding.state)},
          {"people", or_null(finding.people)},
          {"day", or_null(finding.day)},
          {"return_on", or_null(finding.return_on)},
          {"registered", finding.day ? json::value(finding.registered) : json::value(nullptr)}};
}

json::object to_json(const Listed& one) {
  const Round& round = one.round;
  return {{"id", round.id.str()},
          {"number", round.number},
          {"unit", round.unit.str()},
          {"unit_name", one.unit_name},
          {"topic", to_string(round.topic)},
          {"title", round.title},
          {"note", round.note},
          {"due", or_null(round.due)},
          {"form", incidents::to_json(round.form)},
          {"opened_at", to_rfc3339(round.opened_at)},
          {"closed_at", or_null(round.closed_at)},
          {"version", round.version}};
}

json::object to_json(storage::Transaction& t, const Round& round, const RoomSeen& one) {
  json::object out = to_json(one.finding);
  out["id"] = one.room.str();
  out["premises"] = one.premises.str();
  out["number"] = one.number;
  out["floor"] = one.floor;
  out["code"] = one.code;
  out["address"] = one.address;
  out["unit_name"] = one.unit_name;
  json::array known;
  for (const Verdict& verdict : standing(verdicts_on(t, round.number, one.room))) known.emplace_back(verdict.id.str());
  out["known"] = std::move(known);
  return out;
}

json::object to_json(storage::Transaction& t, const Round& round, const Verdict& verdict, bool stands) {
  json::array after = premises::texts_of(verdict.after);
  std::string author = verdict.author;
  if (verdict.member)
    if (const auto member = units::find_member(t, *verdict.member)) author = member->name;
  return {{"id", verdict.id.str()},
          {"found", to_string(verdict.found)},
          {"people", or_null(verdict.people)},
          {"return_on", or_null(verdict.return_on)},
          {"note", verdict.note},
          {"answers", verdict.answers},
          {"after", std::move(after)},
          {"at", to_rfc3339(verdict.at)},
          {"day", to_text(verdict.day)},
          {"received_at", to_rfc3339(verdict.received_at)},
          {"author", std::move(author)},
          {"stands", stands},
          {"late", round.closed_at && verdict.received_at > *round.closed_at}};
}

Error no_such_round() {
  return Error::make(ErrorKind::not_found, "round.unknown", {"There is no such round.", "没有该轮排摸。"}, "id");
}

// Where the caller has to do with a round of this path: the round's own unit, or theirs within it. Paths; none:
// nowhere.
std::vector<std::string> tops_within(const Caller& caller, Operation operation, const std::string& path) {
  std::vector<std::string> tops;
  for (const std::string& top : caller.tops_of(operation)) {
    if (path.starts_with(top)) return {path};
    if (top.starts_with(path)) tops.push_back(top);
  }
  return tops;
}

// What a caller may not see is not there.
Result<Listed> visible(storage::Transaction& t, const Caller& caller, Operation operation, const Id& id) {
  auto found = rounds::find_listed(t, id);
  if (!found || tops_within(caller, operation, found->path).empty()) return std::unexpected(no_such_round());
  return *std::move(found);
}

// Of all units together in which the caller has to do with it.
Numbers sum(storage::Transaction& t, const Listed& round, const std::vector<std::string>& tops) {
  Numbers all;
  for (const units::Unit& top : units::tops(t, tops)) {
    const Numbers own = rounds::numbers(t, round.round, top.id);
    for (std::size_t i = 0; i < rounds::state_count; ++i) all.rooms[i] += own.rooms[i];
    all.differing += own.differing;
  }
  return all;
}

json::object with_numbers(storage::Transaction& t, const Caller& caller, Operation operation, const Listed& round) {
  json::object out = to_json(round);
  out["rooms"] = to_json(sum(t, round, tops_within(caller, operation, round.path)));
  return out;
}

// The unit that was asked for, or all in which the caller has to do with the round. Errors: "unit.unknown".
Result<std::vector<std::string>> asked_tops(storage::Transaction& t, const Caller& caller, Operation operation,
                                            const Listed& round, const std::optional<Id>& unit) {
  if (!unit) return tops_within(caller, operation, round.path);
  const auto found = units::find(t, *unit);
  if (found && found->path.starts_with(round.path) && caller.check_unit(operation, found->path))
    return std::vector{found->path};
  return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
}

Result<Response> list_rounds(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listRounds));
  QueryReader query(request);
  rounds::Filter filter{.tops = caller.tops_of(Operation::listRounds)};
  filter.open = query.boolean("open").value_or(true);
  filter.before = query.integer("before", 1, std::int64_t(1) << 40);
  filter.limit = query.limit();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  city.db.read([&](storage::Transaction& t) {
    const auto found = rounds::list(t, filter);
    for (const Listed& one : found) items.push_back(with_numbers(t, caller, Operation::listRounds, one));
    if (int(found.size()) == filter.limit) next = found.back().round.number;
  });
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Response> get_round(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getRound));
  WARD_TRY(id, id_of(request));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto round = visible(t, caller, Operation::getRound, id);
    if (!round) return void(seen = std::unexpected(round.error()));
    out = with_numbers(t, caller, Operation::getRound, *round);
  });
  WARD_CHECK(seen);
  return Response::of(std::move(out));
}

// Screens that show the round read it again.
void tell(City& city, const Id& round, const std::string& path) {
  if (city.live->heard())
    city.live->publish({"round", json::serialize(json::object{{"id", round.str()}, {"path", path}})}, path);
}

Result<Response> put_round(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::putRound));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(input, rounds::round_from_json(body));
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto before = rounds::find_listed(t, id))
      if (!caller.check_unit(Operation::putRound, before->path)) return std::unexpected(no_such_round());
    if (const auto unit = units::find(t, input.unit)) WARD_CHECK(caller.check_unit(Operation::putRound, unit->path));
    WARD_CHECK(rounds::put(t, city.clock, id, input, caller.actor()));
    const Listed round = *rounds::find_listed(t, id);
    path = round.path;
    out = with_numbers(t, caller, Operation::putRound, round);
    return {};
  }));
  tell(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> close_round(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::closeRound));
  WARD_TRY(id, id_of(request));
  json::object out;
  std::string path;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    const auto round = rounds::find_listed(t, id);
    if (!round || !caller.check_unit(Operation::closeRound, round->path)) return std::unexpected(no_such_round());
    WARD_CHECK(rounds::close(t, city.clock, id, caller.actor()));
    path = round->path;
    out = with_numbers(t, caller, Operation::closeRound, *rounds::find_listed(t, id));
    return {};
  }));
  tell(city, id, path);
  return Response::of(std::move(out));
}

Result<Response> get_coverage(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getCoverage));
  WARD_TRY(id, id_of(request));
  QueryReader query(request);
  const auto unit = query.id("unit");
  WARD_CHECK(query.finish());
  json::array items;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto round = visible(t, caller, Operation::getCoverage, id);
    if (!round) return void(seen = std::unexpected(round.error()));
    const auto tops = asked_tops(t, caller, Operation::getCoverage, *round, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    items = units::by_unit(
        t, *tops, "rooms", [&](const Id& id) { return rounds::numbers(t, round->round, id); },
        [&](const Id& id) { return rounds::numbers_of_children(t, round->round, id); },
        [](const Numbers& one) { return to_json(one); });
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}});
}

Result<Response> list_rooms(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listRoundRooms));
  WARD_TRY(id, id_of(request));
  QueryReader query(request);
  const auto unit = query.id("unit");
  RoomFilter filter{.top = {}};
  if (const auto state = query.choice("state", {"none", "nobody", "refused", "seen", "empty", "contested"}))
    filter.state = rounds::state_from(*state);
  filter.differing = query.boolean("differing").value_or(false);
  filter.after = query.id("after");
  filter.limit = query.limit();
  const std::size_t limit = std::size_t(filter.limit);
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto round = visible(t, caller, Operation::listRoundRooms, id);
    if (!round) return void(seen = std::unexpected(round.error()));
    const auto tops = asked_tops(t, caller, Operation::listRoundRooms, *round, unit);
    if (!tops) return void(seen = std::unexpected(tops.error()));
    for (const std::string& top : *tops) {
      filter.top = top;
      filter.limit = int(limit - items.size());
      for (const RoomSeen& one : rooms(t, round->round, filter)) items.push_back(to_json(t, round->round, one));
      if (items.size() == limit) break;
    }
    if (items.size() == limit) next = items.back().at("id");
  });
  WARD_CHECK(seen);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

// The path of the room's unit, when the caller may for it. Errors: "room.unknown".
Result<std::string> path_of(storage::Transaction& t, const Caller& caller, Operation operation, const Id& room) {
  if (const auto found = premises::find_room(t, room)) {
    const auto house = premises::find(t, found->premises);
    if (caller.check_unit(operation, house->path)) return house->path;
  }
  return fail(ErrorKind::not_found, "room.unknown", {"There is no such room.", "没有这间房。"}, "room");
}

Result<Response> get_room(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getRoomInRound));
  WARD_TRY(id, id_of(request));
  const auto room = Id::parse(request.params.at("room"));
  json::object out;
  Result<> seen{};
  city.db.read([&](storage::Transaction& t) {
    const auto round = visible(t, caller, Operation::getRoomInRound, id);
    if (!round) return void(seen = std::unexpected(round.error()));
    const auto path = path_of(t, caller, Operation::getRoomInRound, room.value_or(Id{}));
    if (!path) return void(seen = std::unexpected(path.error()));
    out = to_json(rounds::finding(t, round->round.number, *room).value_or(rounds::Finding{}));
    const auto all = verdicts_on(t, round->round.number, *room);
    std::set<Id> standing_ids;
    for (const Verdict& one : standing(all)) standing_ids.insert(one.id);
    json::array verdicts;
    for (const Verdict& one : all) verdicts.push_back(to_json(t, round->round, one, standing_ids.contains(one.id)));
    out["verdicts"] = std::move(verdicts);
  });
  WARD_CHECK(seen);
  return Response::of(std::move(out));
}

// What became of one verdict of a sending.
json::object to_json(const json::value& sent, const Result<Taken>& taken, http::Language language) {
  const json::object* object = sent.if_object();
  const json::value* id = object ? object->if_contains("id") : nullptr;
  json::object out{{"id", id ? *id : json::value(nullptr)}};
  if (taken) {
    out["stored"] = true;
    out["again"] = taken->again;
    out["finding"] = to_json(taken->finding);
    return out;
  }
  const Error& error = taken.error();
  out["stored"] = false;
  out["code"] = error.code;
  out["field"] = error.field;
  out["message"] = language == http::Language::zh ? error.message.zh : error.message.en;
  return out;
}

// Each verdict for itself: what is wrong with one is said, and the others are stored.
Result<Response> send_verdicts(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::sendVerdicts));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  WARD_TRY(sending, sending_from_json(body));
  json::array items;
  std::set<std::string> changed;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    items.clear();
    changed.clear();
    WARD_TRY(round, visible(t, caller, Operation::sendVerdicts, id));
    const Time now = city.clock.now();
    const Zone& zone = incidents::work_calendar(t).zone;
    const auto take_one = [&](const json::value& one) -> Result<Taken> {
      WARD_TRY(verdict, verdict_from_json(one, round.round.form, sending.sent_at - now, now));
      WARD_TRY(path, path_of(t, caller, Operation::sendVerdicts, verdict.room));
      verdict.day = std::chrono::floor<std::chrono::days>(zone.to_local(verdict.at));
      verdict.received_at = now;
      verdict.author = caller.name;
      verdict.member = caller.member;
      WARD_TRY(taken, take(t, city.clock, round, verdict, path, caller.actor()));
      if (!taken.again) changed.insert(path);
      return taken;
    };
    for (const json::value& one : sending.verdicts) items.push_back(to_json(one, take_one(one), request.language));
    return {};
  }));
  for (const std::string& path : changed) tell(city, id, path);
  return Response::of({{"items", std::move(items)}});
}

// Nothing is kept: who asked shows the questions, and sends them with a round or a draw.
Result<Response> read_form(City& city, const Request& request) {
  WARD_CHECK(accounts::require(city, request, Operation::readXForm));
  WARD_TRY(read, rounds::read_xform(request.body));
  json::array left_out;
  for (const rounds::LeftOut& one : read.left_out)
    left_out.push_back(json::object{{"name", one.name}, {"why", {{"en", one.why.en}, {"zh", one.why.zh}}}});
  return Response::of(
      {{"title", read.title}, {"form", incidents::to_json(read.form)}, {"left_out", std::move(left_out)}});
}

}  // namespace

void routes(http::Router& router, City& city) {
  router.on("GET", "/api/v1/rounds", [&city](const Request& r) { return list_rounds(city, r); });
  router.on("GET", "/api/v1/rounds/{id}", [&city](const Request& r) { return get_round(city, r); });
  router.on("PUT", "/api/v1/rounds/{id}", [&city](const Request& r) { return put_round(city, r); });
  router.on("POST", "/api/v1/rounds/{id}/close", [&city](const Request& r) { return close_round(city, r); });
  router.on("GET", "/api/v1/rounds/{id}/coverage", [&city](const Request& r) { return get_coverage(city, r); });
  router.on("GET", "/api/v1/rounds/{id}/rooms", [&city](const Request& r) { return list_rooms(city, r); });
  router.on("GET", "/api/v1/rounds/{id}/rooms/{room}", [&city](const Request& r) { return get_room(city, r); });
  router.on("POST", "/api/v1/rounds/{id}/verdicts", [&city](const Request& r) { return send_verdicts(city, r); });
  router.on("POST", "/api/v1/forms/xform", [&city](const Request& r) { return read_form(city, r); });
}

}  // namespace ward::city::verdicts
