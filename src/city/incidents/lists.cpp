// Lists and numbers of incidents: kept for each unit, read without looking at the incidents.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "city/incidents/rows.h"
#include "city/units/store.h"
#include "city/units/tally.h"

namespace ward::city::incidents {

namespace {

using Values = std::vector<storage::Value>;

std::string marks(std::size_t count) { return fmt::format("{}", fmt::join(std::vector<char>(count, '?'), ", ")); }

std::vector<State> states_of(const Filter& filter) {
  if (filter.state) return {*filter.state};
  std::vector<State> states;
  const bool open = filter.open || filter.overdue_at || filter.order == Order::deadline;
  for (std::size_t i = 0; i < state_count; ++i)
    if (const State state = State(i); !open || is_open(state)) states.push_back(state);
  return states;
}

bool by_deadline(const Filter& filter) { return filter.overdue_at || filter.order == Order::deadline; }

// The list of one state of one unit, a few rows at a time: a page out of many lists needs few of each.
class Run {
 public:
  Run(const Id& unit, units::Part part, int most) : unit_(unit), part_(std::move(part)), left_(most) {
    part_.limit = 6;
  }
  // The next one; nothing at the end.
  const units::Part::Place* head(storage::Transaction& t) {
    if (at_ == places_.size() && left_ > 0) read_on(t);
    return at_ < places_.size() ? &places_[at_] : nullptr;
  }
  void pop() { ++at_; }

 private:
  void read_on(storage::Transaction& t) {
    if (!places_.empty()) part_.after = places_.back();
    part_.limit = std::min(part_.limit * 2, left_);
    places_ = units::read_list(t, unit_, part_);
    at_ = 0;
    left_ = int(places_.size()) < part_.limit ? 0 : left_ - part_.limit;
  }

  Id unit_;
  units::Part part_;
  int left_;  // how many more may be asked for
  std::vector<units::Part::Place> places_;
  std::size_t at_ = 0;
};

std::vector<TimeCursor> of_units(storage::Transaction& t, const Filter& filter) {
  const bool due = by_deadline(filter);
  units::Part part{.name = "", .tag = filter.type, .descending = !due};
  if (filter.overdue_at) part.before = to_millis(*filter.overdue_at);
  if (filter.after) part.after = {to_millis(filter.after->at), filter.after->id};
  const auto tops = units::tops(t, filter.tops.empty() ? std::vector<std::string>{""} : filter.tops);
  std::vector<Run> runs;
  for (const units::Unit& top : tops)
    for (const State state : states_of(filter)) {
      part.name = due ? list_due_of(state) : list_of(state);
      runs.emplace_back(top.id, part, filter.limit);
    }
  std::vector<TimeCursor> page;
  while (page.size() < std::size_t(filter.limit)) {
    Run* first = nullptr;
    std::pair<std::int64_t, Id> best;
    for (Run& run : runs)
      if (const auto* head = run.head(t)) {
        const std::pair key(head->at, head->item);
        if (first && (due ? key > best : key < best)) continue;
        first = &run;
        best = key;
      }
    if (!first) break;
    page.push_back({from_millis(best.first), best.second});
    first->pop();
  }
  return page;
}

// Whoever reports does so a few thousand times at most, and so does a site; what is handled elsewhere is rare: an index
// of their own is enough.
std::vector<TimeCursor> of_source(storage::Transaction& t, const Filter& filter) {
  const bool due = by_deadline(filter);
  const char* at = due ? "i.sort" : "i.reported_at";
  Values values;
  std::string sql = fmt::format("SELECT {}, i.id{}", at, from_where_it_stands);
  if (!filter.handlers.empty())
    sql += " JOIN unit e ON e.id = i.elsewhere JOIN unit h ON h.id = coalesce(e.merged_into, e.id)";
  sql += " WHERE TRUE";
  const auto where = [&](std::string_view condition, storage::Value value) {
    sql += condition;
    values.push_back(std::move(value));
  };
  if (!filter.reporter.empty()) where(" AND i.reporter = ?", filter.reporter);
  if (filter.sites && filter.sites->empty()) sql += " AND i.site IS NOT NULL";
  if (filter.sites && !filter.sites->empty()) {
    sql += fmt::format(" AND i.site IN ({})", marks(filter.sites->size()));
    for (const Id& site : *filter.sites) values.push_back(storage::to_value(site));
  }
  sql += within(filter.tops, "u.path", values);
  sql += within(filter.handlers, "h.path", values);
  if (filter.state) where(" AND i.state = ?", std::string(to_string(*filter.state)));
  if (!filter.type.empty()) where(" AND i.type = ?", filter.type);
  if (filter.open || due) sql += " AND i.open = 1";
  if (filter.overdue_at) where(" AND i.deadline < ?", to_millis(*filter.overdue_at));
  if (filter.after) {
    sql += fmt::format(" AND ({}, i.id) {} (?, ?)", at, due ? ">" : "<");
    values.insert(values.end(), {to_millis(filter.after->at), storage::to_value(filter.after->id)});
  }
  sql += fmt::format(" ORDER BY {}{}, i.id{} LIMIT ?", at, due ? "" : " DESC", due ? "" : " DESC");
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<TimeCursor> all;
  t.each(sql, std::move(values), [&](const storage::Row& row) { all.push_back({row.time(0), row.id(1)}); });
  return all;
}

}  // namespace

std::string list_of(State state) { return fmt::format("incidents/{}", to_string(state)); }
std::string list_due_of(State state) { return list_of(state) + "/due"; }

std::vector<units::Listed> listed(const Standing& one) {
  std::vector<units::Listed> all{{list_of(one.state), to_millis(one.reported_at), one.id, one.type}};
  if (is_open(one.state)) all.push_back({list_due_of(one.state), one.sort, one.id, one.type});
  return all;
}

void stand(storage::Transaction& t, const std::string& path, const std::optional<Standing>& before,
           const Standing& now) {
  const bool moves = !before || before->state != now.state || before->sort != now.sort;
  const bool was_open = before && is_open(before->state), open_now = is_open(now.state);
  if (moves) {
    const auto along = units::ids_along(t, path);
    if (before) units::remove_from_lists(t, along, listed(*before));
    units::add_to_lists(t, along, listed(now));
  }
  if (!before || before->state != now.state) {
    if (was_open) units::add_to_tally(t, list_of(before->state), path, -1);
    if (open_now) units::add_to_tally(t, list_of(now.state), path, 1);
  }
  units::add_to_tally(t, "incidents", path, int(open_now) - int(was_open));
  units::add_to_tally(t, unheard_tally, path, int(now.unheard) - int(before && before->unheard));
  const auto late = [until = to_millis(late_until(t))](const Standing& one) {
    return is_open(one.state) && one.sort < until;
  };
  units::add_to_tally(t, late_tally, path, int(late(now)) - int(before && late(*before)));
}

std::string within(const std::vector<std::string>& tops, const char* column, std::vector<storage::Value>& values) {
  std::string sql;
  for (const std::string& top : tops) {
    if (top.empty()) return "";
    sql += fmt::format("{}({} >= ? AND {} < ?)", sql.empty() ? "" : " OR ", column, column);
    values.insert(values.end(), {top, units::end_of(top)});
  }
  return sql.empty() ? "" : fmt::format(" AND ({})", sql);
}

std::vector<TimeCursor> places(storage::Transaction& t, const Filter& filter) {
  const bool by_units = filter.reporter.empty() && !filter.sites && filter.handlers.empty();
  return by_units ? of_units(t, filter) : of_source(t, filter);
}

std::vector<TimeCursor> one_page(const Filter& filter, std::vector<TimeCursor> all) {
  const auto key = [](const TimeCursor& one) { return std::pair(one.at, one.id); };
  if (by_deadline(filter))
    std::ranges::sort(all, std::less{}, key);
  else
    std::ranges::sort(all, std::greater{}, key);
  const auto twice = std::ranges::unique(all);
  all.erase(twice.begin(), twice.end());
  if (all.size() > std::size_t(filter.limit)) all.resize(std::size_t(filter.limit));
  return all;
}

std::vector<Stored> list(storage::Transaction& t, const Filter& filter) {
  std::vector<Stored> found;
  for (const TimeCursor& place : places(t, filter))
    if (auto stored = find(t, place.id)) found.push_back(*std::move(stored));
  return found;
}

namespace {

// When each was last acknowledged, if that was in the stage it is in.
void add_acknowledged(storage::Transaction& t, const std::vector<Id>& ids, std::unordered_map<Id, Shown>& found) {
  Values values;
  for (const Id& id : ids) values.push_back(storage::to_value(id));
  for (auto& [id, one] : found) one.incident["acknowledged_at"] = nullptr;
  t.each(fmt::format("SELECT incident, max(at) FROM incident_ack WHERE incident IN ({}) GROUP BY incident",
                     marks(ids.size())),
         std::move(values), [&](const storage::Row& row) {
           const auto one = found.find(row.id(0));
           if (one == found.end()) return;
           json::object& incident = one->second.incident;
           const std::string at = to_rfc3339(row.time(1));  // written as the stage's beginning is: they sort as texts
           if (json::string_view(at) >= incident.at("stage").at("entered").as_string())
             incident["acknowledged_at"] = at;
         });
}

}  // namespace

std::vector<Shown> read_shown(storage::Transaction& t, const std::vector<Id>& ids, const json::storage_ptr& memory) {
  if (ids.empty()) return {};
  Values values;
  for (const Id& id : ids) values.push_back(storage::to_value(id));
  std::unordered_map<Id, Shown> found;
  std::unordered_map<Id, std::string> names;  // of those who handle them
  t.each(fmt::format("SELECT i.id, i.body, u.id, u.name{} WHERE i.id IN ({})", from_where_it_stands, marks(ids.size())),
         std::move(values), [&](const storage::Row& row) {
           Shown shown{.incident = json::parse(row.text(1), memory).as_object(), .unit_name = row.text(3)};
           shown.incident["unit"] = row.id(2).str();
           if (const auto* assignee = shown.incident.at("assignee").if_string())
             if (const auto id = Id::parse({assignee->data(), assignee->size()})) names[*id];
           found.emplace(row.id(0), std::move(shown));
         });
  add_acknowledged(t, ids, found);
  Values assignees;
  for (const auto& [id, name] : names) assignees.push_back(storage::to_value(id));
  if (!assignees.empty())
    t.each(fmt::format("SELECT id, name FROM unit WHERE id IN ({})", marks(names.size())), std::move(assignees),
           [&](const storage::Row& row) { names[row.id(0)] = row.text(1); });
  std::vector<Shown> shown;
  for (const Id& id : ids) {
    const auto one = found.find(id);
    if (one == found.end()) continue;
    if (const auto* assignee = one->second.incident.at("assignee").if_string())
      if (const auto by = Id::parse({assignee->data(), assignee->size()}); by && !names[*by].empty())
        one->second.assignee_name = names[*by];
    shown.push_back(std::move(one->second));
  }
  return shown;
}

namespace {

bool lies_in(const std::string& path, const units::Unit& unit) { return path.starts_with(unit.path); }

}  // namespace

Counts counts(storage::Transaction& t, const std::vector<units::Unit>& units, Time now) {
  Counts out;
  for (std::size_t i = 0; i < state_count; ++i) {
    if (!is_open(State(i))) continue;
    std::int64_t open = 0;
    for (const units::Unit& unit : units) open += units::tally_of(t, list_of(State(i)), unit.id);
    if (open > 0) out.states.emplace_back(State(i), open);
    out.open += open;
  }
  for (const units::Unit& unit : units) {
    out.overdue += units::tally_of(t, late_tally, unit.id);
    out.unheard += units::tally_of(t, unheard_tally, unit.id);
  }
  for (const auto& [path, more] : due_between(t, late_until(t), now))
    for (const units::Unit& unit : units)
      if (lies_in(path, unit)) out.overdue += more;
  return out;
}

std::vector<UnitCounts> counts_below(storage::Transaction& t, const Id& parent, Time now) {
  std::unordered_map<Id, UnitCounts> found;
  t.query(
      "SELECT y.unit, y.name, y.value FROM unit u JOIN unit_tally y ON y.unit = u.id AND y.name IN (?, ?, ?)"
      " WHERE u.parent = ?",
      [&](const storage::Row& row) {
        auto& own = found[row.id(0)];
        const std::string name = row.text(1);
        (name == unheard_tally ? own.unheard : name == late_tally ? own.overdue : own.open) = row.integer(2);
      },
      "incidents", unheard_tally, late_tally, parent);
  const auto due_since = due_between(t, late_until(t), now);
  std::vector<UnitCounts> all;
  for (units::Unit& unit : units::children(t, parent)) {
    UnitCounts one = found[unit.id];
    for (const auto& [path, more] : due_since)
      if (lies_in(path, unit)) one.overdue += more;
    one.unit = std::move(unit);
    all.push_back(std::move(one));
  }
  return all;
}

namespace {

// What is written down for a unit under a name, and what it should be.
struct Sums {
  std::int64_t written = 0, counted = 0;
};
using AllSums = std::map<std::pair<Id, std::string>, Sums>;

void count_all(storage::Transaction& t, AllSums& tallies, AllSums& lists) {
  const std::int64_t late_before = to_millis(late_until(t));
  t.query(
      fmt::format("SELECT u.path, i.state, i.open, i.unheard, count(*), sum(CASE WHEN i.sort < {} THEN 1 ELSE 0 END)"
                  "{} GROUP BY u.path, i.state, i.open, i.unheard",
                  late_before, from_where_it_stands),
      [&](const storage::Row& row) {
        const State state = state_from(row.text(1)).value_or(State::reported);
        for (const Id& unit : units::ids_along(t, row.text(0))) {
          lists[{unit, list_of(state)}].counted += row.integer(4);
          if (!row.boolean(2)) continue;
          lists[{unit, list_due_of(state)}].counted += row.integer(4);
          tallies[{unit, list_of(state)}].counted += row.integer(4);
          tallies[{unit, "incidents"}].counted += row.integer(4);
          tallies[{unit, late_tally}].counted += row.integer(5);
          if (row.boolean(3)) tallies[{unit, unheard_tally}].counted += row.integer(4);
        }
      });
}

void read_written(storage::Transaction& t, const char* sql, AllSums& sums) {
  t.query(sql, [&](const storage::Row& row) { sums[{row.id(0), row.text(1)}].written = row.integer(2); });
}

void compare(storage::Transaction& t, const AllSums& sums, std::vector<Text>& faults) {
  for (const auto& [key, sum] : sums) {
    if (sum.written == sum.counted) continue;
    const auto unit = units::find(t, key.first);
    const std::string code = unit ? unit->code : key.first.str();
    faults.push_back(
        {fmt::format("Incidents: {} of {} are {}, but {} are written down.", key.second, code, sum.counted,
                     sum.written),
         fmt::format("事件：{} 的“{}”应为 {}，但记录为 {}。", code, key.second, sum.counted, sum.written)});
  }
}

}  // namespace

std::vector<Text> verify(storage::Transaction& t) {
  AllSums tallies, lists;
  count_all(t, tallies, lists);
  read_written(
      t, "SELECT unit, name, value FROM unit_tally WHERE name = 'incidents' OR substr(name, 1, 10) = 'incidents/'",
      tallies);
  read_written(
      t, "SELECT unit, name, count(*) FROM unit_list WHERE substr(name, 1, 10) = 'incidents/' GROUP BY unit, name",
      lists);
  std::vector<Text> faults;
  compare(t, tallies, faults);
  compare(t, lists, faults);
  t.query(
      "SELECT l.name, count(*) FROM unit_list l LEFT JOIN incident i ON i.id = l.item WHERE substr(l.name, 1, 10) ="
      " 'incidents/' AND (i.id IS NULL OR NOT ((l.name = 'incidents/' || i.state AND l.at = i.reported_at) OR"
      " (l.name = 'incidents/' || i.state || '/due' AND l.at = i.sort AND i.open = 1))) GROUP BY l.name",
      [&](const storage::Row& row) {
        faults.push_back(
            {fmt::format("Incidents: {} rows of the list {} do not fit their incidents.", row.integer(1), row.text(0)),
             fmt::format("事件：列表 {} 中有 {} 行与事件不符。", row.text(0), row.integer(1))});
      });
  return faults;
}

}  // namespace ward::city::incidents
