#include "city/enterprises/list_store.h"

#include <fmt/format.h>

#include "city/enterprises/rows.h"
#include "city/journal/store.h"
#include "city/units/store.h"
#include "storage/rows.h"

namespace ward::city::enterprises {

namespace {

using storage::row_of, storage::rows_of;

void store_new(storage::Transaction& t, const std::vector<Entry>& all) {
  t.bulk(
      "INSERT INTO enterprise (id, unit, name, credit_code, kind, premises, version, state, trouble, caps, conditions)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, 'known', 'none', '[]', '')",
      rows_of(all, [](const Entry& one) {
        return row_of(one.id, one.unit, one.name, one.credit_code, to_string(one.kind), one.premises, one.version);
      }));
}

void store_changed(storage::Transaction& t, const std::vector<Entry>& all) {
  t.bulk("UPDATE enterprise SET unit = ?, name = ?, credit_code = ?, kind = ?, premises = ?, version = ? WHERE id = ?",
         rows_of(all, [](const Entry& one) {
           return row_of(one.unit, one.name, one.credit_code, to_string(one.kind), one.premises, one.version, one.id);
         }));
}

Entry entry_in(const storage::Row& row) {
  Entry one{.id = row.id(0), .unit = row.id(1), .path = row.text(2), .name = row.text(3), .credit_code = row.text(4)};
  one.kind = kind_from(row.text(5)).value_or(Kind::other);
  if (!row.is_null(6)) one.premises = row.id(6);
  one.version = row.integer(7);
  return one;
}

}  // namespace

Known load_known(storage::Transaction& t) {
  Known all;
  t.query("SELECT code, id, path FROM unit WHERE closed_at IS NULL",
          [&](const storage::Row& row) { all.units.emplace(row.text(0), Known::Place{row.id(1), row.text(2)}); });
  t.query("SELECT code, id FROM premises WHERE closed_at IS NULL",
          [&](const storage::Row& row) { all.premises.emplace(row.text(0), row.id(1)); });
  t.query(fmt::format("SELECT e.id, u.id, u.path, e.name, e.credit_code, e.kind, e.premises, e.version{}",
                      from_where_it_is),
          [&](const storage::Row& row) { all.enterprises.push_back(entry_in(row)); });
  return all;
}

void apply(storage::Transaction& t, const Clock& clock, const ListPlan& plan, const crypto::Digest& digest,
           const std::string& actor) {
  if (plan.changes_nothing()) return;
  store_new(t, plan.new_enterprises);
  store_changed(t, plan.changed_enterprises);
  rebuild_tallies(t);
  const auto top = units::root(t);
  journal::append(t, clock,
                  {.type = "enterprises.imported",
                   .subject = crypto::hex(digest),
                   .actor = actor,
                   .purpose = "enterprises",
                   .payload = {{"new_enterprises", plan.new_enterprises.size()},
                               {"changed_enterprises", plan.changed_enterprises.size()}},
                   .unit = top ? top->path : ""});
}

}  // namespace ward::city::enterprises
