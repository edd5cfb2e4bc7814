// Declarations: found, listed, made and changed.
#include "city/declarations/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/declarations/writing.h"
#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/premises/house_tally.h"
#include "city/premises/store.h"
#include "city/units/within.h"
#include "city/version.h"

namespace ward::city::declarations {

namespace {

Result<premises::Stored> check_house(storage::Transaction& t, const Declaration& wanted) {
  auto house = premises::find(t, wanted.premises);
  if (!house)
    return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "premises");
  if (house->premises.closed_at)
    return fail(ErrorKind::conflict, "premises.closed", {"This house was torn down.", "该房屋已拆除。"}, "premises");
  if (!wanted.room) return *std::move(house);
  const auto room = premises::find_room(t, *wanted.room);
  if (room && room->premises == wanted.premises && room->stands()) return *std::move(house);
  return fail(ErrorKind::not_found, "room.unknown", {"This house has no such room.", "该房屋没有这间房。"}, "room");
}

Result<> check_when(const Declaration& wanted, Time now) {
  constexpr std::chrono::days longest{366};
  const bool found_before_coming = wanted.source == Source::found && wanted.arrives_at > now;
  if (wanted.arrives_at < now + longest && wanted.arrives_at > now - longest && !found_before_coming) return {};
  return fail(ErrorKind::invalid, "declaration.when",
              {"The arrival lies within a year from now, and that of somebody who was found in the past.",
               "到达时间应在一年之内；发现未申报人员的到达时间应为过去。"},
              "arrives_at");
}

Result<> check_persons(storage::Transaction& t, const Declaration& wanted) {
  for (std::size_t i = 0; i < wanted.persons.size(); ++i) {
    const auto taken = t.first(
        "SELECT 1 FROM declared_person WHERE id = ? AND declaration <> ?", [](const storage::Row&) { return true; },
        wanted.persons[i].person.id, wanted.id);
    if (taken)
      return fail(ErrorKind::conflict, "declaration.person_taken",
                  {"This id is that of somebody in another declaration.", "该编号已用于另一份申报中的人员。"},
                  fmt::format("persons[{}].id", i));
  }
  return {};
}

bool has_begun(const Declaration& declaration) {
  return std::ranges::any_of(declaration.persons, [](const Declared& one) {
    return one.state != State::expected && one.state != State::overdue;
  });
}

Result<> check_change(const Declaration& before, const Declaration& wanted) {
  if (before.premises != wanted.premises || before.source != wanted.source)
    return fail(ErrorKind::conflict, "declaration.moved",
                {"A declaration stays with its house and whoever made it. Withdraw it and make another one.",
                 "申报不能更换房屋或申报方，请撤回后另行申报。"},
                "premises");
  if (!has_begun(before)) return {};
  return fail(ErrorKind::conflict, "declaration.begun",
              {"Somebody of it has arrived, or will not come: what comes after is said by steps.",
               "该申报中已有人到达或不再前来，后续情况请通过步骤登记。"},
              "persons");
}

// Of whom was declared before how far they are; an arrival that is still to come makes nobody overdue.
void take_over(Declaration& wanted, const Declaration& before, Time now) {
  for (Declared& one : wanted.persons) {
    const auto known = std::ranges::find(before.persons, one.person.id, [](const Declared& d) { return d.person.id; });
    if (known == before.persons.end()) continue;
    one.since = known->since;
    if (wanted.arrives_at <= now) one.state = known->state;
  }
  wanted.author = before.author;
  wanted.declared_at = before.declared_at;
  wanted.prepared_at = before.prepared_at;
  wanted.incident = before.incident;
}

void sort_documents(Declaration& declaration) {
  for (Declared& one : declaration.persons)
    std::ranges::sort(one.person.documents, {}, [](const residents::KeptDocument& document) {
      return std::pair(residents::to_string(document.kind), document.digest);
    });
}

std::string conditions(const Filter& filter, std::vector<storage::Value>& values) {
  std::string rest;
  const auto only = [&](const char* condition, storage::Value value) {
    rest += condition;
    values.push_back(std::move(value));
  };
  if (filter.premises) only(" AND d.premises = ?", storage::to_value(*filter.premises));
  if (filter.incident) only(" AND d.incident = ?", storage::to_value(*filter.incident));
  if (filter.state)
    only(" AND EXISTS (SELECT 1 FROM declared_person x WHERE x.declaration = d.id AND x.state = ?)",
         storage::to_value(to_string(*filter.state)));
  if (filter.found) rest += " AND d.source = 'found'";
  if (filter.open) rest += " AND d.open = 1";
  if (filter.from) only(" AND d.day >= ?", to_text(*filter.from));
  if (filter.until) only(" AND d.day < ?", to_text(*filter.until));
  if (filter.after) {
    rest += fmt::format(" AND (d.arrives_at, d.id) {} (?, ?)", filter.descending ? "<" : ">");
    values.insert(values.end(), {storage::to_value(filter.after->arrives_at), storage::to_value(filter.after->id)});
  }
  return rest;
}

}  // namespace

void count(storage::Transaction& t, const Declaration& declaration, const std::string& path, int by) {
  std::map<std::string, std::int64_t> numbers;
  for (const Declared& one : declaration.persons) numbers[tally_name(one.state)] += by;
  if (declaration.source == Source::found) numbers[found_name] += by * std::int64_t(declaration.persons.size());
  for (const auto& [name, value] : numbers) premises::add_to_house_tally(t, name, declaration.premises, path, value);
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Declaration& declaration,
                   json::object payload, const std::string& path, const std::string& actor) {
  payload["premises"] = declaration.premises.str();
  payload["persons"] = declaration.persons.size();
  journal::append(t, clock,
                  {.type = type,
                   .subject = declaration.id.str(),
                   .actor = actor,
                   .purpose = "declarations",
                   .payload = std::move(payload),
                   .unit = path});
}

std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  auto found =
      t.first(fmt::format("SELECT {}{} WHERE d.id = ?", declaration_columns, from_where_they_go), stored_in, id);
  if (found) found->declaration.persons = read_persons(t, id);
  return found;
}

std::vector<Stored> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string within = units::within(filter.tops, values);
  if (filter.landlord) {
    within = fmt::format("({} OR p.landlord = ?)", within);
    values.push_back(storage::to_value(*filter.landlord));
  }
  const std::string rest = conditions(filter, values);
  values.emplace_back(std::int64_t(filter.limit));
  const char* order = filter.descending ? " DESC" : "";
  std::vector<Stored> all;
  t.each(fmt::format("SELECT {}{} WHERE {}{} ORDER BY d.arrives_at{}, d.id{} LIMIT ?", declaration_columns,
                     from_where_they_go, within, rest, order, order),
         std::move(values), [&](const storage::Row& row) { all.push_back(stored_in(row)); });
  for (Stored& one : all) one.declaration.persons = read_persons(t, one.declaration.id);
  return all;
}

Result<Stored> put(storage::Transaction& t, const Clock& clock, Declaration wanted, std::int64_t version,
                   const std::string& actor) {
  const Time now = clock.now();
  WARD_TRY(house, check_house(t, wanted));
  sort_documents(wanted);
  const auto before = find(t, wanted.id);
  if (before && says_the_same(before->declaration, wanted)) return *before;
  WARD_CHECK(check_version(version, before ? before->declaration.version : 0, "declaration.changed_meanwhile"));
  WARD_CHECK(check_when(wanted, now));
  WARD_CHECK(check_persons(t, wanted));
  wanted.day = incidents::day_of(t, wanted.arrives_at);
  wanted.declared_at = now;
  for (Declared& one : wanted.persons) {
    one.state = wanted.source == Source::found ? State::arrived : State::expected;
    one.since = now;
  }
  if (before) {
    WARD_CHECK(check_change(before->declaration, wanted));
    take_over(wanted, before->declaration, now);
    count(t, before->declaration, house.path, -1);
  }
  wanted.version = version + 1;
  write_declaration(t, wanted, !before);
  count(t, wanted, house.path, 1);
  write_journal(t, clock, before ? "declaration.changed" : "declaration.made", wanted,
                {{"source", to_string(wanted.source)}, {"version", wanted.version}}, house.path, actor);
  return *find(t, wanted.id);
}

}  // namespace ward::city::declarations
