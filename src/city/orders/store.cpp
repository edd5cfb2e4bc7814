#include "city/orders/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "city/journal/store.h"
#include "city/notices/store.h"
#include "city/orders/receipts.h"
#include "city/units/tally.h"

namespace ward::city::orders {

namespace {

// Above it, an order is found by looking through the wide ones: an index by member would grow by a page for nearly
// everybody with each of them (docs/design/orders.md).
constexpr std::int64_t wide_from = 1'000;

constexpr const char* columns =
    "SELECT o.id, o.unit, o.issued_at, o.issuer, o.issuer_name, o.state, o.ended_at, o.reason, o.superseded_by, o.body,"
    " u.code, u.name, u.kind, u.path FROM orders o JOIN unit u ON u.id = o.unit";

Stored read_order(const storage::Row& row) {
  auto input = input_from_json(json::parse(row.text(9)));
  const auto state = state_from(row.text(5));
  const auto kind = units::kind_from(row.text(12));
  if (!input || !state || !kind) throw storage::DatabaseError("a stored order cannot be read");
  Stored stored{
      .order = {.id = row.id(0),
                .input = *std::move(input),
                .issued_at = row.time(2),
                .issuer = row.text(3),
                .issuer_name = row.text(4),
                .state = *state,
                .ended_at = {},
                .reason = row.text(7),
                .superseded_by = {}},
      .unit = {.id = row.id(1), .code = row.text(10), .name = row.text(11), .kind = *kind, .path = row.text(13)}};
  stored.order.ended_at = row.maybe_time(6);
  if (!row.is_null(8)) stored.order.superseded_by = row.id(8);
  return stored;
}

// Posts that somebody holds now in the subtree, limited to the audience.
std::string posts_within(const std::vector<Audience>& audience) {
  std::string sql =
      " FROM unit u JOIN post p ON p.unit = u.id WHERE u.path >= ? AND u.path < ? AND u.closed_at IS NULL"
      " AND p.ended = 0 AND p.since <= ? AND (p.until IS NULL OR p.until > ?)";
  if (audience.empty()) return sql;
  std::string any;
  for (const Audience one : audience) {
    if (!any.empty()) any += " OR ";
    switch (one) {
      case Audience::member:
        any += "p.duty = 'member'";
        break;
      case Audience::landlord:
        any += "(p.duty = 'commander' AND u.kind = 'tenants')";
        break;
      case Audience::workshop_head:
        any += "(p.duty = 'commander' AND u.kind = 'workshop')";
        break;
      case Audience::commander:
        any += "(p.duty = 'commander' AND u.kind <> 'tenants' AND u.kind <> 'workshop')";
        break;
    }
  }
  return sql + " AND (" + any + ")";
}

// Each person once: where they command, else in the topmost team.
void add_recipients(storage::Transaction& t, const Order& order, const units::Unit& unit, bool wide) {
  t.exec(
      "INSERT INTO order_recipient (order_id, member, unit, via, wide) SELECT ?, p.member, p.unit,"
      " CASE WHEN p.duty = 'commander' THEN u.parent ELSE p.unit END, ?" +
          posts_within(order.input.audience) +
          " ORDER BY CASE WHEN p.duty = 'commander' THEN 0 ELSE 1 END, length(u.path), u.path"
          " ON CONFLICT (order_id, member) DO NOTHING",
      order.id, wide, unit.path, units::end_of(unit.path), order.issued_at, order.issued_at);
}

int depth_of(std::string_view path) { return int(std::ranges::count(path, '/')); }
// Of the order `o`, to the team of the unit of a path, by a moment.
constexpr const char* still_on_its_way =
    " FROM order_release e JOIN unit p ON p.id = e.unit WHERE e.order_id = o.id AND p.path = ? AND e.release_at > ?";

// The numbers of every unit in which, or below which, somebody received it.
void add_tallies(storage::Transaction& t, const Order& order, const units::Unit& unit) {
  std::unordered_map<std::string, std::int64_t> counts;
  t.query(
      "SELECT u.path, count(*) FROM order_recipient r JOIN unit u ON u.id = r.unit WHERE r.order_id = ? GROUP BY "
      "u.path",
      [&](const storage::Row& row) {
        for (std::string path = row.text(0); path.size() >= unit.path.size(); path = units::path_above(path))
          counts[path] += row.integer(1);
      },
      order.id);
  std::unordered_map<std::string, Id> ids;
  t.query(
      "SELECT path, id FROM unit WHERE path >= ? AND path < ? AND closed_at IS NULL",
      [&](const storage::Row& row) {
        if (const std::string path = row.text(0); counts.contains(path)) ids.emplace(path, row.id(1));
      },
      unit.path, units::end_of(unit.path));
  std::vector<std::vector<storage::Value>> rows;
  rows.reserve(counts.size());
  for (const auto& [path, count] : counts)
    rows.push_back({storage::to_value(order.id), storage::to_value(ids.at(path)),
                    path == unit.path ? storage::Value(nullptr) : storage::to_value(ids.at(units::path_above(path))),
                    count});
  std::ranges::sort(rows, {}, [](const auto& row) { return std::get<storage::IdBytes>(row[1]); });
  t.bulk("INSERT INTO order_tally (order_id, unit, above, recipients) VALUES (?, ?, ?, ?)", rows);
}

void add_releases(storage::Transaction& t, const Order& order, const units::Unit& unit) {
  std::vector<std::vector<storage::Value>> rows;
  const int top = depth_of(unit.path);
  t.query(
      "SELECT DISTINCT u.id, u.path FROM order_recipient r JOIN unit u ON u.id = r.via WHERE r.order_id = ?"
      " AND u.path >= ? AND u.path < ?",
      [&](const storage::Row& row) {
        const Time at = release_at(order, depth_of(row.text(1)) - top);
        rows.push_back({storage::to_value(order.id), storage::to_value(row.id(0)), storage::to_value(at)});
      },
      order.id, unit.path, units::end_of(unit.path));
  t.bulk("INSERT INTO order_release (order_id, unit, release_at) VALUES (?, ?, ?)", rows);
}

// A phone that did not hear the answer sends it again.
bool was_passed_on(storage::Transaction& t, const Id& order, const Id& unit, const std::string& author,
                   const std::string& words) {
  return t
      .first(
          "SELECT 1 FROM order_line WHERE order_id = ? AND unit = ? AND author = ? AND words = ?",
          [](const storage::Row&) { return true; }, order, unit, author, words)
      .has_value();
}

std::optional<Time> first_reminder(const Order& order) {
  if (!order.input.remind_minutes) return std::nullopt;
  return order.issued_at + std::chrono::minutes(*order.input.remind_minutes);
}

}  // namespace

std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  return t.first(columns + std::string(" WHERE o.id = ?"), read_order, id);
}

Reach reach(storage::Transaction& t, const units::Unit& unit, const std::vector<Audience>& audience, Time now) {
  return t
      .first(
          "SELECT count(DISTINCT p.member), count(DISTINCT p.unit)" + posts_within(audience),
          [](const storage::Row& row) { return Reach{row.integer(0), row.integer(1)}; }, unit.path,
          units::end_of(unit.path), now, now)
      .value_or(Reach{});
}

Result<std::int64_t> issue(storage::Transaction& t, const Clock& clock, const Order& order, const units::Unit& unit) {
  const std::int64_t expected = reach(t, unit, order.input.audience, order.issued_at).recipients;
  if (expected == 0)
    return fail(ErrorKind::conflict, "order.nobody",
                {"Nobody in this unit or below it would receive the order.", "该单元及其下级无人会收到此指令。"},
                "unit");
  const bool wide = expected >= wide_from;
  t.exec(
      "INSERT INTO orders (id, unit, issued_at, issuer, issuer_name, state, reason, asks, asks_picture, wide, "
      "remind_at, is_public, body)"
      " VALUES (?, ?, ?, ?, ?, 'active', '', ?, ?, ?, ?, ?, ?)",
      order.id, unit.id, order.issued_at, order.issuer, order.issuer_name, to_string(order.input.asks),
      order.input.picture, wide, first_reminder(order), order.input.is_public, json::serialize(to_json(order.input)));
  add_recipients(t, order, unit, wide);
  add_tallies(t, order, unit);
  if (order.input.tower) add_releases(t, order, unit);
  journal::append(t, clock,
                  {.type = "order.issued",
                   .subject = order.id.str(),
                   .actor = order.issuer,
                   .purpose = "orders",
                   .payload = {{"recipients", expected},
                               {"asks", to_string(order.input.asks)},
                               {"urgency", to_string(order.input.urgency)}},
                   .unit = unit.path});
  for (const Id& earlier : order.input.supersedes)
    if (const auto stored = find(t, earlier); stored && stored->order.state == State::active)
      end(t, clock, *stored, State::superseded, "", order.id, order.issuer);
  return expected;
}

void end(storage::Transaction& t, const Clock& clock, const Stored& stored, State state, const std::string& reason,
         const std::optional<Id>& superseded_by, const std::string& actor) {
  const Id& id = stored.order.id;
  t.exec("UPDATE orders SET state = ?, ended_at = ?, reason = ?, superseded_by = ?, remind_at = NULL WHERE id = ?",
         to_string(state), clock.now(), reason, superseded_by, id);
  notices::mark_all_read(t, "order", id, clock.now());
  journal::append(t, clock,
                  {.type = fmt::format("order.{}", to_string(state)),
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "orders",
                   .payload = superseded_by ? json::value{{"by", superseded_by->str()}} : json::value(json::object()),
                   .unit = stored.unit.path});
}

bool has_come_to(storage::Transaction& t, const Id& order, const std::string& path, Time now) {
  return !t.first(
      fmt::format("SELECT 1 FROM orders o WHERE o.id = ? AND EXISTS (SELECT 1{})", still_on_its_way),
      [](const storage::Row&) { return true; }, order, units::path_above(path), now);
}

std::vector<Stored> list_public(storage::Transaction& t, const std::string& path,
                                const std::optional<TimeCursor>& after, int limit) {
  std::string sql = columns + std::string(" WHERE o.is_public = 1 AND o.state = 'active'");
  std::vector<storage::Value> values;
  if (!path.empty()) {
    std::string any;
    for (const std::string& one : units::path_and_above(path)) {
      any += any.empty() ? "?" : ", ?";
      values.push_back(storage::to_value(one));
    }
    sql += fmt::format(" AND u.path IN ({})", any);
  }
  if (after) {
    sql += " AND (o.issued_at, o.id) < (?, ?)";
    values.insert(values.end(), {to_millis(after->at), storage::to_value(after->id)});
  }
  values.emplace_back(std::int64_t(limit));
  std::vector<Stored> found;
  t.each(sql + " ORDER BY o.issued_at DESC, o.id DESC LIMIT ?", std::move(values),
         [&](const storage::Row& row) { found.push_back(read_order(row)); });
  return found;
}

std::vector<Stored> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string sql = columns + std::string(" WHERE TRUE");
  const bool everywhere = std::ranges::find(filter.tops, "") != filter.tops.end();
  if (!everywhere) {
    std::string any;
    for (const std::string& top : filter.tops) {
      any += fmt::format("{}(u.path >= ? AND u.path < ?)", any.empty() ? "" : " OR ");
      values.insert(values.end(), {top, units::end_of(top)});
      const std::string seat = units::path_above(top);
      for (const std::string& path : units::path_and_above(top)) {
        if (path == top) continue;
        any += fmt::format(" OR (u.path = ? AND NOT EXISTS (SELECT 1{}))", still_on_its_way);
        values.insert(values.end(), {path, seat, to_millis(filter.now)});
      }
    }
    sql += any.empty() ? " AND FALSE" : " AND (" + any + ")";
  }
  const auto where = [&](const char* condition, storage::Value value) {
    sql += condition;
    values.push_back(std::move(value));
  };
  if (filter.state) where(" AND o.state = ?", std::string(to_string(*filter.state)));
  if (filter.after) {
    where(" AND (o.issued_at, o.id) < (?", to_millis(filter.after->at));
    where(", ?)", storage::to_value(filter.after->id));
  }
  where(" ORDER BY o.issued_at DESC, o.id DESC LIMIT ?", std::int64_t(filter.limit));
  std::vector<Stored> found;
  t.each(sql, std::move(values), [&](const storage::Row& row) { found.push_back(read_order(row)); });
  return found;
}

std::vector<Line> lines(storage::Transaction& t, const Id& order) {
  std::vector<Line> all;
  t.query(
      "SELECT l.unit, u.name, u.path, l.at, l.author, l.words FROM order_line l JOIN unit u ON u.id = l.unit"
      " WHERE l.order_id = ? ORDER BY length(u.path), l.at",
      [&](const storage::Row& row) {
        all.push_back({row.id(0), row.text(1), row.text(2), row.time(3), row.text(4), row.text(5)});
      },
      order);
  return all;
}

std::optional<Time> released_at(storage::Transaction& t, const Id& order, const Id& unit) {
  return t.first(
      "SELECT release_at FROM order_release WHERE order_id = ? AND unit = ?",
      [](const storage::Row& row) { return row.time(0); }, order, unit);
}

void pass_on(storage::Transaction& t, const Clock& clock, const Stored& stored, const units::Unit& unit,
             const std::string& author, const std::string& words, const std::string& actor) {
  const Id& id = stored.order.id;
  const Time now = clock.now();
  if (was_passed_on(t, id, unit.id, author, words)) return;
  t.exec("UPDATE order_release SET release_at = ? WHERE order_id = ? AND unit = ? AND release_at > ?", now, id, unit.id,
         now);
  t.exec(
      "INSERT INTO order_line (order_id, unit, at, author, words) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (order_id, unit, at) DO NOTHING",
      id, unit.id, now, author, words);
  journal::append(t, clock,
                  {.type = "order.passed_on",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "orders",
                   .payload = {{"unit", unit.id.str()}, {"line", !words.empty()}},
                   .unit = unit.path});
}

std::int64_t remind(storage::Transaction& t, const Clock& clock, const Stored& stored, const std::string& actor) {
  const Order& order = stored.order;
  const Time now = clock.now();
  const std::string behind = fmt::format(
      "{}_at IS NULL AND NOT EXISTS (SELECT 1 FROM order_release e WHERE e.order_id = order_recipient.order_id"
      " AND e.unit = order_recipient.via AND e.release_at > ?)",
      to_string(order.input.asks));
  const std::int64_t number =
      t.first(
           "SELECT reminders FROM orders WHERE id = ?", [](const auto& row) { return row.integer(0); }, order.id)
          .value_or(0) +
      1;
  const std::string& title = order.input.wordings.front().headline;
  std::vector<std::vector<storage::Value>> rows;
  t.query(
      "SELECT member FROM order_recipient WHERE order_id = ? AND " + behind,
      [&](const storage::Row& row) {
        rows.push_back({storage::to_value(Id::make(now)), storage::to_value(row.id(0)), reminder_key(order.id, number),
                        storage::to_value(order.id), title, title, stored.unit.name, number, to_millis(now)});
      },
      order.id, now);
  t.bulk(
      "INSERT INTO notice (id, member, key, about, subject, what_en, what_zh, place, step, at)"
      " VALUES (?, ?, ?, 'order', ?, ?, ?, ?, ?, ?)",
      rows);
  t.exec("UPDATE order_recipient SET reminded = reminded + 1 WHERE order_id = ? AND " + behind, order.id, now);
  std::optional<Time> next;
  if (order.input.remind_minutes && !rows.empty()) next = now + std::chrono::minutes(*order.input.remind_minutes);
  t.exec("UPDATE orders SET reminders = ?, remind_at = ? WHERE id = ?", number, next, order.id);
  journal::append(t, clock,
                  {.type = "order.reminded",
                   .subject = order.id.str(),
                   .actor = actor,
                   .purpose = "orders",
                   .payload = {{"number", number}, {"told", rows.size()}},
                   .unit = stored.unit.path});
  return std::int64_t(rows.size());
}

std::vector<Id> due_reminders(storage::Transaction& t, Time now) {
  std::vector<Id> all;
  t.query(
      "SELECT id FROM orders WHERE remind_at <= ? ORDER BY remind_at",
      [&](const storage::Row& row) { all.push_back(row.id(0)); }, now);
  return all;
}

}  // namespace ward::city::orders
