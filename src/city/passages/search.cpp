// Looking passages up: which months, which index, and the pages.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "city/passages/months.h"
#include "city/passages/rows.h"

namespace ward::city::passages {

namespace {

constexpr Time the_beginning = Time::min(), the_end = Time::max();
constexpr std::int64_t hot_from_cc = 3'700;  // of the index <table>_hot

// A condition and its values, put together piece by piece; the pieces are constants of this file.
struct Conditions {
  std::string sql = " WHERE TRUE";
  std::vector<storage::Value> values;

  template <class... V>
  void add(std::string_view condition, const V&... value) {
    sql.append(" AND ").append(condition);
    (values.push_back(storage::to_value(value)), ...);
  }
};

// The index that leaves the fewest rows to look at. Said outright, because SQLite without statistics guesses otherwise.
std::string index_of(const std::string& table, const Filter& f) {
  if (f.person) return table + "_person";
  if (f.reason == Reason::fever) return table + "_fever";
  if (f.min_cc && *f.min_cc >= hot_from_cc) return table + "_hot";
  if (f.device) return table + "_device";
  return table + "_at";
}

Conditions conditions_of(const Filter& f) {
  Conditions c;
  if (f.person) c.add("p.person = ?", *f.person);
  // Word for word the conditions of the partial indexes, so that SQLite sees that it may use them.
  if (f.reason == Reason::fever && !f.person) c.add("instr(p.reasons, 'fever') > 0");
  if (f.min_cc && *f.min_cc >= hot_from_cc) c.add(fmt::format("p.temperature_cc >= {}", hot_from_cc));
  if (f.device) c.add("p.device = ?", *f.device);
  if (f.group) c.add("p.person IN (SELECT id FROM person WHERE person_group = ?)", *f.group);
  if (f.from) c.add("p.at >= ?", *f.from);
  if (f.to) c.add("p.at < ?", *f.to);
  if (f.outcome) c.add("p.outcome = ?", city::to_string(*f.outcome));
  if (f.reason) c.add("instr(' ' || p.reasons || ' ', ?) > 0", fmt::format(" {} ", city::to_string(*f.reason)));
  if (f.mask) c.add("p.mask = ?", *f.mask);
  if (f.min_cc) c.add("p.temperature_cc >= ?", *f.min_cc);
  if (f.max_cc) c.add("p.temperature_cc <= ?", *f.max_cc);
  if (f.strangers) c.add("p.person IS NULL");
  if (f.after) c.add("(p.at, p.id) < (?, ?)", f.after->at, f.after->id);
  if (!f.sites.empty()) {
    c.add(fmt::format("p.site IN ({})", fmt::join(std::vector<char>(f.sites.size(), '?'), ", ")));
    for (const Id& site : f.sites) c.values.push_back(storage::to_value(site));
  }
  return c;
}

bool is_newer(const StoredPassage& a, const StoredPassage& b) {
  return std::tie(a.passage.at, a.passage.id) > std::tie(b.passage.at, b.passage.id);
}

}  // namespace

std::optional<StoredPassage> find(storage::Transaction& t, const Id& id) {
  const std::string table = table_of(id);
  if (!has_table(t, table)) return std::nullopt;
  return t.first(select_sql(table, "") + " WHERE p.id = ?", [](const storage::Row& row) { return read(row); }, id);
}

std::optional<Id> passage_of_capture(storage::Transaction& t, const Id& device, const Id& capture) {
  for (const Month& month : months_between(t, the_beginning, the_end)) {
    const auto found = t.first(
        "SELECT id FROM " + month.table + " WHERE capture = ? AND device = ?",
        [](const storage::Row& row) { return row.id(0); }, capture, device);
    if (found) return found;
  }
  return std::nullopt;
}

std::vector<StoredPassage> list(storage::Transaction& t, const Filter& filter) {
  const Time from = filter.from.value_or(the_beginning);
  const Time to =
      filter.after ? std::min(filter.to.value_or(the_end), filter.after->at + Millis{1}) : filter.to.value_or(the_end);
  Conditions conditions = conditions_of(filter);
  conditions.sql += " ORDER BY p.at DESC, p.id DESC LIMIT ?";
  conditions.values.emplace_back(std::int64_t(filter.limit));

  std::vector<StoredPassage> page;
  for (const Month& month : months_between(t, from, to)) {
    // Months come by their newest row: once the page is full of newer rows than that, no later month can add to it.
    if (int(page.size()) == filter.limit && page.back().passage.at > month.max_at) break;
    t.each(select_sql(month.table, index_of(month.table, filter)) + conditions.sql, conditions.values,
           [&](const storage::Row& row) { page.push_back(read(row)); });
    std::ranges::sort(page, is_newer);
    if (int(page.size()) > filter.limit) page.resize(std::size_t(filter.limit));
  }
  return page;
}

std::vector<OutcomeCounts> count_outcomes(storage::Transaction& t, const std::vector<Id>& sites, Time from, Time to) {
  Conditions conditions = conditions_of({.sites = sites, .from = from, .to = to});
  conditions.sql += " GROUP BY p.device, p.outcome";
  std::map<Id, std::map<Outcome, std::int64_t>> counts;
  for (const Month& month : months_between(t, from, to))
    t.each(
        fmt::format("SELECT p.device, p.outcome, count(*) FROM {0} p INDEXED BY {0}_at", month.table) + conditions.sql,
        conditions.values, [&](const storage::Row& row) {
          const auto outcome = outcome_from(row.text(1));
          if (!outcome) throw storage::DatabaseError("a passage has an unknown outcome");
          counts[row.id(0)][*outcome] += row.integer(2);
        });
  std::vector<OutcomeCounts> list;
  for (auto& [device, outcomes] : counts) list.push_back({device, std::move(outcomes)});
  return list;
}

DayAtGates day_at_gates(storage::Transaction& t, const Id& site, Time from, Time to) {
  const Conditions conditions = conditions_of({.sites = {site}, .from = from, .to = to});
  DayAtGates day;
  std::set<Id> people;
  for (const Month& month : months_between(t, from, to))
    t.each(fmt::format("SELECT p.person, p.temperature_cc, instr(p.reasons, 'fever') FROM {0} p INDEXED BY {0}_at",
                       month.table) +
               conditions.sql,
           conditions.values, [&](const storage::Row& row) {
             if (row.is_null(0))
               ++day.strangers;
             else
               people.insert(row.id(0));
             if (!row.is_null(1)) day.highest_cc = std::max(day.highest_cc, std::optional(row.integer(1)));
             if (row.integer(2) > 0) ++day.feverish;
           });
  day.people = std::int64_t(people.size());
  return day;
}

}  // namespace ward::city::passages
