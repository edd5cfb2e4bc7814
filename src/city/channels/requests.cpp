#include "city/channels/requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/channels/formats.h"

namespace ward::city::channels {

namespace {

constexpr std::size_t most_notes = 1'000;  // bytes

std::string_view word(open311::RequestStatus status) {
  return open311::words<open311::RequestStatus>[std::size_t(status)];
}

std::optional<Id> incident_of(const Delivery& delivery) {
  if (!delivery.message || delivery.message->facts.size() != 1) return std::nullopt;
  const auto id = Id::parse(delivery.message->facts.front().subject);
  return id ? std::optional(*id) : std::nullopt;
}

// What somebody reads in the story, in the channel's language.
std::string arrival(const Channel& channel, const std::string& id) {
  return channel.language == Language::zh
             ? fmt::format("已转至“{}”，对方受理编号：{}。", channel.name, id)
             : fmt::format("Passed on to {}, which has it as request {}.", channel.name, id);
}
std::string news(const Channel& channel, const std::string& id, open311::RequestStatus status,
                 const std::string& notes) {
  const bool closed = status == open311::RequestStatus::closed;
  if (channel.language == Language::zh)
    return fmt::format(fmt::runtime(closed ? "“{}”已办结请求 {}。{}" : "“{}”重新打开了请求 {}。{}"), channel.name, id,
                       notes);
  return fmt::format(fmt::runtime(closed ? "{} has closed request {}.{}{}" : "{} has opened request {} again.{}{}"),
                     channel.name, id, notes.empty() ? "" : " ", notes);
}

std::optional<incidents::Changed> add_to_story(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                               const Id& incident, const std::string& text, const std::string& id,
                                               open311::RequestStatus status) {
  const auto stored = incidents::find(t, incident);
  if (!stored) return std::nullopt;
  const std::string_view told = word(status);
  incidents::save(
      t, clock,
      incidents::hear_from_elsewhere(
          stored->incident, Id::make(clock.now()), text,
          {{"channel", channel.id.str()}, {"request", id}, {"status", json::string_view(told.data(), told.size())}},
          clock.now()),
      stored->path);
  return incidents::Changed{incident, stored->path, stored->incident.site};
}

}  // namespace

std::optional<incidents::Changed> add_request(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                              const Delivery& delivery, const open311::Created& created, Time ask_at) {
  const auto incident = incident_of(delivery);
  if (!incident) return std::nullopt;
  const bool known = !created.id.empty();
  const auto first = open311::RequestStatus::open;
  t.exec(
      "INSERT INTO delivery_request (delivery, channel, incident, request, token, status, notes, ask_at, misses,"
      " changed_at) VALUES (?, ?, ?, ?, ?, ?, '', ?, 0, ?)",
      delivery.id, channel.id, *incident, created.id, created.token, known ? word(first) : "",
      known || !created.token.empty() ? std::optional(ask_at) : std::nullopt, clock.now());
  if (!known) return std::nullopt;
  return add_to_story(t, clock, channel, *incident, arrival(channel, created.id), created.id, first);
}

bool any_request_due(storage::Transaction& t, Time now) {
  return t
      .first(
          "SELECT 1 FROM delivery_request WHERE ask_at <= ? LIMIT 1", [](const storage::Row&) { return true; }, now)
      .has_value();
}

Round claim_requests(storage::Transaction& t, Time now, Millis lease, int limit) {
  const auto channel = t.first(
      "SELECT channel FROM delivery_request WHERE ask_at <= ? ORDER BY ask_at LIMIT 1",
      [](const storage::Row& row) { return row.id(0); }, now);
  if (!channel) return {};
  Round round{.channel = *channel, .asked = {}};
  t.query(
      "SELECT delivery, incident, request, token, status, notes, misses, changed_at FROM delivery_request"
      " WHERE channel = ? AND ask_at <= ? ORDER BY ask_at LIMIT ?",
      [&](const storage::Row& row) {
        round.asked.push_back({.delivery = row.id(0),
                               .incident = row.id(1),
                               .request = {row.id(1), row.text(2), row.text(3), row.text(4), row.text(5), {}},
                               .misses = int(row.integer(6)),
                               .changed_at = row.time(7)});
      },
      *channel, now, limit);
  for (const Asked& one : round.asked)
    t.exec("UPDATE delivery_request SET ask_at = ? WHERE delivery = ?", now + lease, one.delivery);
  return round;
}

std::optional<Time> ask_again_at(Time now, Time changed, open311::RequestStatus status, Millis first) {
  const Millis stood = now - changed;
  const bool closed = status == open311::RequestStatus::closed;
  if (stood > std::chrono::days{closed ? 30 : 365}) return std::nullopt;
  return now + std::max(first, std::min<Millis>(stood / 12, std::chrono::days{1}));
}

std::optional<incidents::Changed> note_id(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                          const Asked& asked, const std::string& id, Time ask_at) {
  const auto status = open311::RequestStatus::open;
  const auto changed = t.exec(
      "UPDATE delivery_request SET request = ?, status = ?, asked_at = ?, ask_at = ?, misses = 0, changed_at = ?"
      " WHERE delivery = ? AND request = ''",
      id, word(status), clock.now(), ask_at, clock.now(), asked.delivery);
  if (changed == 0) return std::nullopt;  // somebody else was first
  return add_to_story(t, clock, channel, asked.incident, arrival(channel, id), id, status);
}

std::optional<incidents::Changed> note_status(storage::Transaction& t, const Clock& clock, const Channel& channel,
                                              const Asked& asked, const open311::ServiceRequest& told, Millis first) {
  const Time now = clock.now();
  const Time changed_at = asked.request.status == word(told.status) ? asked.changed_at : now;
  const std::string notes = cut(told.status_notes, most_notes);
  t.exec("UPDATE delivery_request SET notes = ?, asked_at = ?, ask_at = ?, misses = 0 WHERE delivery = ?", notes, now,
         ask_again_at(now, changed_at, told.status, first), asked.delivery);
  const auto changed =
      t.exec("UPDATE delivery_request SET status = ?, changed_at = ? WHERE delivery = ? AND status <> ?",
             word(told.status), now, asked.delivery, word(told.status));
  if (changed == 0) return std::nullopt;
  return add_to_story(t, clock, channel, asked.incident, news(channel, told.id, told.status, notes), told.id,
                      told.status);
}

void note_miss(storage::Transaction& t, const Asked& asked, Time ask_at) {
  t.exec("UPDATE delivery_request SET ask_at = ?, misses = misses + 1 WHERE delivery = ? AND ask_at IS NOT NULL",
         ask_at, asked.delivery);
}

}  // namespace ward::city::channels
