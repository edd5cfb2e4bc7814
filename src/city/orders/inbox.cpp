#include "city/orders/inbox.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::city::orders {

namespace {

struct Found {
  Id order, unit;
  std::string path;
  Steps steps;
  std::int64_t reminded;
  Time issued_at;
};

constexpr const char* found_columns =
    "SELECT r.order_id, r.unit, u.path, r.delivered_at, r.read_at, r.acknowledged_at, r.done_at, r.reminded,"
    " o.issued_at FROM orders o JOIN order_recipient r ON r.order_id = o.id";

// From the few orders that went to many, or from the member's own index of the others.
std::vector<Found> find_received(storage::Transaction& t, bool wide, const Id& member, Time now, bool open,
                                 const std::optional<TimeCursor>& after, int limit) {
  std::vector<storage::Value> values{storage::to_value(member), to_millis(now)};
  std::string sql = fmt::format(
      "{} AND r.member = ? AND r.wide = {} JOIN unit u ON u.id = r.unit LEFT JOIN order_release e"
      " ON e.order_id = r.order_id AND e.unit = r.via WHERE o.wide = {} AND (e.release_at IS NULL OR e.release_at <= "
      "?)",
      found_columns, wide ? 1 : 0, wide ? 1 : 0);
  if (open)
    sql +=
        " AND o.state = 'active' AND CASE o.asks WHEN 'delivered' THEN r.delivered_at WHEN 'read' THEN r.read_at"
        " WHEN 'acknowledged' THEN r.acknowledged_at ELSE r.done_at END IS NULL";
  if (after) {
    sql += " AND (o.issued_at, o.id) < (?, ?)";
    values.insert(values.end(), {to_millis(after->at), storage::to_value(after->id)});
  }
  sql += " ORDER BY o.issued_at DESC, o.id DESC LIMIT ?";
  values.push_back(std::int64_t(limit));
  std::vector<Found> all;
  t.each(sql, std::move(values), [&](const storage::Row& row) {
    all.push_back({row.id(0), row.id(1), row.text(2),
                   Steps{row.maybe_time(3), row.maybe_time(4), row.maybe_time(5), row.maybe_time(6)}, row.integer(7),
                   row.time(8)});
  });
  return all;
}

Progress read_progress(const storage::Row& row, int from) {
  return {row.integer(from), row.integer(from + 1), row.integer(from + 2), row.integer(from + 3),
          row.integer(from + 4)};
}

std::string cursor_of(const std::string& path, const Id& member) { return path + "_" + member.str(); }

}  // namespace

std::vector<Received> inbox(storage::Transaction& t, const Id& member, Time now, bool open,
                            const std::optional<TimeCursor>& after, int limit) {
  std::vector<Found> found = find_received(t, true, member, now, open, after, limit);
  for (Found& one : find_received(t, false, member, now, open, after, limit)) found.push_back(std::move(one));
  std::ranges::sort(found, std::greater(), [](const Found& one) { return std::tie(one.issued_at, one.order); });
  if (found.size() > std::size_t(limit)) found.resize(std::size_t(limit));
  std::vector<Received> received;
  for (Found& one : found)
    received.push_back({*find(t, one.order), one.unit, std::move(one.path), one.steps, one.reminded});
  return received;
}

Rollup rollup(storage::Transaction& t, const Id& order, const Id& unit) {
  const auto whole = t.first(
      "SELECT recipients, delivered, seen, acknowledged, done FROM order_tally WHERE order_id = ? AND unit = ?",
      [](const storage::Row& row) { return read_progress(row, 0); }, order, unit);
  const auto own = t.first(
      "SELECT count(*), count(delivered_at), count(read_at), count(acknowledged_at), count(done_at)"
      " FROM order_recipient WHERE order_id = ? AND unit = ?",
      [](const storage::Row& row) { return read_progress(row, 0); }, order, unit);
  return {whole.value_or(Progress{}), own.value_or(Progress{})};
}

std::vector<Below> below(storage::Transaction& t, const Id& order, const Id& unit) {
  std::vector<Below> all;
  t.query(
      "SELECT u.id, u.code, u.name, u.kind, u.path, y.recipients, y.delivered, y.seen, y.acknowledged, y.done"
      " FROM order_tally y JOIN unit u ON u.id = y.unit WHERE y.order_id = ? AND y.above = ? ORDER BY u.code",
      [&](const storage::Row& row) {
        all.push_back({{.id = row.id(0),
                        .code = row.text(1),
                        .name = row.text(2),
                        .kind = units::kind_from(row.text(3)).value_or(units::Kind::grid),
                        .path = row.text(4)},
                       read_progress(row, 5)});
      },
      order, unit);
  return all;
}

RecipientPage recipients(storage::Transaction& t, const Id& order, const RecipientFilter& filter) {
  std::vector<storage::Value> values{storage::to_value(order), filter.path, units::end_of(filter.path)};
  std::string sql =
      "SELECT r.member, m.name, m.phone, r.unit, u.name, r.delivered_at, r.read_at, r.acknowledged_at, r.done_at,"
      " r.reminded, r.picture, u.path FROM unit u JOIN order_recipient r ON r.unit = u.id JOIN member m ON m.id = "
      "r.member"
      " WHERE r.order_id = ? AND u.path >= ? AND u.path < ?";
  if (filter.without) sql += fmt::format(" AND r.{}_at IS NULL", to_string(*filter.without));
  if (const auto cut = filter.after.rfind('_'); cut != std::string::npos)
    if (const auto member = Id::parse(std::string_view(filter.after).substr(cut + 1))) {
      sql += " AND (u.path, r.member) > (?, ?)";
      values.insert(values.end(), {filter.after.substr(0, cut), storage::to_value(*member)});
    }
  sql += " ORDER BY u.path, r.member LIMIT ?";
  values.push_back(std::int64_t(filter.limit));
  RecipientPage page;
  t.each(sql, std::move(values), [&](const storage::Row& row) {
    Recipient one{.member = row.id(0),
                  .name = row.text(1),
                  .phone = row.text(2),
                  .unit = row.id(3),
                  .unit_name = row.text(4),
                  .steps = {row.maybe_time(5), row.maybe_time(6), row.maybe_time(7), row.maybe_time(8)},
                  .reminded = row.integer(9),
                  .picture = {}};
    if (!row.is_null(10)) one.picture = row.id(10);
    page.next = cursor_of(row.text(11), one.member);
    page.recipients.push_back(std::move(one));
  });
  if (int(page.recipients.size()) < filter.limit) page.next.clear();
  return page;
}

}  // namespace ward::city::orders
