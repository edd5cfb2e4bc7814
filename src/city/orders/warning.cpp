#include "city/orders/warning.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/journal/store.h"

namespace ward::city::orders {

namespace {

cap::Moment moment(Time at) { return {std::chrono::floor<std::chrono::seconds>(at)}; }

cap::Urgency urgency_of(Urgency urgency) {
  switch (urgency) {
    case Urgency::immediate:
      return cap::Urgency::immediate;
    case Urgency::expected:
      return cap::Urgency::expected;
    case Urgency::future:
      break;
  }
  return cap::Urgency::future;
}

// An order is about something that is there: what it concerns is neither guessed nor measured, and how severe it is its
// words say.
cap::Info info_of(const Stored& stored, const Wording& wording) {
  cap::Info info;
  info.language = wording.language;
  info.categories = {cap::Category::health};
  info.event = wording.headline;
  info.responses = {cap::ResponseType::execute};
  info.urgency = urgency_of(stored.order.input.urgency);
  info.certainty = cap::Certainty::observed;
  if (stored.order.input.due_at) info.expires = moment(*stored.order.input.due_at);
  info.sender_name = stored.unit.name;
  info.headline = wording.headline;
  info.description = wording.text;
  info.areas = {{.description = stored.unit.name,
                 .polygons = {},
                 .circles = {},
                 .geocodes = {{"unit", stored.unit.code}},
                 .altitude_ft = {},
                 .ceiling_ft = {}}};
  return info;
}

cap::Reference reference_to(const Order& order, const std::string& sender) {
  return {sender, order.id.str(), moment(order.issued_at)};
}

Warning read_warning(const storage::Row& row) {
  auto alert = cap::read_cap(row.text(1));
  const auto state = state_from(row.text(3));
  if (!alert || !state) throw storage::DatabaseError("a stored warning cannot be read");
  return {row.id(0), *std::move(alert), row.time(2), *state};
}

// Only who gave a warning ends it, and an exercise ends no warning that is meant.
void end_referenced(storage::Transaction& t, const cap::Alert& alert) {
  if (alert.type != cap::MessageType::update && alert.type != cap::MessageType::cancel) return;
  if (alert.status != cap::Status::actual) return;
  const State state = alert.type == cap::MessageType::update ? State::superseded : State::cancelled;
  for (const cap::Reference& earlier : alert.references) {
    if (earlier.sender != alert.sender) continue;
    t.exec("UPDATE warning SET state = ? WHERE sender = ? AND identifier = ? AND state = 'active'", to_string(state),
           earlier.sender, earlier.identifier);
  }
}

}  // namespace

std::string sender_of(const units::Unit& root) {
  std::string sender = "ward." + root.code;
  std::erase_if(sender, [](char c) { return c == ' ' || c == ',' || c == '<' || c == '>' || c == '&'; });
  return sender;
}

cap::Alert to_cap(const Stored& stored, const std::string& sender, const std::vector<Order>& superseded) {
  const Order& order = stored.order;
  cap::Alert alert;
  alert.sender = sender;
  alert.scope = order.input.is_public ? cap::Scope::everybody : cap::Scope::restricted;
  if (!order.input.is_public) alert.restriction = stored.unit.name;
  if (order.state == State::cancelled) {
    alert.identifier = order.id.str() + ".cancel";
    alert.sent = moment(order.ended_at.value_or(order.issued_at));
    alert.type = cap::MessageType::cancel;
    alert.references = {reference_to(order, sender)};
    alert.note = order.reason;
  } else {
    alert.identifier = order.id.str();
    alert.sent = moment(order.issued_at);
    alert.type = superseded.empty() ? cap::MessageType::alert : cap::MessageType::update;
    for (const Order& earlier : superseded) alert.references.push_back(reference_to(earlier, sender));
  }
  for (const Wording& wording : order.input.wordings) alert.infos.push_back(info_of(stored, wording));
  return alert;
}

bool is_over(const Warning& warning, Time now) {
  return !warning.alert.infos.empty() && std::ranges::all_of(warning.alert.infos, [&](const cap::Info& info) {
    return info.expires && info.expires->at <= now;
  });
}

Result<Warning> take(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& document,
                     const std::string& actor) {
  WARD_TRY(alert, cap::read_cap(document));
  const auto stored = t.exec(
      "INSERT INTO warning (id, sender, identifier, sent, received_at, state, document) VALUES (?, ?, ?, ?, ?, "
      "'active', "
      "?) ON CONFLICT (sender, identifier) DO NOTHING",
      id, alert.sender, alert.identifier, alert.sent.at, clock.now(), document);
  if (stored == 0)
    return fail(ErrorKind::conflict, "warning.twice",
                {fmt::format("The warning {} of {} was taken in before.", alert.identifier, alert.sender),
                 fmt::format("{1} 的预警 {0} 已经接收过。", alert.identifier, alert.sender)},
                "alert.identifier");
  end_referenced(t, alert);
  journal::append(t, clock,
                  {.type = "warning.received",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "orders",
                   .payload = {{"sender", alert.sender},
                               {"identifier", alert.identifier},
                               {"type", cap::to_string(alert.type)},
                               {"status", cap::to_string(alert.status)}}});
  return Warning{id, std::move(alert), clock.now()};
}

std::vector<Warning> warnings(storage::Transaction& t, const std::optional<TimeCursor>& after, int limit) {
  std::vector<storage::Value> values;
  std::string sql = "SELECT id, document, received_at, state FROM warning";
  if (after) {
    sql += " WHERE (received_at, id) < (?, ?)";
    values = {to_millis(after->at), storage::to_value(after->id)};
  }
  values.push_back(std::int64_t(limit));
  std::vector<Warning> all;
  t.each(sql + " ORDER BY received_at DESC, id DESC LIMIT ?", std::move(values),
         [&](const storage::Row& row) { all.push_back(read_warning(row)); });
  return all;
}

}  // namespace ward::city::orders
