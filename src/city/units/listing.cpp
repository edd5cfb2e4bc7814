#include "city/units/listing.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/units/tally.h"

namespace ward::city::units {

namespace {

using Values = std::vector<storage::Value>;

std::vector<Id> without(std::span<const Id> some, std::span<const Id> others) {
  std::vector<Id> left;
  std::ranges::copy_if(some, std::back_inserter(left),
                       [&](const Id& id) { return std::ranges::find(others, id) == others.end(); });
  return left;
}

}  // namespace

std::vector<Id> ids_along(storage::Transaction& t, const std::string& path) {
  Values paths;
  for (auto& one : path_and_above(path)) paths.emplace_back(std::move(one));
  std::vector<Id> ids;
  if (paths.empty()) return ids;
  const std::string marks = fmt::format("{}", fmt::join(std::vector<char>(paths.size(), '?'), ", "));
  t.each(fmt::format("SELECT id FROM unit WHERE path IN ({}) ORDER BY path", marks), std::move(paths),
         [&](const storage::Row& row) { ids.push_back(row.id(0)); });
  return ids;
}

void add_to_lists(storage::Transaction& t, std::span<const Id> along, std::span<const Listed> places) {
  std::vector<Values> rows;
  for (const Listed& place : places)
    for (const Id& unit : along)
      rows.push_back({storage::to_value(unit), place.name, place.at, storage::to_value(place.item), place.tag});
  t.bulk(
      "INSERT INTO unit_list (unit, name, at, item, tag) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (unit, name, at, item) DO NOTHING",
      rows);
}

void remove_from_lists(storage::Transaction& t, std::span<const Id> along, std::span<const Listed> places) {
  std::vector<Values> rows;
  for (const Listed& place : places)
    for (const Id& unit : along)
      rows.push_back({storage::to_value(unit), place.name, place.at, storage::to_value(place.item)});
  t.bulk("DELETE FROM unit_list WHERE unit = ? AND name = ? AND at = ? AND item = ?", rows);
}

void move_lists(storage::Transaction& t, const Id& unit, std::span<const Id> from, std::span<const Id> to) {
  std::vector<Listed> places;
  t.query(
      "SELECT name, at, item, tag FROM unit_list WHERE unit = ?",
      [&](const storage::Row& row) {
        places.push_back({.name = row.text(0), .at = row.integer(1), .item = row.id(2), .tag = row.text(3)});
      },
      unit);
  remove_from_lists(t, without(from, to), places);
  add_to_lists(t, without(to, from), places);
}

std::vector<Part::Place> read_list(storage::Transaction& t, const Id& unit, const Part& part) {
  std::string sql = "SELECT at, item FROM unit_list WHERE unit = ? AND name = ?";
  Values values{storage::to_value(unit), part.name};
  if (!part.tag.empty()) {
    sql += " AND tag = ?";
    values.emplace_back(part.tag);
  }
  if (part.before) {
    sql += " AND at < ?";
    values.emplace_back(*part.before);
  }
  if (part.after) {
    sql += part.descending ? " AND (at, item) < (?, ?)" : " AND (at, item) > (?, ?)";
    values.insert(values.end(), {part.after->at, storage::to_value(part.after->item)});
  }
  sql += part.descending ? " ORDER BY at DESC, item DESC LIMIT ?" : " ORDER BY at, item LIMIT ?";
  values.emplace_back(std::int64_t(part.limit));
  std::vector<Part::Place> found;
  t.each(sql, std::move(values), [&](const storage::Row& row) { found.push_back({row.integer(0), row.id(1)}); });
  return found;
}

}  // namespace ward::city::units
