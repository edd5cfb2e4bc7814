// How many persons of each unit are how far.
#include <fmt/format.h>

#include "city/declarations/store.h"
#include "city/units/store.h"

namespace ward::city::declarations {

namespace {

void add(Numbers& numbers, const std::string& name, std::int64_t value) {
  if (name == found_name)
    numbers.found = value;
  else if (const auto state = state_from(std::string_view(name).substr(2)))
    numbers.persons[std::size_t(*state)] = value;
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

Numbers numbers(storage::Transaction& t, const Id& unit) {
  Numbers numbers;
  t.query(
      fmt::format("SELECT y.name, y.value FROM unit_tally y WHERE y.unit = ? AND {}", its_tallies),
      [&](const storage::Row& row) { add(numbers, row.text(0), row.integer(1)); }, unit);
  return numbers;
}

std::map<Id, Numbers> numbers_of_children(storage::Transaction& t, const Id& unit) {
  std::map<Id, Numbers> all;
  t.query(
      fmt::format("SELECT u.id, y.name, y.value FROM unit u JOIN unit_tally y ON y.unit = u.id WHERE u.parent = ? AND"
                  " u.closed_at IS NULL AND {}",
                  its_tallies),
      [&](const storage::Row& row) { add(all[row.id(0)], row.text(1), row.integer(2)); }, unit);
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
