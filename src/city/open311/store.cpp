#include "city/open311/store.h"

#include <fmt/format.h>

#include "city/units/store.h"
#include "city/units/within.h"

namespace ward::city::open311 {

namespace {

constexpr int most_in_a_box = 20'000;

std::string marks(std::size_t count) { return fmt::format("{}", fmt::join(std::vector<char>(count, '?'), ", ")); }

bool is_in(const incidents::Incident& incident, const Box& box) {
  const auto& point = incident.place.point;
  return point && box.contains(double(point->latitude_e6) / 1e6, double(point->longitude_e6) / 1e6);
}

}  // namespace

std::vector<incidents::Stored> requests(storage::Transaction& t, const Wanted& wanted) {
  if (wanted.types.empty() || wanted.tops.empty()) return {};
  const RequestQuery& query = wanted.query;
  std::string sql =
      "SELECT i.body, u.path FROM incident i JOIN unit u ON u.id = i.unit WHERE i.reported_at >= ? AND i.reported_at "
      "<= ?"
      " AND i.type IN (" +
      marks(wanted.types.size()) + ")";
  std::vector<storage::Value> values{to_millis(query.from), to_millis(query.to)};
  values.insert(values.end(), wanted.types.begin(), wanted.types.end());
  if (query.status) sql += *query.status == RequestStatus::open ? " AND i.open = 1" : " AND i.open = 0";
  sql += " AND " + units::within(wanted.tops, values) + " ORDER BY i.reported_at DESC, i.id DESC LIMIT ? OFFSET ?";
  values.emplace_back(std::int64_t(query.box ? most_in_a_box : wanted.limit));
  values.emplace_back(std::int64_t(query.box ? 0 : wanted.skip));
  std::vector<incidents::Stored> found;
  int skip = query.box ? wanted.skip : 0;
  t.each(sql, std::move(values), [&](const storage::Row& row) {
    if (int(found.size()) == wanted.limit) return;
    auto incident = incidents::incident_from_json(json::parse(row.text(0)));
    if (!incident) throw storage::DatabaseError("a stored incident cannot be read: " + incident.error().message.en);
    if (query.box && !is_in(*incident, *query.box)) return;
    if (skip > 0)
      --skip;
    else
      found.push_back({*std::move(incident), row.text(1)});
  });
  return found;
}

std::vector<Id> changed(storage::Transaction& t, const RequestQuery& query) {
  std::vector<Id> all;
  t.query(
      "SELECT incident, max(left_at) FROM incident_stage WHERE left_at >= ? AND left_at <= ? GROUP BY incident"
      " ORDER BY 2 DESC LIMIT ?",
      [&](const storage::Row& row) { all.push_back(row.id(0)); }, query.from, query.to, most_requests);
  return all;
}

}  // namespace ward::city::open311
