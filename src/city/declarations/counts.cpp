// How many persons of each unit are how far.
#include <fmt/format.h>

#include "city/declarations/store.h"
#include "city/units/tally.h"

namespace ward::city::declarations {

namespace {

Numbers numbers_in(const units::TalliesByName& tallies) {
  Numbers numbers;
  for (const auto& [name, value] : tallies)
    if (name == found_name)
      numbers.found = value;
    else if (const auto state = state_from(std::string_view(name).substr(2)))
      numbers.persons[std::size_t(*state)] = value;
  return numbers;
}

constexpr const char* its_tallies = "y.name >= 'd:' AND y.name < 'd;'";

using HouseCounts = std::map<std::pair<std::string, std::string>, std::int64_t>;  // by code of the house, and tally

HouseCounts counted(storage::Transaction& t) {
  HouseCounts counts;
  t.query(
      "SELECT p.code, x.state, count(*), CAST(sum(CASE WHEN d.source = 'found' THEN 1 ELSE 0 END) AS BIGINT) FROM"
      " declared_person x JOIN declaration d ON d.id = x.declaration JOIN premises p ON p.id = d.premises GROUP BY"
      " p.id, p.code, x.state",
      [&](const storage::Row& row) {
        counts[{row.text(0), tally_name(state_from(row.text(1)).value())}] += row.integer(2);
        counts[{row.text(0), found_name}] += row.integer(3);
      });
  return counts;
}

HouseCounts written(storage::Transaction& t) {
  HouseCounts counts;
  t.query(
      fmt::format("SELECT p.code, y.name, y.value FROM premises_tally y JOIN premises p ON p.id = y.premises WHERE {}",
                  its_tallies),
      [&](const storage::Row& row) { counts[{row.text(0), row.text(1)}] += row.integer(2); });
  return counts;
}

}  // namespace

std::string tally_name(State state) { return fmt::format("d:{}", to_string(state)); }

Numbers numbers(storage::Transaction& t, const Id& unit) { return numbers_in(units::tallies_named(t, "d:", unit)); }

std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit) {
  std::map<Id, Numbers> all;
  for (const auto& [child, tallies] : units::tallies_below(t, "d:", unit)) all[child] = numbers_in(tallies);
  return all;
}

std::vector<Text> verify(storage::Transaction& t) {
  const HouseCounts is = written(t);
  HouseCounts should = counted(t);
  for (const auto& [key, value] : is) should.try_emplace(key, 0);
  std::vector<Text> faults;
  for (const auto& [key, value] : should) {
    const auto found = is.find(key);
    const std::int64_t stands = found == is.end() ? 0 : found->second;
    if (stands == value) continue;
    faults.push_back({fmt::format("Declarations: {} of the house {} is {}, but {} are written down.", key.second,
                                  key.first, value, stands),
                      fmt::format("申报：房屋 {} 的“{}”应为 {}，但记录为 {}。", key.first, key.second, value, stands)});
  }
  return faults;
}

}  // namespace ward::city::declarations
