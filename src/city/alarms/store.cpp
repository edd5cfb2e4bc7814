#include "city/alarms/store.h"

#include <fmt/format.h>

#include "city/journal/store.h"

namespace ward::city::alarms {

namespace {

constexpr const char* select_sql =
    "SELECT a.id, a.site, a.device, coalesce(d.name, ''), a.kind, a.at, a.detail, a.passage, a.repeats, a.over_at,"
    " a.acknowledged_at, a.acknowledged_by, a.note FROM alarm a LEFT JOIN device d ON d.id = a.device";

Alarm read(const storage::Row& row) {
  const auto maybe_text = [&](int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.text(column));
  };
  const auto kind = kind_from(row.text(4));
  if (!kind) throw storage::DatabaseError("a stored alarm has an unknown kind");
  Alarm a;
  a.id = row.id(0);
  a.site = row.id(1);
  a.device = row.id(2);
  a.device_name = row.text(3);
  a.kind = *kind;
  a.at = row.time(5);
  a.detail = json::parse(row.text(6));
  if (!row.is_null(7)) a.passage = row.id(7);
  a.repeats = row.integer(8);
  a.over_at = row.maybe_time(9);
  a.acknowledged_at = row.maybe_time(10);
  a.acknowledged_by = maybe_text(11);
  a.note = maybe_text(12);
  return a;
}

std::optional<Id> site_of(storage::Transaction& t, const Id& device) {
  return t.first("SELECT site FROM device WHERE id = ?", [](const storage::Row& row) { return row.id(0); }, device);
}

std::optional<Alarm> latest(storage::Transaction& t, const Id& device, Kind kind) {
  return t.first(std::string(select_sql) + " WHERE a.device = ? AND a.kind = ? ORDER BY a.at DESC, a.id DESC LIMIT 1",
                 read, device, to_string(kind));
}

json::object told(const Event& event) {
  return {{"kind", json::string_view(to_string(event.kind))},
          {"detail", event.detail},
          {"passage", or_null(event.passage)}};
}

Id raise(storage::Transaction& t, City& city, const Id& site, const Id& device, const Event& event) {
  const Time now = city.clock.now();
  const Id id = Id::make(now);
  const std::optional<Time> over_at = is_event(event.kind) ? std::optional(now) : std::nullopt;
  t.exec("INSERT INTO alarm (id, site, device, kind, at, detail, passage, over_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", id,
         site, device, to_string(event.kind), now, json::serialize(event.detail), event.passage, over_at);
  journal::append(t, city.clock,
                  {.type = "alarm.raised",
                   .subject = id.str(),
                   .actor = "device:" + device.str(),
                   .purpose = "alarm",
                   .payload = told(event),
                   .unit = site.str()});
  return id;
}

// It happened again before anybody acknowledged it: counted on the alarm that waits, which shows the newest.
Id repeat(storage::Transaction& t, City& city, const Alarm& waiting, const Event& event) {
  const std::optional<Time> over_at = is_event(event.kind) ? std::optional(city.clock.now()) : std::nullopt;
  t.exec("UPDATE alarm SET repeats = repeats + 1, detail = ?, passage = coalesce(?, passage), over_at = ? WHERE id = ?",
         json::serialize(event.detail), event.passage, over_at, waiting.id);
  // Another passage is another person, perhaps: whoever reads the journal must not miss it.
  if (event.passage)
    journal::append(t, city.clock,
                    {.type = "alarm.repeated",
                     .subject = waiting.id.str(),
                     .actor = "device:" + waiting.device.str(),
                     .purpose = "alarm",
                     .payload = told(event),
                     .unit = waiting.site.str()});
  return waiting.id;
}

void end(storage::Transaction& t, const Clock& clock, const Alarm& alarm) {
  t.exec("UPDATE alarm SET over_at = ? WHERE id = ?", clock.now(), alarm.id);
}

bool has_grown(const json::value& before, const json::value& now) {
  const json::value *old = before.as_object().if_contains("count"), *fresh = now.as_object().if_contains("count");
  return old && fresh && fresh->as_int64() > old->as_int64();
}

std::optional<Id> apply(storage::Transaction& t, City& city, const Id& site, const Id& device,
                        const Condition& condition) {
  const auto last = latest(t, device, condition.kind);
  const bool lasts = last && !last->over_at;
  if (condition.present == lasts && !(lasts && has_grown(last->detail, condition.detail))) return std::nullopt;
  if (lasts) end(t, city.clock, *last);
  if (!condition.present) return last->id;
  const Event event{condition.kind, condition.detail};
  return last && !last->acknowledged_at ? repeat(t, city, *last, event) : raise(t, city, site, device, event);
}

void add(std::vector<Id>& changed, const Id& id) {
  if (std::ranges::find(changed, id) == changed.end()) changed.push_back(id);
}

}  // namespace

std::vector<Id> from_events(storage::Transaction& t, City& city, const Id& device, std::span<const Event> events) {
  std::vector<Id> changed;
  const auto site = events.empty() ? std::nullopt : site_of(t, device);
  if (!site) return changed;
  for (const Event& event : events) {
    const auto last = latest(t, device, event.kind);
    add(changed, last && !last->acknowledged_at ? repeat(t, city, *last, event) : raise(t, city, *site, device, event));
  }
  return changed;
}

std::vector<Id> from_health(storage::Transaction& t, City& city, const Id& device, const json::value& health) {
  std::vector<Id> changed;
  const auto site = site_of(t, device);
  if (!site) return changed;
  for (const Condition& condition : conditions_of(health))
    if (const auto id = apply(t, city, *site, device, condition)) changed.push_back(*id);
  return changed;
}

std::vector<Id> from_condition(storage::Transaction& t, City& city, const Id& device, const Condition& condition) {
  const auto site = site_of(t, device);
  const auto id = site ? apply(t, city, *site, device, condition) : std::nullopt;
  return id ? std::vector{*id} : std::vector<Id>{};
}

std::vector<Id> offline(storage::Transaction& t, City& city, const Id& device, bool is_offline) {
  return from_condition(t, city, device, {Kind::offline, is_offline, json::object()});
}

std::optional<Alarm> find(storage::Transaction& t, const Id& id) {
  return t.first(std::string(select_sql) + " WHERE a.id = ?", read, id);
}

std::vector<Alarm> list(storage::Transaction& t, const Filter& filter) {
  std::string sql = std::string(select_sql) + " WHERE TRUE";
  std::vector<storage::Value> values;
  if (filter.open) sql += " AND a.acknowledged_at IS NULL";
  if (filter.before) {
    sql += " AND (a.at, a.id) < (?, ?)";
    values.push_back(storage::to_value(filter.before->at));
    values.push_back(storage::to_value(filter.before->id));
  }
  if (!filter.sites.empty()) {
    sql += fmt::format(" AND a.site IN ({})", fmt::join(std::vector<char>(filter.sites.size(), '?'), ", "));
    for (const Id& site : filter.sites) values.push_back(storage::to_value(site));
  }
  sql += " ORDER BY a.at DESC, a.id DESC LIMIT ?";
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<Alarm> found;
  t.each(sql, std::move(values), [&](const storage::Row& row) { found.push_back(read(row)); });
  return found;
}

void acknowledge(storage::Transaction& t, const Clock& clock, const Alarm& alarm, const std::string& by_name,
                 const std::string& actor, const std::optional<std::string>& note) {
  const auto changed = t.exec(
      "UPDATE alarm SET acknowledged_at = ?, acknowledged_by = ?, note = ?"
      " WHERE id = ? AND acknowledged_at IS NULL",
      clock.now(), by_name, note, alarm.id);
  if (changed == 0) return;
  journal::append(t, clock,
                  {.type = "alarm.acknowledged",
                   .subject = alarm.id.str(),
                   .actor = actor,
                   .purpose = "alarm",
                   .payload = {{"kind", json::string_view(to_string(alarm.kind))}},
                   .unit = alarm.site.str()});
}

}  // namespace ward::city::alarms
