#include "city/orders/shown.h"

#include <algorithm>

#include "city/units/store.h"

namespace ward::city::orders {

namespace {

using accounts::Caller;
using accounts::Operation;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::object shown(const Line& line) {
  return {{"unit", line.unit.str()},
          {"unit_name", line.unit_name},
          {"author", line.author},
          {"at", to_rfc3339(line.at)},
          {"text", line.words}};
}

void add_steps(json::object& out, const Steps& steps) {
  out["delivered_at"] = or_null(steps.delivered_at);
  out["read_at"] = or_null(steps.read_at);
  out["acknowledged_at"] = or_null(steps.acknowledged_at);
  out["done_at"] = or_null(steps.done_at);
}

// The units that the caller commands, in which the order waits to be passed on.
json::array waiting(storage::Transaction& t, const Caller& caller, const Stored& stored, Time now) {
  json::array out;
  for (const accounts::Grant& grant : caller.grants) {
    if (grant.role == accounts::Role::member || !units::is_within(grant.top, stored.unit.path)) continue;
    const auto found = units::find_at(t, grant.top);
    const auto at = found ? released_at(t, stored.order.id, found->id) : std::nullopt;
    if (at && *at > now)
      out.push_back(json::object{{"unit", found->id.str()}, {"name", found->name}, {"released_at", to_rfc3339(*at)}});
  }
  return out;
}

}  // namespace

bool sees(storage::Transaction& t, const Caller& caller, const Stored& stored, Time now) {
  const std::string& path = stored.unit.path;
  return std::ranges::any_of(caller.tops_of(Operation::getOrder), [&](const std::string& top) {
    return units::is_within(path, top) || (units::is_within(top, path) && has_come_to(t, stored.order.id, top, now));
  });
}

json::object shown(const Stored& stored, const Progress& progress) {
  const Order& order = stored.order;
  json::object out = to_json(order.input);
  out["id"] = order.id.str();
  out["unit_name"] = stored.unit.name;
  out["issued_at"] = to_rfc3339(order.issued_at);
  out["issuer"] = order.issuer;
  out["issuer_name"] = text_or_null(order.issuer_name);
  out["state"] = to_string(order.state);
  out["ended_at"] = or_null(order.ended_at);
  out["reason"] = text_or_null(order.reason);
  out["superseded_by"] = or_null(order.superseded_by);
  out["progress"] = to_json(progress);
  return out;
}

json::object detail(storage::Transaction& t, const Caller& caller, const Stored& stored) {
  const auto tops = caller.tops_of(Operation::getOrder);
  json::array seen, may;
  for (const Line& line : lines(t, stored.order.id))
    if (std::ranges::any_of(tops, [&](const std::string& top) {
          return units::is_within(line.path, top) || units::is_within(top, line.path);
        }))
      seen.push_back(shown(line));
  if (stored.order.state == State::active && caller.check_unit(Operation::cancelOrder, stored.unit.path))
    may = {"cancel", "remind", "supersede"};
  return {{"order", shown(stored, rollup(t, stored.order.id, stored.unit.id).progress)},
          {"lines", std::move(seen)},
          {"may", std::move(may)}};
}

json::object shown(const Recipient& one) {
  json::object out{{"member", one.member.str()},     {"name", one.name},           {"phone", one.phone},
                   {"unit", one.unit.str()},         {"unit_name", one.unit_name}, {"reminded", one.reminded},
                   {"picture", or_null(one.picture)}};
  add_steps(out, one.steps);
  return out;
}

json::object shown(storage::Transaction& t, const Caller& caller, const Received& received, Time now) {
  json::object order = shown(received.stored, {});
  for (const char* hidden :
       {"progress", "duties", "tower", "pass_minutes", "remind_minutes", "issuer", "supersedes", "public"})
    order.erase(hidden);
  json::object mine{{"unit", received.unit.str()}, {"reminded", received.reminded}};
  add_steps(mine, received.steps);
  json::array read;
  for (const Line& line : lines(t, received.stored.order.id))
    if (!line.words.empty() && units::is_within(received.path, line.path)) read.push_back(shown(line));
  return {{"order", std::move(order)},
          {"mine", std::move(mine)},
          {"lines", std::move(read)},
          {"pass_on", waiting(t, caller, received.stored, now)}};
}

json::object shown(const Warning& warning, Time now) {
  json::array infos;
  for (const cap::Info& info : warning.alert.infos) {
    json::array areas;
    for (const cap::Area& area : info.areas) areas.push_back(json::value(area.description));
    infos.push_back(
        json::object{{"language", info.language},
                     {"event", info.event},
                     {"urgency", cap::to_string(info.urgency)},
                     {"severity", cap::to_string(info.severity)},
                     {"certainty", cap::to_string(info.certainty)},
                     {"headline", info.headline},
                     {"description", info.description},
                     {"instruction", info.instruction},
                     {"expires", info.expires ? json::value(to_rfc3339(info.expires->at)) : json::value(nullptr)},
                     {"areas", std::move(areas)}});
  }
  const bool expired = warning.state == State::active && is_over(warning, now);
  return {{"id", warning.id.str()},
          {"sender", warning.alert.sender},
          {"identifier", warning.alert.identifier},
          {"sent", to_rfc3339(warning.alert.sent.at)},
          {"received_at", to_rfc3339(warning.received_at)},
          {"message_type", cap::to_string(warning.alert.type)},
          {"status", cap::to_string(warning.alert.status)},
          {"state", expired ? "expired" : to_string(warning.state)},
          {"infos", std::move(infos)}};
}

}  // namespace ward::city::orders
