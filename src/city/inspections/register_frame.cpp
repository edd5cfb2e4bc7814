// The frame as the registers have it now, and what an item is called for who goes there.
#include "city/inspections/register_frame.h"

#include <fmt/format.h>

#include "city/declarations/store.h"
#include "city/enterprises/store.h"
#include "city/inspections/store.h"
#include "city/premises/store.h"
#include "city/units/store.h"

namespace ward::city::inspections {

namespace {

constexpr const char* where_houses_stand =
    " FROM premises p JOIN unit o ON o.id = p.unit JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE"
    " p.closed_at IS NULL AND u.path >= ? AND u.path < ?";

// Each row is an id and the path of its unit.
void add_rows(storage::Transaction& t, const std::string& sql, std::vector<storage::Value> values, Source source,
              std::vector<Item>& items) {
  t.each(sql, std::move(values), [&](const storage::Row& row) {
    items.push_back({.id = row.id(0).str(), .stratum = std::string(to_string(source)), .unit = row.text(1)});
  });
}

std::string sql_of(Source source) {
  switch (source) {
    case Source::landlords:
      return fmt::format("SELECT p.id, u.path{} AND p.landlord IS NOT NULL AND p.kind <> 'shop'", where_houses_stand);
    case Source::shops:
      return fmt::format("SELECT p.id, u.path{} AND p.kind = 'shop'", where_houses_stand);
    case Source::enterprises:
      return "SELECT e.id, u.path FROM enterprise e JOIN unit o ON o.id = e.unit JOIN unit u ON u.id ="
             " coalesce(o.merged_into, o.id) WHERE u.path >= ? AND u.path < ? AND e.state = 'approved'";
    case Source::declarations:
      return "SELECT d.id, u.path FROM declaration d JOIN premises p ON p.id = d.premises JOIN unit o ON o.id = p.unit"
             " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE u.path >= ? AND u.path < ? AND d.day >= ? AND"
             " d.day < ?";
  }
  return {};
}

Called house_called(storage::Transaction& t, const Id& id) {
  const auto house = premises::find_listed(t, id);
  if (!house) return {};
  return {.name = house->premises.code,
          .address = house->premises.address,
          .unit_name = house->unit_name,
          .place = house->premises.place,
          .premises = id};
}

Called declaration_called(storage::Transaction& t, const Id& id) {
  const auto found = declarations::find(t, id);
  if (!found) return {};
  return {.name = found->code,
          .address = found->address,
          .unit_name = found->unit_name,
          .place = house_called(t, found->declaration.premises).place,
          .premises = found->declaration.premises,
          .declaration = id};
}

Called enterprise_called(storage::Transaction& t, const Id& id) {
  const auto found = enterprises::find(t, id);
  if (!found) return {};
  Called called{.name = found->enterprise.name, .address = {}, .unit_name = found->unit_name, .enterprise = id};
  if (!found->enterprise.premises) return called;
  const Called house = house_called(t, *found->enterprise.premises);
  called.address = house.address;
  called.place = house.place;
  return called;
}

}  // namespace

Result<Frame> frame_of_registers(storage::Transaction& t, const DrawInput& input, const std::string& path) {
  std::vector<Item> items;
  for (const Source source : input.sources) {
    std::vector<storage::Value> values{storage::to_value(path), storage::to_value(units::end_of(path))};
    if (source == Source::declarations)
      values.insert(values.end(), {storage::to_value(input.from ? to_text(*input.from) : "0000-01-01"),
                                   storage::to_value(input.until ? to_text(*input.until) : "9999-12-31")});
    add_rows(t, sql_of(source), std::move(values), source, items);
  }
  return make_frame(std::move(items));
}

Called called(storage::Transaction& t, const Item& item) {
  const auto id = Id::parse(item.id);
  const auto source = source_from(item.stratum);
  if (!id || !source) return {};
  switch (*source) {
    case Source::landlords:
    case Source::shops:
      return house_called(t, *id);
    case Source::declarations:
      return declaration_called(t, *id);
    case Source::enterprises:
      return enterprise_called(t, *id);
  }
  return {};
}

}  // namespace ward::city::inspections
