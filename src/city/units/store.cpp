#include "city/units/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/journal/store.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::units {

namespace {

constexpr const char* columns = "u.id, u.code, u.name, u.kind, u.parent, u.path, u.since, u.closed_at, u.merged_into";

Unit read(const storage::Row& row) {
  const auto kind = kind_from(row.text(3));
  if (!kind) throw storage::DatabaseError("a stored unit has an unknown kind");
  Unit unit{.id = row.id(0), .code = row.text(1), .name = row.text(2), .kind = *kind};
  if (!row.is_null(4)) unit.parent = row.id(4);
  unit.path = row.text(5);
  unit.since = row.time(6);
  unit.closed_at = row.maybe_time(7);
  if (!row.is_null(8)) unit.merged_into = row.id(8);
  return unit;
}

std::vector<Unit> read_all(storage::Transaction& t, const std::string& rest, std::vector<storage::Value> values) {
  std::vector<Unit> units;
  t.each(fmt::format("SELECT {} FROM unit u {}", columns, rest), std::move(values),
         [&](const storage::Row& row) { units.push_back(read(row)); });
  return units;
}

std::optional<Unit> read_one(storage::Transaction& t, const std::string& rest, std::vector<storage::Value> values) {
  auto units = read_all(t, rest, std::move(values));
  return units.empty() ? std::nullopt : std::optional(std::move(units.front()));
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Unit& unit, json::value payload,
                   const std::string& actor) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = unit.id.str(),
                   .actor = actor,
                   .purpose = "units",
                   .payload = std::move(payload),
                   .unit = unit.path});
}

Error unknown(const std::string& field) {
  return Error::make(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, field);
}

void insert(storage::Transaction& t, const Unit& unit) {
  t.exec("INSERT INTO unit (id, code, name, kind, parent, path, since) VALUES (?, ?, ?, ?, ?, ?, ?)", unit.id,
         unit.code, unit.name, to_string(unit.kind), unit.parent, unit.path, unit.since);
}

void update(storage::Transaction& t, const Unit& unit) {
  t.exec("UPDATE unit SET code = ?, name = ?, kind = ?, parent = ?, path = ?, since = ? WHERE id = ?", unit.code,
         unit.name, to_string(unit.kind), unit.parent, unit.path, unit.since, unit.id);
}

std::int64_t take_number(storage::Transaction& t) {
  t.exec("UPDATE unit_head SET next_number = next_number + 1");
  return *t.first("SELECT next_number - 1 FROM unit_head", [](const storage::Row& row) { return row.integer(0); });
}

// Everything below goes along.
void repath(storage::Transaction& t, const std::string& old_path, const std::string& new_path) {
  t.exec("UPDATE unit SET path = ? || substr(path, CAST(? AS INTEGER)) WHERE path >= ? AND path < ?", new_path,
         std::int64_t(old_path.size() + 1), old_path, end_of(old_path));
}

std::vector<Span> spans_in_team(storage::Transaction& t, const Id& unit, const Id& member) {
  std::vector<Span> spans;
  for (const Post& post : posts_of(t, member))
    if (post.unit == unit) spans.push_back(post.span);
  return spans;
}

// Whoever commands `unit` is known in the team of `parent`.
Result<> check_commander_of(storage::Transaction& t, const Unit& unit, const Unit& parent, Time now,
                            const std::string& field) {
  for (const Posted& posted : team(t, unit.id))
    if (posted.post.duty == Duty::commander)
      WARD_CHECK(check_commander(posted.member, unit, parent, posted.post.span,
                                 spans_in_team(t, parent.id, posted.member.id), now, field));
  return {};
}

Result<> check_code_free(storage::Transaction& t, const Id& id, const std::string& code) {
  const auto namesake = find_open(t, code);
  if (!namesake || namesake->id == id) return {};
  return fail(ErrorKind::conflict, "unit.code_taken",
              {fmt::format("The code {} belongs to {}.", code, namesake->name),
               fmt::format("编号 {} 已用于{}。", code, namesake->name)},
              "code");
}

Result<std::optional<Unit>> parent_of(storage::Transaction& t, const Id& id, const UnitInput& input) {
  if (!input.parent) {
    WARD_CHECK(check_place(input.kind, nullptr));
    if (const auto city = root(t); city && city->id != id)
      return fail(
          ErrorKind::conflict, "unit.two_cities",
          {fmt::format("There is a city already: {}.", city->name), fmt::format("已有市指挥部：{}。", city->name)},
          "parent");
    return std::nullopt;
  }
  auto parent = find(t, *input.parent);
  if (!parent)
    return fail(ErrorKind::not_found, "unit.parent_unknown", {"There is no such unit above it.", "没有这个上级单元。"},
                "parent");
  WARD_CHECK(check_place(input.kind, &*parent));
  return parent;
}

Result<Unit> make(storage::Transaction& t, const Clock& clock, Unit unit, const std::optional<Unit>& parent,
                  const std::string& actor) {
  unit.since = clock.now();
  unit.path = path_below(parent ? parent->path : "", take_number(t));
  insert(t, unit);
  if (parent) add_to_tally(t, "units", parent->path, 1);
  write_journal(t, clock, "unit.made", unit, {{"code", unit.code}, {"kind", to_string(unit.kind)}}, actor);
  return unit;
}

Result<Unit> change(storage::Transaction& t, const Clock& clock, const Unit& before, Unit unit,
                    const std::optional<Unit>& parent, const std::string& actor) {
  if (level_of(before.kind) != level_of(unit.kind))
    return fail(ErrorKind::conflict, "unit.level",
                {"A unit keeps its level; close it and make another one.", "单元不能改变层级，请撤销后另建。"}, "kind");
  const bool moves = before.parent != unit.parent;
  if (moves && parent) {
    WARD_CHECK(check_commander_of(t, unit, *parent, clock.now(), "parent"));
    const auto cut = before.path.rfind('/', before.path.size() - 2);
    unit.path = parent->path + before.path.substr(cut == std::string::npos ? 0 : cut + 1);
  }
  if (unit == before) return unit;
  unit.since = clock.now();
  keep_past(t, before, unit.since);
  update(t, unit);
  if (moves) {
    // Those below are in its tally; the unit itself is counted by those above it.
    move_tallies(t, unit.id, before.path, unit.path);
    const auto old_above = before.parent ? ids_along(t, find(t, *before.parent)->path) : std::vector<Id>{};
    move_lists(t, unit.id, old_above, ids_along(t, parent->path));
    if (before.parent) add_to_tally(t, "units", find(t, *before.parent)->path, -1);
    add_to_tally(t, "units", parent->path, 1);
    repath(t, before.path, unit.path);
  }
  write_journal(t, clock, moves ? "unit.moved" : "unit.changed", unit,
                {{"code", unit.code}, {"kind", to_string(unit.kind)}, {"from", before.path}}, actor);
  return unit;
}

}  // namespace

void keep_past(storage::Transaction& t, const Unit& before, Time until) {
  t.exec(
      "INSERT INTO unit_past (unit, since, until, code, name, kind, parent, path) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (unit, since) DO NOTHING",
      before.id, before.since, until, before.code, before.name, to_string(before.kind), before.parent, before.path);
}

std::optional<Unit> find(storage::Transaction& t, const Id& id) {
  return read_one(t, "WHERE u.id = ?", {storage::to_value(id)});
}
std::optional<Unit> find_open(storage::Transaction& t, const std::string& code) {
  return read_one(t, "WHERE u.code = ? AND u.closed_at IS NULL", {code});
}
std::optional<Unit> root(storage::Transaction& t) {
  return read_one(t, "WHERE u.parent IS NULL AND u.closed_at IS NULL", {});
}
std::optional<Unit> find_at(storage::Transaction& t, const std::string& path) {
  return read_one(t, "WHERE u.path = ?", {path});
}

std::vector<Unit> with_those_above(storage::Transaction& t, const Unit& unit) {
  std::vector<storage::Value> paths;
  for (auto& path : path_and_above(unit.path)) paths.emplace_back(std::move(path));
  const std::string marks = fmt::format("{}", fmt::join(std::vector<char>(paths.size(), '?'), ", "));
  return read_all(t, fmt::format("WHERE u.path IN ({}) ORDER BY u.path", marks), std::move(paths));
}

std::vector<Unit> tops(storage::Transaction& t, const std::vector<std::string>& paths) {
  std::vector<Unit> units;
  for (const std::string& path : paths)
    if (auto unit = path.empty() ? root(t) : find_at(t, path)) units.push_back(*std::move(unit));
  std::ranges::sort(units, {}, &Unit::code);
  return units;
}

std::vector<Unit> children(storage::Transaction& t, const Id& parent) {
  return read_all(t, "WHERE u.parent = ? AND u.closed_at IS NULL ORDER BY u.code", {storage::to_value(parent)});
}

std::vector<Past> past(storage::Transaction& t, const Id& unit) {
  std::vector<Past> all;
  t.query(
      "SELECT unit, code, name, kind, parent, path, since, until FROM unit_past WHERE unit = ? ORDER BY since DESC",
      [&](const storage::Row& row) {
        Unit before{.id = row.id(0), .code = row.text(1), .name = row.text(2)};
        before.kind = kind_from(row.text(3)).value_or(Kind::grid);
        if (!row.is_null(4)) before.parent = row.id(4);
        before.path = row.text(5);
        before.since = row.time(6);
        all.push_back({before, row.time(7)});
      },
      unit);
  return all;
}

std::vector<Unit> list(storage::Transaction& t, const Filter& filter) {
  if (filter.tops.empty()) return {};
  std::string rest = "WHERE u.closed_at IS NULL AND u.code > ?";
  std::vector<storage::Value> values{filter.after};
  std::string within;
  for (const std::string& top : filter.tops) {
    if (top.empty()) break;  // everywhere
    within += fmt::format("{}(u.path >= ? AND u.path < ?)", within.empty() ? "" : " OR ");
    values.insert(values.end(), {top, end_of(top)});
  }
  if (!within.empty()) rest += fmt::format(" AND ({})", within);
  if (!filter.beginning.empty()) {
    rest += " AND (substr(u.code, 1, length(?)) = ? OR substr(u.name, 1, length(?)) = ?)";
    values.insert(values.end(), 4, filter.beginning);
  }
  values.emplace_back(std::int64_t(filter.limit));
  return read_all(t, rest + " ORDER BY u.code LIMIT ?", std::move(values));
}

Tallies tallies(storage::Transaction& t, const Id& unit) {
  return {.units = tally_of(t, "units", unit),
          .posts = tally_of(t, "posts", unit),
          .incidents = tally_of(t, "incidents", unit)};
}

Result<Unit> put(storage::Transaction& t, const Clock& clock, const Id& id, const UnitInput& input,
                 const std::string& actor) {
  WARD_TRY(parent, parent_of(t, id, input));
  WARD_CHECK(check_code_free(t, id, input.code));
  const auto before = find(t, id);
  if (before && !before->is_open())
    return fail(ErrorKind::conflict, "unit.closed", {"The unit was closed.", "该单元已撤销。"}, "id");
  Unit unit = before.value_or(Unit{.id = id});
  unit.code = input.code;
  unit.name = input.name;
  unit.kind = input.kind;
  unit.parent = input.parent;
  return before ? change(t, clock, *before, unit, parent, actor) : make(t, clock, unit, parent, actor);
}

Result<> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto unit = find(t, id);
  if (!unit) return std::unexpected(unknown("id"));
  if (!unit->is_open()) return {};
  if (const auto below = children(t, id); !below.empty())
    return fail(ErrorKind::conflict, "unit.has_units",
                {fmt::format("{} units hang below it: close, move or merge them first.", below.size()),
                 fmt::format("其下还有 {} 个单元，请先撤销、移动或合并。", below.size())},
                "id");
  const Time now = clock.now();
  for (Posted& posted : team(t, id)) {
    posted.post.span.until = std::max(now, posted.post.span.since);
    WARD_CHECK(put_post(t, clock, posted.post, actor));
  }
  t.exec("UPDATE unit SET closed_at = ? WHERE id = ?", now, id);
  if (unit->parent) add_to_tally(t, "units", find(t, *unit->parent)->path, -1);
  write_journal(t, clock, "unit.closed", *unit, {{"code", unit->code}}, actor);
  return {};
}

Result<Unit> merge(storage::Transaction& t, const Clock& clock, const Id& id, const Id& into,
                   const std::string& actor) {
  const auto unit = find(t, id), target = find(t, into);
  if (!unit || !unit->is_open()) return std::unexpected(unknown("id"));
  if (!target || !target->is_open()) return std::unexpected(unknown("into"));
  if (id == into)
    return fail(ErrorKind::invalid, "unit.merge_itself", {"A unit cannot be merged into itself.", "单元不能并入自身。"},
                "into");
  if (unit->kind != target->kind)
    return fail(ErrorKind::conflict, "unit.merge_kind",
                {"Only units of one kind can be merged.", "只有同类单元可以合并。"}, "into");
  // The team first: then every commander below is known where the units go.
  for (const Posted& posted : team(t, id)) {
    const auto there = team(t, into);
    const bool is_there = std::ranges::any_of(there, [&](const Posted& other) {
      return other.member.id == posted.member.id && covered(posted.post.span, {other.post.span});
    });
    if (!is_there)
      WARD_CHECK(put_post(t, clock,
                          {.id = Id::make(clock.now()),
                           .unit = into,
                           .member = posted.member.id,
                           .duty = Duty::member,
                           .span = *after(posted.post.span, clock.now())},
                          actor));
  }
  for (const Unit& below : children(t, id))
    WARD_CHECK(
        put(t, clock, below.id, {.code = below.code, .name = below.name, .kind = below.kind, .parent = into}, actor));
  WARD_CHECK(close(t, clock, id, actor));
  // What was merged into it before is where it goes, so that one step leads to where a unit stands now.
  t.exec("UPDATE unit SET merged_into = ? WHERE id = ? OR merged_into = ?", into, id, id);
  const std::string new_path = find(t, into)->path;
  merge_tallies(t, id, unit->path, new_path);
  move_lists(t, id, ids_along(t, unit->path), ids_along(t, new_path));
  write_journal(t, clock, "unit.merged", *unit, {{"into", into.str()}}, actor);
  return *find(t, into);
}

}  // namespace ward::city::units
