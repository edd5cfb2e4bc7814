#include "city/residents/import_store.h"

#include <algorithm>
#include <functional>
#include <future>
#include <span>
#include <tuple>

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
constexpr std::size_t waiting_rows = 1'000'000;  // keys or tenancies that wait to be written in order

storage::Values row_of_record(const BlockPlan::NewRecord& record) {
  const Person& person = record.person;
  std::optional<std::string> birth;
  std::optional<std::string_view> sex;
  if (person.birth) birth = to_text(*person.birth);
  if (person.sex) sex = to_string(*person.sex);
  return row_of(person.id, person.name, record.spelled, text_of_list(person.spellings), birth, sex, person.nationality,
                text_of_list(person.phones), 1, record.merged_into.value_or(person.id), record.merged_into);
}

// Writes what blocks bring. Keys and tenancies wait until there are many, and are written in the order of the index
// that they go into: one by one as they come, each would touch another page of it. Nothing that an import asks of the
// register is among them, for the planner knows what the blocks before have brought.
class Writer {
 public:
  explicit Writer(storage::Transaction& t) : t_(t) {}
  void add(const BlockPlan& plan, Time now);
  void flush();

 private:
  void flush_keys();
  void flush_tenancies();

  storage::Transaction& t_;
  std::vector<std::pair<std::string, Id>> keys_;
  std::vector<Tenancy> tenancies_;
};

void Writer::add(const BlockPlan& plan, Time now) {
  t_.bulk(
      "INSERT INTO resident (id, name, spelled, spellings, birth, sex, nationality, phones, version, head, merged_into)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      rows_of(plan.records, row_of_record));
  std::vector<storage::Values> documents;
  for (const auto& record : plan.records) {
    for (const KeptDocument& one : record.person.documents) documents.push_back(row_of_document(record.person.id, one));
    for (const std::string& key : record.keys) keys_.emplace_back(key, record.person.id);
  }
  t_.bulk(insert_document, documents);
  t_.bulk("INSERT INTO resident_proposal (id, record, other, odds, caution, proposed_at) VALUES (?, ?, ?, ?, ?, ?)",
          rows_of(plan.proposals, [&](const BlockPlan::Proposal& one) {
            return row_of(one.id, one.record, one.other, one.odds, to_string(one.caution), now);
          }));
  tenancies_.insert(tenancies_.end(), plan.tenancies.begin(), plan.tenancies.end());
  if (keys_.size() >= waiting_rows) flush_keys();
  if (tenancies_.size() >= waiting_rows) flush_tenancies();
}

void Writer::flush() {
  flush_keys();
  flush_tenancies();
}

// Calls `write` for one part after the other of `all`, so that their rows of values never fill the memory.
template <class T>
void in_parts(const std::vector<T>& all, const std::function<void(std::span<const T>)>& write) {
  for (std::size_t from = 0; from < all.size(); from += block_rows)
    write(std::span(all).subspan(from, std::min(block_rows, all.size() - from)));
}

void Writer::flush_keys() {
  std::ranges::sort(keys_);
  in_parts<std::pair<std::string, Id>>(keys_, [&](auto part) {
    t_.bulk(insert_key, rows_of(part, [](const auto& one) { return row_of(one.first, one.second); }));
  });
  keys_.clear();
}

void Writer::flush_tenancies() {
  std::ranges::sort(tenancies_, {}, [](const Tenancy& one) { return std::tie(one.room, one.since, one.id); });
  in_parts<Tenancy>(tenancies_, [&](auto part) {
    t_.bulk("INSERT INTO tenancy (id, resident, room, since, until, version) VALUES (?, ?, ?, ?, ?, ?)",
            rows_of(part, [](const Tenancy& one) {
              return row_of(one.id, one.resident, one.room, to_text(one.since), nullptr, one.version);
            }));
    std::vector<Id> rooms;
    for (const Tenancy& one : part) rooms.push_back(one.room);
    tell_rounds(t_, rooms);
  });
  tenancies_.clear();
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
  Writer writer(t);
  auto coming = std::async(std::launch::async, next);
  while (true) {
    WARD_TRY(block, coming.get());
    if (block.empty()) break;
    coming = std::async(std::launch::async, next);
    const BlockPlan plan = planner.plan(std::move(block));
    if (report.stored) writer.add(plan, clock.now());
    show_life(t);
  }
  writer.flush();
  static_cast<ImportCounts&>(report.plan) = planner.counts();
  report.rows = file.rows();
  report.encoding = file.encoding();
  report.ignored = file.ignored();
  if (report.stored) finish(t, clock, report.plan, order);
  return report;
}

}  // namespace ward::city::residents
