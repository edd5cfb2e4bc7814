// How many enterprises of each unit are in which state.
#include <fmt/format.h>

#include "city/enterprises/rows.h"
#include "city/units/listing.h"
#include "city/units/tally.h"

namespace ward::city::enterprises {

namespace {

using units::TallyCounts;
constexpr const char* own_tallies = "y.name >= 'e:' AND y.name < 'e;'";

Numbers numbers_in(const units::TalliesByName& tallies) {
  Numbers numbers;
  for (const auto& [name, value] : tallies) {
    const std::string_view what = std::string_view(name).substr(2);
    if (const auto state = state_from(what)) numbers.states[std::size_t(*state)] = value;
    if (const auto trouble = trouble_from(what)) numbers.troubles[std::size_t(*trouble)] = value;
  }
  return numbers;
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

void rebuild_tallies(storage::Transaction& t) {
  t.exec("DELETE FROM unit_tally WHERE name >= 'e:' AND name < 'e;'");
  units::write_counts(t, count_enterprises(t));
}

Numbers numbers(storage::Transaction& t, const Id& unit) { return numbers_in(units::tallies_named(t, "e:", unit)); }

std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit) {
  std::map<Id, Numbers> all;
  for (const auto& [child, tallies] : units::tallies_below(t, "e:", unit)) all[child] = numbers_in(tallies);
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
