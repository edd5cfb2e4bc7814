#include "city/residents/import_store.h"

#include <algorithm>
#include <future>

#include "city/journal/store.h"
#include "city/premises/store.h"
#include "city/residents/list_file.h"
#include "city/residents/register_view.h"
#include "city/residents/rows.h"
#include "city/residents/store.h"
#include "city/units/store.h"

namespace ward::city::residents {

namespace {

using storage::row_of, storage::rows_of;

constexpr std::size_t block_rows = 10'000;

storage::Values row_of_record(const BlockPlan::NewRecord& record) {
  const Person& person = record.person;
  std::optional<std::string> birth;
  std::optional<std::string_view> sex;
  if (person.birth) birth = to_text(*person.birth);
  if (person.sex) sex = to_string(*person.sex);
  return row_of(person.id, person.name, record.spelled, text_of_list(person.spellings), birth, sex, person.nationality,
                text_of_list(person.phones), 1, record.merged_into.value_or(person.id), record.merged_into);
}

void store(storage::Transaction& t, const BlockPlan& plan, Time now) {
  t.bulk(
      "INSERT INTO resident (id, name, spelled, spellings, birth, sex, nationality, phones, version, head, merged_into)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      rows_of(plan.records, row_of_record));
  std::vector<storage::Values> documents, keys;
  for (const auto& record : plan.records) {
    for (const KeptDocument& one : record.person.documents) documents.push_back(row_of_document(record.person.id, one));
    for (const std::string& key : record.keys) keys.push_back(row_of(key, record.person.id));
  }
  t.bulk(insert_document, documents);
  t.bulk(insert_key, keys);
  t.bulk("INSERT INTO tenancy (id, resident, room, since, until, version) VALUES (?, ?, ?, ?, ?, ?)",
         rows_of(plan.tenancies, [](const Tenancy& one) {
           return row_of(one.id, one.resident, one.room, to_text(one.since), nullptr, one.version);
         }));
  std::vector<Id> rooms;
  for (const Tenancy& one : plan.tenancies) rooms.push_back(one.room);
  tell_rounds(t, rooms);
  t.bulk("INSERT INTO resident_proposal (id, record, other, odds, caution, proposed_at) VALUES (?, ?, ?, ?, ?, ?)",
         rows_of(plan.proposals, [&](const BlockPlan::Proposal& one) {
           return row_of(one.id, one.record, one.other, one.odds, to_string(one.caution), now);
         }));
}

void finish(storage::Transaction& t, const Clock& clock, const ImportCounts& counts, const ImportOrder& order) {
  if (counts.changes_nothing()) return;
  t.exec("UPDATE resident_head SET people = people + ?", counts.new_people);
  const auto top = units::root(t);
  journal::append(t, clock,
                  {.type = "residents.imported",
                   .subject = crypto::hex(crypto::sha256(crypto::as_bytes(order.bytes))),
                   .actor = order.actor,
                   .purpose = "residents",
                   .payload = {{"new_people", counts.new_people},
                               {"merged", counts.merged},
                               {"proposals", counts.proposals},
                               {"new_tenancies", counts.new_tenancies}},
                   .unit = top ? top->path : ""});
}

// A server ends a session that stands idle inside its transaction (docs/design/storage.md), and a block may need none
// of its answers.
void show_life(storage::Transaction& t) {
  t.query("SELECT 1", [](const storage::Row&) {});
}

// Whether all rows are well: what is at fault must be known before anything is stored.
Result<bool> are_all_well(storage::Transaction& t, const ImportOrder& order, const Reading& with) {
  std::vector<units::RowFault> faults;
  WARD_TRY(file, ListFile::open(order.bytes));
  while (true) {
    WARD_TRY(rows, file.next(block_rows, with, faults));
    if (!faults.empty()) return false;
    if (rows.empty()) return true;
    show_life(t);
  }
}

}  // namespace

ImportOrder import_order(std::string_view bytes, const crypto::Key& vault, Date today) {
  return {.bytes = bytes,
          .may_change = {},
          .document_key = vault.derived("residents.document"),
          .id_key = vault.derived("residents.import"),
          .today = today,
          .actor = {}};
}

// While one block is planned and stored, the next one is read and made ready.
Result<ImportReport> import_list(storage::Transaction& t, const Clock& clock, const ImportOrder& order) {
  const Rooms rooms(premises::load_register(t));
  const Reading with{rooms, order.may_change, order.document_key, order.id_key, order.today};
  ImportReport report;
  report.stored = !order.dry_run;
  if (report.stored && !order.good_rows) {
    WARD_TRY(well, are_all_well(t, order, with));
    report.stored = well;
  }
  WARD_TRY(file, ListFile::open(order.bytes));
  const auto next = [&]() -> Result<std::vector<ReadyRow>> {
    WARD_TRY(listed, file.next(block_rows, with, report.plan.faults));
    return made_ready(std::move(listed));
  };
  StoredRegister view(t);
  ImportPlanner planner(view, order.id_key);
  auto coming = std::async(std::launch::async, next);
  while (true) {
    WARD_TRY(block, coming.get());
    if (block.empty()) break;
    coming = std::async(std::launch::async, next);
    const BlockPlan plan = planner.plan(std::move(block));
    if (report.stored) store(t, plan, clock.now());
    show_life(t);
  }
  static_cast<ImportCounts&>(report.plan) = planner.counts();
  report.rows = file.rows();
  report.encoding = file.encoding();
  report.ignored = file.ignored();
  if (report.stored) finish(t, clock, report.plan, order);
  return report;
}

}  // namespace ward::city::residents
