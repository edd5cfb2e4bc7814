// The whole pyramid out of the tables and back into them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "city/journal/store.h"
#include "city/units/listing.h"
#include "city/units/store.h"
#include "city/units/tally.h"
#include "storage/rows.h"

namespace ward::city::units {

namespace {

using storage::row_of, storage::rows_of, storage::Values;

void store_units(storage::Transaction& t, const Roster& roster, const Plan& plan) {
  t.bulk("INSERT INTO unit (id, code, name, kind, parent, path, since) VALUES (?, ?, ?, ?, ?, ?, ?)",
         rows_of(plan.new_units, [](const Unit& unit) {
           return row_of(unit.id, unit.code, unit.name, to_string(unit.kind), unit.parent, unit.path, unit.since);
         }));
  if (plan.changed_units.empty()) return;
  const RosterIndex index(roster);
  for (const Unit& unit : plan.changed_units) keep_past(t, *index.unit(unit.id), unit.since);
  t.bulk("UPDATE unit SET name = ?, kind = ?, parent = ?, path = ?, since = ? WHERE id = ?",
         rows_of(plan.changed_units, [](const Unit& unit) {
           return row_of(unit.name, to_string(unit.kind), unit.parent, unit.path, unit.since, unit.id);
         }));
  t.bulk("UPDATE unit SET path = ? WHERE id = ?",
         rows_of(plan.repathed_units, [](const Unit& unit) { return row_of(unit.path, unit.id); }));
}

using Parents = std::unordered_map<Id, std::optional<Id>>;

// The open units as they hang now: each with the one above it.
Parents parents_of(storage::Transaction& t) {
  Parents parents;
  t.query("SELECT id, parent FROM unit WHERE closed_at IS NULL", [&](const storage::Row& row) {
    parents.emplace(row.id(0), row.is_null(1) ? std::nullopt : std::optional(row.id(1)));
  });
  return parents;
}

std::vector<const Unit*> moved_units(const Plan& plan, const RosterIndex& index) {
  std::vector<const Unit*> moved;
  for (const Unit& unit : plan.changed_units)
    if (index.unit(unit.id)->parent != unit.parent) moved.push_back(&unit);
  return moved;
}

// Closed units are in no roster, and go along all the same: those below the deepest first, so that each follows the
// unit right above it.
void repath_closed(storage::Transaction& t, std::vector<const Unit*> moved, const RosterIndex& index) {
  std::ranges::sort(moved, std::greater{}, [&](const Unit* unit) { return index.unit(unit->id)->path.size(); });
  for (const Unit* unit : moved) {
    const std::string& old_path = index.unit(unit->id)->path;
    t.exec(
        "UPDATE unit SET path = ? || substr(path, CAST(? AS INTEGER)) WHERE path >= ? AND path < ? AND closed_at IS "
        "NOT NULL",
        find(t, unit->id)->path, std::int64_t(old_path.size() + 1), old_path, end_of(old_path));
  }
}

// What is listed goes along, one move after the other: `parents` is how the units hung before.
void move_all_lists(storage::Transaction& t, const std::vector<const Unit*>& moved, Parents parents) {
  const auto above = [&](const Id& unit) {
    std::vector<Id> ids;
    for (auto at = parents.find(unit); at != parents.end() && at->second; at = parents.find(*at->second))
      ids.push_back(*at->second);
    return ids;
  };
  for (const Unit* unit : moved) {
    const std::vector<Id> before = above(unit->id);
    parents[unit->id] = unit->parent;
    move_lists(t, unit->id, before, above(unit->id));
  }
}

// `hang`: the units as they hung before.
void follow_moves(storage::Transaction& t, const Roster& roster, const Plan& plan, Parents hang) {
  const RosterIndex index(roster);
  const auto moved = moved_units(plan, index);
  repath_closed(t, moved, index);
  for (const Unit& unit : plan.new_units) hang[unit.id] = unit.parent;
  move_all_lists(t, moved, std::move(hang));
}

void store_members(storage::Transaction& t, const Plan& plan) {
  t.bulk("INSERT INTO member (id, name, phone) VALUES (?, ?, ?)",
         rows_of(plan.new_members, [](const Member& one) { return row_of(one.id, one.name, one.phone); }));
  t.bulk("UPDATE member SET name = ? WHERE id = ?",
         rows_of(plan.changed_members, [](const Member& one) { return row_of(one.name, one.id); }));
}

void store_posts(storage::Transaction& t, const Plan& plan, Time now) {
  const auto ended = [&](const Post& post) { return post.span.until && *post.span.until <= now; };
  t.bulk("INSERT INTO post (id, unit, member, duty, since, until, ended) VALUES (?, ?, ?, ?, ?, ?, ?)",
         rows_of(plan.new_posts, [&](const Post& post) {
           return row_of(post.id, post.unit, post.member, to_string(post.duty), post.span.since, post.span.until,
                         ended(post));
         }));
  t.bulk("UPDATE post SET duty = ?, since = ?, until = ?, ended = ? WHERE id = ?",
         rows_of(plan.changed_posts, [&](const Post& post) {
           return row_of(to_string(post.duty), post.span.since, post.span.until, ended(post), post.id);
         }));
}

using Counts = std::unordered_map<Id, Tallies>;

// What the tallies of every open unit should be, by walking from each unit and post up to the root.
Counts count_all(storage::Transaction& t) {
  const auto parents = parents_of(t);
  Counts counts;
  const auto walk_up = [&](std::optional<Id> at, auto&& add) {
    for (; at && parents.contains(*at); at = parents.at(*at)) add(counts[*at]);
  };
  for (const auto& [id, parent] : parents) walk_up(parent, [](Tallies& tallies) { ++tallies.units; });
  t.query("SELECT unit, count(*) FROM post WHERE ended = 0 GROUP BY unit", [&](const storage::Row& row) {
    walk_up(row.id(0), [&](Tallies& tallies) { tallies.posts += row.integer(1); });
  });
  return counts;
}

using OwnValues = std::map<std::pair<std::string, Id>, std::int64_t>;

// What other concepts tally, without what comes from below: each unit's value less those of the units right below it.
OwnValues own_values(storage::Transaction& t) {
  OwnValues whole;
  t.query("SELECT name, unit, value FROM unit_tally WHERE name NOT IN ('units', 'posts')",
          [&](const storage::Row& row) { whole[{row.text(0), row.id(1)}] = row.integer(2); });
  OwnValues own = whole;
  const auto parents = parents_of(t);
  for (const auto& [key, value] : whole)
    if (const auto at = parents.find(key.second); at != parents.end() && at->second)
      own[{key.first, *at->second}] -= value;
  return own;
}

// Sums them up again along the units as they hang now.
void sum_up(storage::Transaction& t, const OwnValues& own) {
  const auto parents = parents_of(t);
  OwnValues sums;
  for (const auto& [key, value] : own)
    for (std::optional<Id> at = key.second; at && parents.contains(*at); at = parents.at(*at))
      sums[{key.first, *at}] += value;
  t.exec("DELETE FROM unit_tally WHERE name NOT IN ('units', 'posts')");
  std::vector<Values> rows;
  for (const auto& [key, value] : sums)
    if (value != 0) rows.push_back(row_of(key.first, key.second, value));
  t.bulk("INSERT INTO unit_tally (name, unit, value) VALUES (?, ?, ?)", rows);
}

}  // namespace

Roster load_roster(storage::Transaction& t, Time now) {
  Roster roster;
  t.query("SELECT id, code, name, kind, parent, path, since FROM unit WHERE closed_at IS NULL",
          [&](const storage::Row& row) {
            Unit unit{.id = row.id(0), .code = row.text(1), .name = row.text(2)};
            unit.kind = kind_from(row.text(3)).value_or(Kind::grid);
            if (!row.is_null(4)) unit.parent = row.id(4);
            unit.path = row.text(5);
            unit.since = row.time(6);
            roster.units.push_back(std::move(unit));
          });
  t.query("SELECT id, name, phone, account FROM member", [&](const storage::Row& row) {
    Member member{.id = row.id(0), .name = row.text(1), .phone = row.text(2)};
    if (!row.is_null(3)) member.account = row.id(3);
    roster.members.push_back(std::move(member));
  });
  t.query(
      "SELECT p.id, p.unit, p.member, p.duty, p.since, p.until FROM post p JOIN unit u ON u.id = p.unit"
      " WHERE p.ended = 0 AND (p.until IS NULL OR p.until > ?)",
      [&](const storage::Row& row) {
        Post post{.id = row.id(0), .unit = row.id(1), .member = row.id(2), .duty = {}, .span = {row.time(4), {}}};
        post.duty = duty_from(row.text(3)).value_or(Duty::member);
        post.span.until = row.maybe_time(5);
        roster.posts.push_back(post);
      },
      now);
  roster.next_number =
      *t.first("SELECT next_number FROM unit_head", [](const storage::Row& row) { return row.integer(0); });
  return roster;
}

void apply(storage::Transaction& t, const Clock& clock, const Roster& roster, const Plan& plan,
           const crypto::Digest& digest, const std::string& actor) {
  if (plan.changes_nothing()) return;
  const OwnValues own = own_values(t);
  const Parents before = plan.changed_units.empty() ? Parents{} : parents_of(t);
  store_units(t, roster, plan);
  store_members(t, plan);
  store_posts(t, plan, clock.now());
  t.exec("UPDATE unit_head SET next_number = ?", roster.next_number + std::int64_t(plan.new_units.size()));
  rebuild_tallies(t);
  sum_up(t, own);
  if (!plan.changed_units.empty()) follow_moves(t, roster, plan, before);
  const auto top = root(t);
  journal::append(t, clock,
                  {.type = "units.imported",
                   .subject = crypto::hex(digest),
                   .actor = actor,
                   .purpose = "units",
                   .payload = {{"new_units", plan.new_units.size()},
                               {"changed_units", plan.changed_units.size()},
                               {"new_members", plan.new_members.size()},
                               {"changed_members", plan.changed_members.size()},
                               {"new_posts", plan.new_posts.size()},
                               {"changed_posts", plan.changed_posts.size()}},
                   .unit = top ? top->path : ""});
}

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name IN ('units', 'posts')");
  const Counts counts = count_all(t);
  // In the order in which they are stored.
  const std::map<Id, Tallies> sorted(counts.begin(), counts.end());
  std::vector<Values> rows;
  for (const auto& [unit, tallies] : sorted) {
    if (tallies.posts != 0) rows.push_back(row_of("posts", unit, tallies.posts));
    if (tallies.units != 0) rows.push_back(row_of("units", unit, tallies.units));
  }
  t.bulk("INSERT INTO unit_tally (name, unit, value) VALUES (?, ?, ?)", rows);
}

std::vector<Text> verify(storage::Transaction& t) {
  std::vector<Text> faults;
  Counts stored;
  t.query("SELECT y.name, y.unit, y.value FROM unit_tally y JOIN unit u ON u.id = y.unit WHERE u.closed_at IS NULL",
          [&](const storage::Row& row) {
            if (row.text(0) == "units") stored[row.id(1)].units = row.integer(2);
            if (row.text(0) == "posts") stored[row.id(1)].posts = row.integer(2);
          });
  const Counts counted = count_all(t);
  t.query(
      "SELECT u.id, u.code, u.path, p.path FROM unit u LEFT JOIN unit p ON p.id = u.parent WHERE u.closed_at IS NULL",
      [&](const storage::Row& row) {
        const std::string code = row.text(1), path = row.text(2);
        const auto of = [&](const Counts& counts) {
          const auto found = counts.find(row.id(0));
          return found == counts.end() ? Tallies{} : found->second;
        };
        const Tallies have = of(stored), want = of(counted);
        if (have.units != want.units || have.posts != want.posts)
          faults.push_back({fmt::format("Units: {} has {} units and {} posts below it, but {} and {} are written down.",
                                        code, want.units, want.posts, have.units, have.posts),
                            fmt::format("单元：{} 之下有 {} 个单元、{} 个任职，但记录为 {} 和 {}。", code, want.units,
                                        want.posts, have.units, have.posts)});
        const std::string above = row.is_null(3) ? "" : row.text(3);
        const bool hangs = path.starts_with(above) && path.find('/', above.size()) == path.size() - 1;
        if (!hangs)
          faults.push_back({fmt::format("Units: the path of {} does not go through the unit above it.", code),
                            fmt::format("单元：{} 的路径未经过其上级单元。", code)});
      });
  return faults;
}

}  // namespace ward::city::units
