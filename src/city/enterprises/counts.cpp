// How many enterprises of each unit are in which state.
#include <fmt/format.h>

#include "city/enterprises/rows.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::enterprises {

namespace {

using units::TallyCounts;
constexpr const char* own_tallies = "y.name >= 'e:' AND y.name < 'e;'";

void add(Numbers& numbers, const std::string& name, std::int64_t value) {
  const std::string_view what = std::string_view(name).substr(2);
  if (const auto state = state_from(what)) numbers.states[std::size_t(*state)] = value;
  if (const auto trouble = trouble_from(what)) numbers.troubles[std::size_t(*trouble)] = value;
}

TallyCounts count_enterprises(storage::Transaction& t) {
  TallyCounts counts;
  t.query(fmt::format("SELECT u.path, e.state, e.trouble, count(*){} GROUP BY u.path, e.state, e.trouble",
                      from_where_it_is),
          [&](const storage::Row& row) {
            const State state = state_from(row.text(1)).value();
            for (const Id& unit : units::ids_along(t, row.text(0))) {
              counts[{tally_name(state), unit}] += row.integer(3);
              if (state == State::approved)
                counts[{tally_name(trouble_from(row.text(2)).value()), unit}] += row.integer(3);
            }
          });
  return counts;
}

}  // namespace

Numbers numbers(storage::Transaction& t, const Id& unit) {
  Numbers numbers;
  t.query(
      fmt::format("SELECT y.name, y.value FROM unit_tally y WHERE y.unit = ? AND {}", own_tallies),
      [&](const storage::Row& row) { add(numbers, row.text(0), row.integer(1)); }, unit);
  return numbers;
}

std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit) {
  std::map<Id, Numbers> all;
  t.query(
      fmt::format("SELECT u.id, y.name, y.value FROM unit u JOIN unit_tally y ON y.unit = u.id WHERE u.parent = ? AND"
                  " u.closed_at IS NULL AND {}",
                  own_tallies),
      [&](const storage::Row& row) { add(all[row.id(0)], row.text(1), row.integer(2)); }, unit);
  return all;
}

std::vector<Text> verify(storage::Transaction& t) {
  TallyCounts written;
  t.query(fmt::format("SELECT y.name, y.unit, y.value FROM unit_tally y WHERE {}", own_tallies),
          [&](const storage::Row& row) { written[{row.text(0), row.id(1)}] = row.integer(2); });
  std::vector<Text> faults;
  for (const units::Miscount& one : units::miscounts(t, count_enterprises(t), written))
    faults.push_back(
        {fmt::format("Enterprises: {} of {} is {}, but {} are written down.", one.name, one.unit, one.counted,
                     one.written),
         fmt::format("企业：{} 的“{}”应为 {}，但记录为 {}。", one.unit, one.name, one.counted, one.written)});
  return faults;
}

}  // namespace ward::city::enterprises
