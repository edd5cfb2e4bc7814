#include "city/people/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/journal/store.h"

namespace ward::city::people {

namespace {

bool exists(storage::Transaction& t, const char* sql, auto&&... values) {
  return t.first(sql, [](const storage::Row&) { return true; }, values...).has_value();
}

Result<> check_site(storage::Transaction& t, const Id& site) {
  if (exists(t, "SELECT 1 FROM site WHERE id = ?", site)) return {};
  return fail(ErrorKind::not_found, "site.unknown", {"There is no such site.", "没有这个场所。"}, "site");
}

bool has_face(storage::Transaction& t, const Id& person) {
  return exists(t, "SELECT 1 FROM face WHERE person = ?", person);
}
bool has_pass(storage::Transaction& t, const Id& person) {
  return exists(t, "SELECT 1 FROM pass WHERE person = ?", person);
}

// Gates know whoever has a face template or a pass.
void relist(storage::Transaction& t, const Person& person) {
  touch(t, person.site, person.id, !has_face(t, person.id) && !has_pass(t, person.id));
}

// " AND <column> IN (?, ?)" for the sites, or nothing when any will do.
std::string in_sites(const char* column, const std::vector<Id>& sites, std::vector<storage::Value>& values) {
  if (sites.empty()) return "";
  for (const Id& site : sites) values.push_back(storage::to_value(site));
  return fmt::format(" AND {} IN ({})", column, fmt::join(std::vector<char>(sites.size(), '?'), ", "));
}

// As the databases' lower() does with the columns: A to Z only.
std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

constexpr const char* group_sql =
    "SELECT g.id, g.site, g.name, (SELECT count(*) FROM person p WHERE p.person_group = g.id) FROM person_group g "
    "WHERE TRUE";

Group read_group(const storage::Row& row) { return {row.id(0), row.id(1), row.text(2), row.integer(3)}; }

constexpr const char* person_sql =
    "SELECT p.id, p.site, p.person_group, g.name, p.name, p.number, f.enrolled_at, p.created_at, k.made_at FROM person "
    "p"
    " LEFT JOIN person_group g ON g.id = p.person_group LEFT JOIN face f ON f.person = p.id"
    " LEFT JOIN pass k ON k.person = p.id WHERE TRUE";

Person read_person(const storage::Row& row) {
  Person p;
  p.id = row.id(0);
  p.site = row.id(1);
  if (!row.is_null(2)) p.group = row.id(2);
  if (!row.is_null(3)) p.group_name = row.text(3);
  p.name = row.text(4);
  if (!row.is_null(5)) p.number = row.text(5);
  p.enrolled_at = row.maybe_time(6);
  p.created_at = row.time(7);
  p.pass_made_at = row.maybe_time(8);
  return p;
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& subject,
                   const std::string& actor, const char* purpose, json::value payload, const Id& site) {
  journal::append(t, clock,
                  {.type = type,
                   .subject = subject.str(),
                   .actor = actor,
                   .purpose = purpose,
                   .payload = std::move(payload),
                   .unit = site.str()});
}

// The day `working_days` after `from`, Saturdays and Sundays not counted.
Time after_working_days(Time from, int working_days) {
  auto day = std::chrono::floor<std::chrono::days>(from);
  while (working_days > 0) {
    day += std::chrono::days{1};
    const std::chrono::weekday weekday{day};
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --working_days;
  }
  return Time{day};
}

// China, Measures on face recognition (2025-06-01): whoever stores the faces of 100,000 people files that
// within 30 working days. Said once each, when the number is reached.
void watch_filing_duty(storage::Transaction& t, const Clock& clock) {
  const auto templates = *t.first("SELECT count(*) FROM face", [](const storage::Row& row) { return row.integer(0); });
  const auto once = [&](const char* type, std::int64_t limit, json::object payload) {
    if (templates < limit || exists(t, "SELECT 1 FROM journal WHERE type = ?", type)) return;
    payload["templates"] = templates;
    journal::append(
        t, clock,
        {.type = type, .subject = "templates", .actor = "system", .purpose = "filing duty", .payload = payload});
  };
  once("law.filing_near", 90'000, {});
  once("law.filing_due", 100'000, {{"due", to_rfc3339(after_working_days(clock.now(), 30))}});
}

}  // namespace

sites::Counts count(storage::Transaction& t, const Id& site) {
  const auto rows_of = [&](const char* sql) {
    return t.first(sql, [](const storage::Row& row) { return row.integer(0); }, site).value_or(0);
  };
  return {.people = rows_of("SELECT count(*) FROM person WHERE site = ?"),
          .templates = rows_of("SELECT count(*) FROM face WHERE site = ?")};
}

std::vector<Group> list_groups(storage::Transaction& t, const std::vector<Id>& sites) {
  std::vector<storage::Value> values;
  const std::string sql = group_sql + in_sites("g.site", sites, values) + " ORDER BY g.name, g.id";
  std::vector<Group> groups;
  t.each(sql, std::move(values), [&](const storage::Row& row) { groups.push_back(read_group(row)); });
  return groups;
}

std::optional<Group> find_group(storage::Transaction& t, const Id& id) {
  return t.first(std::string(group_sql) + " AND g.id = ?", read_group, id);
}

Result<> put_group(storage::Transaction& t, const Clock& clock, const Group& group, const std::string& actor) {
  WARD_CHECK(check_site(t, group.site));
  const auto before = find_group(t, group.id);
  if (before && before->site != group.site)
    return fail(ErrorKind::conflict, "group.site", {"A group cannot move to another site.", "分组不能移到其他场所。"},
                "site");
  if (exists(t, "SELECT 1 FROM person_group WHERE site = ? AND name = ? AND id <> ?", group.site, group.name, group.id))
    return fail(ErrorKind::conflict, "group.name_taken", {"The site has a group of this name.", "该场所已有同名分组。"},
                "name");
  t.exec(
      "INSERT INTO person_group (id, site, name) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
      group.id, group.site, group.name);
  if (before && before->name != group.name) {
    std::vector<Id> members;
    t.query(
        "SELECT w.person FROM person p JOIN whitelist w ON w.site = p.site AND w.person = p.id AND w.removed = 0"
        " WHERE p.person_group = ?",
        [&](const storage::Row& row) { members.push_back(row.id(0)); }, group.id);
    for (const Id& member : members) touch(t, group.site, member, false);
  }
  write_journal(t, clock, "group.put", group.id, actor, "administration", json::object(), group.site);
  return {};
}

Result<> delete_group(storage::Transaction& t, const Clock& clock, const Group& group, const std::string& actor) {
  if (group.people > 0)
    return fail(
        ErrorKind::conflict, "group.not_empty",
        {fmt::format("The group still has {} people.", group.people), fmt::format("该分组还有 {} 人。", group.people)},
        "id");
  t.exec("DELETE FROM person_group WHERE id = ?", group.id);
  write_journal(t, clock, "group.deleted", group.id, actor, "administration", json::object(), group.site);
  return {};
}

std::vector<Person> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string sql = person_sql + in_sites("p.site", filter.sites, values);
  if (filter.group) {
    sql += " AND p.person_group = ?";
    values.push_back(storage::to_value(*filter.group));
  }
  if (!filter.beginning.empty()) {
    // substr() of as many characters as are asked for: what was typed is never a pattern.
    sql += " AND (lower(substr(p.name, 1, length(?))) = ? OR lower(substr(p.number, 1, length(?))) = ?)";
    values.insert(values.end(), 4, lower(filter.beginning));
  }
  if (filter.after) {
    sql += " AND (p.name, p.id) > (?, ?)";
    values.emplace_back(filter.after->name);
    values.push_back(storage::to_value(filter.after->id));
  }
  sql += " ORDER BY p.name, p.id LIMIT ?";
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<Person> people;
  t.each(sql, std::move(values), [&](const storage::Row& row) { people.push_back(read_person(row)); });
  return people;
}

std::optional<Person> find(storage::Transaction& t, const Id& id) {
  return t.first(std::string(person_sql) + " AND p.id = ?", read_person, id);
}

Result<> put(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor) {
  WARD_CHECK(check_site(t, person.site));
  if (person.group && !exists(t, "SELECT 1 FROM person_group WHERE id = ? AND site = ?", *person.group, person.site))
    return fail(ErrorKind::invalid, "person.group", {"The site has no such group.", "该场所没有这个分组。"}, "group");
  if (person.number && exists(t, "SELECT 1 FROM person WHERE site = ? AND number = ? AND id <> ?", person.site,
                              *person.number, person.id))
    return fail(ErrorKind::conflict, "person.number_taken",
                {"Somebody else of the site has this number.", "该场所已有人使用此编号。"}, "number");
  const auto before = find(t, person.id);
  t.exec(
      "INSERT INTO person (id, site, person_group, name, number, created_at) VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET site = excluded.site, person_group = excluded.person_group, name = "
      "excluded.name,"
      " number = excluded.number",
      person.id, person.site, person.group, person.name, person.number, clock.now());
  if (before && (before->enrolled_at || before->pass_made_at)) {
    if (before->site != person.site) {
      t.exec("UPDATE face SET site = ? WHERE person = ?", person.site, person.id);
      touch(t, before->site, person.id, true);
    }
    if (before->site != person.site || before->name != person.name || before->group != person.group)
      touch(t, person.site, person.id, false);
  }
  write_journal(t, clock, "person.put", person.id, actor, "administration", {{"new", !before}}, person.site);
  return {};
}

void remove(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor) {
  remove_face(t, clock, person, actor);
  remove_pass(t, clock, person, actor);
  t.exec("DELETE FROM person WHERE id = ?", person.id);
  write_journal(t, clock, "person.deleted", person.id, actor, "administration", json::object(), person.site);
}

void put_face(storage::Transaction& t, City& city, const Person& person, std::span<const std::uint8_t> template_bytes,
              std::int64_t compared_with, const std::string& actor) {
  const bool is_new = !has_face(t, person.id);
  t.exec(
      "INSERT INTO face (person, site, sealed, enrolled_at) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed, enrolled_at = excluded.enrolled_at",
      person.id, person.site, city.vault.seal(template_bytes, person.id.str()), city.clock.now());
  touch(t, person.site, person.id, false);
  write_journal(t, city.clock, "face.enrolled", person.id, actor, "enrolment",
                {{"new", is_new}, {"compared_with", compared_with}}, person.site);
  if (is_new) watch_filing_duty(t, city.clock);
}

void remove_face(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor) {
  if (t.exec("DELETE FROM face WHERE person = ?", person.id) == 0) return;
  relist(t, person);
  write_journal(t, clock, "face.deleted", person.id, actor, "revocation", json::object(), person.site);
}

void put_pass(storage::Transaction& t, const Clock& clock, const Person& person, const crypto::Digest& pass,
              const std::string& actor) {
  t.exec(
      "INSERT INTO pass (person, digest, made_at) VALUES (?, ?, ?)"
      " ON CONFLICT (person) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at",
      person.id, storage::Blob(pass.begin(), pass.end()), clock.now());
  relist(t, person);
  write_journal(t, clock, "pass.made", person.id, actor, "entry without a face", {{"new", !person.pass_made_at}},
                person.site);
}

void remove_pass(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor) {
  if (t.exec("DELETE FROM pass WHERE person = ?", person.id) == 0) return;
  relist(t, person);
  write_journal(t, clock, "pass.deleted", person.id, actor, "revocation", json::object(), person.site);
}

}  // namespace ward::city::people
