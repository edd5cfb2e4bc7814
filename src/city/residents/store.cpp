// Records of people, and which of them are of one person.
#include "city/residents/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "city/journal/store.h"
#include "city/residents/rows.h"
#include "city/residents/search.h"
#include "city/version.h"
#include "storage/rows.h"

namespace ward::city::residents {

namespace {

std::vector<KeptDocument> documents_of(storage::Transaction& t, const Id& id) {
  std::vector<KeptDocument> documents;
  t.query(
      "SELECT kind, country, digest, ending FROM resident_document WHERE resident = ? ORDER BY kind, digest",
      [&](const storage::Row& row) { documents.push_back(document_in(row)); }, id);
  return documents;
}

std::vector<Record> read_all(storage::Transaction& t, const std::string& rest, const Id& id) {
  std::vector<Record> records;
  t.query(
      fmt::format("SELECT {} FROM resident {}", record_columns, rest),
      [&](const storage::Row& row) { records.push_back(record_in(row)); }, id);
  for (Record& record : records) record.person.documents = documents_of(t, record.person.id);
  return records;
}

void write_documents(storage::Transaction& t, const Person& person) {
  t.exec("DELETE FROM resident_document WHERE resident = ?", person.id);
  t.bulk(insert_document,
         storage::rows_of(person.documents, [&](const KeptDocument& one) { return row_of_document(person.id, one); }));
}

// What the person is found by.
void write_keys(storage::Transaction& t, const Id& record, const Comparable& person) {
  t.exec("DELETE FROM resident_key WHERE resident = ?", record);
  std::vector<storage::Values> rows;
  for (const std::string& key : blocking_keys(person)) rows.push_back(storage::row_of(key, record));
  t.bulk(insert_key, rows);
}

void add_to_people(storage::Transaction& t, int by) { t.exec("UPDATE resident_head SET people = people + ?", by); }
std::int64_t people(storage::Transaction& t) {
  return *t.first("SELECT people FROM resident_head", [](const storage::Row& row) { return row.integer(0); });
}

void write_row(storage::Transaction& t, const Person& person, std::int64_t version, bool is_new) {
  const Comparable ready = comparable(person);
  const std::string letters = spelled(ready);
  std::optional<std::string> birth, sex;
  if (person.birth) birth = to_text(*person.birth);
  if (person.sex) sex = std::string(to_string(*person.sex));
  if (is_new)
    t.exec(
        "INSERT INTO resident (id, name, spelled, spellings, birth, sex, nationality, phones, version, head) VALUES (?,"
        " ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        person.id, person.name, letters, text_of_list(person.spellings), birth, sex, person.nationality,
        text_of_list(person.phones), version, person.id);
  else
    t.exec(
        "UPDATE resident SET name = ?, spelled = ?, spellings = ?, birth = ?, sex = ?, nationality = ?, phones = ?, "
        "version = ?"
        " WHERE id = ?",
        person.name, letters, text_of_list(person.spellings), birth, sex, person.nationality,
        text_of_list(person.phones), version, person.id);
  write_documents(t, person);
  write_keys(t, person.id, ready);
}

void write_journal(storage::Transaction& t, const Clock& clock, const char* type, const Id& subject,
                   json::value payload, const std::string& actor) {
  journal::append(
      t, clock,
      {.type = type, .subject = subject.str(), .actor = actor, .purpose = "residents", .payload = std::move(payload)});
}

Error unknown_resident(const char* field) {
  return Error::make(ErrorKind::not_found, "resident.unknown", {"There is no such person.", "没有此人。"}, field);
}

// How many records share a key, counted no further than it matters.
std::int64_t sharing(storage::Transaction& t, const std::string& key) {
  return *t.first(
      "SELECT count(*) FROM (SELECT 1 FROM resident_key WHERE key = ? LIMIT ?) AS sharing",
      [](const storage::Row& row) { return row.integer(0); }, key, too_many + 1);
}

// Who shares a key that not too many share.
std::set<Id> heads_sharing(storage::Transaction& t, const Comparable& person) {
  std::set<Id> heads;
  for (const std::string& key : blocking_keys(person)) {
    if (sharing(t, key) > too_many) continue;
    t.query(
        "SELECT r.head FROM resident_key k JOIN resident r ON r.id = k.resident WHERE k.key = ?",
        [&](const storage::Row& row) { heads.insert(row.id(0)); }, key);
  }
  return heads;
}

std::int64_t namesakes(storage::Transaction& t, const Comparable& person) {
  std::int64_t most = 0;
  for (const Name& name : person.names)
    if (const std::string letters = letters_key(name); !letters.empty())
      most = std::max(most, *t.first(
                                "SELECT count(*) FROM resident_key WHERE key = ?",
                                [](const storage::Row& row) { return row.integer(0); }, "n:" + letters));
  return most;
}

// `id` and everything that was merged into it, directly or not.
std::vector<Id> with_merged(storage::Transaction& t, const Id& id) {
  std::vector<Id> all{id};
  for (std::size_t i = 0; i < all.size(); ++i)
    t.query(
        "SELECT id FROM resident WHERE merged_into = ? ORDER BY id",
        [&](const storage::Row& row) { all.push_back(row.id(0)); }, Id(all[i]));
  return all;
}

// Two who lived in one room may be one person now, or no longer.
void set_head(storage::Transaction& t, const std::vector<Id>& ids, const Id& head) {
  std::vector<storage::Values> rows;
  for (const Id& id : ids) rows.push_back(storage::row_of(head, id));
  t.bulk("UPDATE resident SET head = ? WHERE id = ?", rows);
  std::set<Id> rooms;
  for (const Id& id : ids)
    t.query(
        "SELECT room FROM tenancy WHERE resident = ?", [&](const storage::Row& row) { rooms.insert(row.id(0)); }, id);
  tell_rounds(t, {rooms.begin(), rooms.end()});
}

}  // namespace

std::optional<Record> find(storage::Transaction& t, const Id& id) {
  auto found = read_all(t, "WHERE id = ?", id);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<Id> head_of(storage::Transaction& t, const Id& id) {
  return t.first("SELECT head FROM resident WHERE id = ?", [](const storage::Row& row) { return row.id(0); }, id);
}

std::vector<Record> records_of(storage::Transaction& t, const Id& head) {
  return read_all(t, "WHERE head = ? ORDER BY merged_into IS NOT NULL, id", head);
}

Person person_of(storage::Transaction& t, const Id& head) {
  std::vector<Person> all;
  for (Record& record : records_of(t, head)) all.push_back(std::move(record.person));
  if (all.empty()) throw storage::DatabaseError("nobody goes by " + head.str());
  return together(all);
}

Result<Record> put(storage::Transaction& t, const Clock& clock, const Person& person, std::int64_t version,
                   const std::string& actor) {
  auto before = find(t, person.id);
  Person wanted = person;
  std::ranges::sort(wanted.documents, {},
                    [](const KeptDocument& one) { return std::pair(to_string(one.kind), one.digest); });
  if (before && before->person == wanted) return *std::move(before);
  WARD_CHECK(check_version(version, before ? before->version : 0, "resident.changed_meanwhile"));
  write_row(t, wanted, version + 1, !before);
  if (!before) add_to_people(t, 1);
  write_journal(t, clock, before ? "resident.changed" : "resident.made", person.id, {{"version", version + 1}}, actor);
  return Record{
      .person = std::move(wanted), .version = version + 1, .merged_into = before ? before->merged_into : std::nullopt};
}

std::vector<Candidate> candidates(storage::Transaction& t, const Person& person, std::size_t limit) {
  const auto own = head_of(t, person.id);
  const Comparable wanted = comparable(person);
  const Register within{.people = std::max<std::int64_t>(1, people(t)), .namesakes = namesakes(t, wanted)};
  std::vector<Candidate> found;
  for (const Id& head : heads_sharing(t, wanted)) {
    if (own == head) continue;
    const Match match = compare(comparable(person_of(t, head)), wanted, within);
    if (match.verdict != Verdict::different) found.push_back({head, match});
  }
  std::vector<Match> matches;
  for (const Candidate& one : found) matches.push_back(one.match);
  choose(matches);  // of several who would do, none is taken for the same by itself
  for (std::size_t i = 0; i < found.size(); ++i) found[i].match = matches[i];
  std::ranges::stable_sort(found, std::greater{}, [](const Candidate& one) { return one.match.odds; });
  if (found.size() > limit) found.resize(limit);
  return found;
}

Result<> merge(storage::Transaction& t, const Clock& clock, const Id& id, const Id& into, const std::string& actor) {
  const auto record = find(t, id);
  const auto head = head_of(t, into);
  if (!record) return std::unexpected(unknown_resident("id"));
  if (!head) return std::unexpected(unknown_resident("into"));
  if (record->merged_into == head) return {};  // sent again
  if (record->merged_into)
    return fail(ErrorKind::conflict, "resident.merged",
                {"This record was merged already: merge the one that its person goes by.",
                 "该记录已被合并，请合并其所属人员的主记录。"},
                "id");
  if (*head == id)
    return fail(ErrorKind::conflict, "resident.merge_itself",
                {"They are one person already.", "两条记录已属于同一人。"}, "into");
  t.exec("UPDATE resident SET merged_into = ? WHERE id = ?", *head, id);
  set_head(t, with_merged(t, id), *head);
  add_to_people(t, -1);
  write_journal(t, clock, "resident.merged", id, {{"into", head->str()}}, actor);
  return {};
}

Result<> unmerge(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto record = find(t, id);
  if (!record) return std::unexpected(unknown_resident("id"));
  if (!record->merged_into)
    return fail(ErrorKind::conflict, "resident.not_merged",
                {"This record was not merged into another one.", "该记录未被合并到其他记录。"}, "id");
  t.exec("UPDATE resident SET merged_into = NULL WHERE id = ?", id);
  set_head(t, with_merged(t, id), id);
  add_to_people(t, 1);
  write_journal(t, clock, "resident.unmerged", id, {{"from", record->merged_into->str()}}, actor);
  return {};
}

std::vector<Text> verify(storage::Transaction& t) {
  std::vector<Text> faults;
  // Whoever was merged goes by whom the other one goes by; whoever was not, by themselves.
  t.query(
      "SELECT r.id FROM resident r LEFT JOIN resident m ON m.id = r.merged_into WHERE r.head <> coalesce(m.head, r.id)",
      [&](const storage::Row& row) {
        faults.push_back({fmt::format("Residents: {} does not go by the record it was merged into.", row.id(0).str()),
                          fmt::format("人员：{} 的归属与合并记录不符。", row.id(0).str())});
      });
  const auto counted = *t.first("SELECT count(*) FROM resident WHERE merged_into IS NULL",
                                [](const storage::Row& row) { return row.integer(0); });
  if (counted != people(t))
    faults.push_back({fmt::format("Residents: there are {} people, but {} are written down.", counted, people(t)),
                      fmt::format("人员：应为 {} 人，但记录为 {} 人。", counted, people(t))});
  t.query("SELECT r.id FROM resident r WHERE NOT EXISTS (SELECT 1 FROM resident_key k WHERE k.resident = r.id)",
          [&](const storage::Row& row) {
            const auto record = find(t, row.id(0));
            if (blocking_keys(comparable(record->person)).empty()) return;  // nothing to be found by
            faults.push_back({fmt::format("Residents: {} cannot be found by its keys.", row.id(0).str()),
                              fmt::format("人员：{} 缺少检索键。", row.id(0).str())});
          });
  return faults;
}

}  // namespace ward::city::residents
