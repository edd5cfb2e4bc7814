// All houses and rooms out of the tables and back into them.
#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/premises/counts.h"
#include "city/premises/house_tally.h"
#include "city/premises/store.h"
#include "city/rounds/store.h"
#include "city/units/store.h"
#include "storage/rows.h"

namespace ward::city::premises {

namespace {

using storage::row_of, storage::rows_of;

void store_premises(storage::Transaction& t, const RegisterPlan& plan) {
  t.bulk(
      "INSERT INTO premises (id, unit, code, address, kind, landlord, latitude_e6, longitude_e6, version)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      rows_of(plan.new_premises, [](const Premises& one) {
        return row_of(one.id, one.unit, one.code, one.address, to_string(one.kind), one.landlord, latitude_of(one),
                      longitude_of(one), one.version);
      }));
  t.bulk(
      "UPDATE premises SET unit = ?, address = ?, kind = ?, landlord = ?, latitude_e6 = ?, longitude_e6 = ?,"
      " version = ? WHERE id = ?",
      rows_of(plan.changed_premises, [](const Premises& one) {
        return row_of(one.unit, one.address, to_string(one.kind), one.landlord, latitude_of(one), longitude_of(one),
                      one.version, one.id);
      }));
}

void store_rooms(storage::Transaction& t, const RegisterPlan& plan, Time now) {
  t.bulk("INSERT INTO room (id, premises, number, floor, version, since) VALUES (?, ?, ?, ?, ?, ?)",
         rows_of(plan.new_rooms, [&](const Register::Standing& one) {
           return row_of(one.id, one.premises, one.number, one.floor, one.version, now);
         }));
  t.bulk("UPDATE room SET floor = ?, version = ? WHERE id = ?",
         rows_of(plan.changed_rooms,
                 [](const Register::Standing& one) { return row_of(one.floor, one.version, one.id); }));
}

}  // namespace

Register load_register(storage::Transaction& t) {
  Register all;
  t.query("SELECT id, code, path FROM unit WHERE closed_at IS NULL", [&](const storage::Row& row) {
    all.units.emplace(row.text(1), Register::Place{row.id(0), row.text(2)});
    all.paths.emplace(row.id(0), row.text(2));
  });
  t.query("SELECT phone, id FROM member",
          [&](const storage::Row& row) { all.members.emplace(row.text(0), row.id(1)); });
  t.query(
      fmt::format("SELECT p.id, u.id, p.code, p.address, p.kind, p.landlord, p.version, p.latitude_e6, p.longitude_e6{}"
                  " WHERE p.closed_at IS NULL",
                  where_they_stand),
      [&](const storage::Row& row) {
        Premises one{.id = row.id(0), .unit = row.id(1), .code = row.text(2), .address = row.text(3)};
        one.kind = kind_from(row.text(4)).value_or(Kind::other);
        if (!row.is_null(5)) one.landlord = row.id(5);
        one.version = row.integer(6);
        if (!row.is_null(7)) one.place = incidents::Point{int(row.integer(7)), int(row.integer(8))};
        all.premises.push_back(std::move(one));
      });
  t.query("SELECT id, premises, number, floor, version FROM room WHERE until IS NULL", [&](const storage::Row& row) {
    all.rooms.push_back({row.id(0), row.id(1), row.text(2), row.text(3), row.integer(4)});
  });
  return all;
}

void apply(storage::Transaction& t, const Clock& clock, const RegisterPlan& plan, const crypto::Digest& digest,
           const std::string& actor) {
  if (plan.changes_nothing()) return;
  store_premises(t, plan);
  store_rooms(t, plan, clock.now());
  rebuild_tallies(t);
  if (!plan.changed_premises.empty()) {  // some may stand in another unit now
    rounds::rebuild_tallies(t);
    rebuild_house_tallies(t);
  }
  const auto top = units::root(t);
  journal::append(t, clock,
                  {.type = "premises.imported",
                   .subject = crypto::hex(digest),
                   .actor = actor,
                   .purpose = "premises",
                   .payload = {{"new_premises", plan.new_premises.size()},
                               {"changed_premises", plan.changed_premises.size()},
                               {"new_rooms", plan.new_rooms.size()},
                               {"changed_rooms", plan.changed_rooms.size()}},
                   .unit = top ? top->path : ""});
}

}  // namespace ward::city::premises
