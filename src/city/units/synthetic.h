// A city that does not exist, on real divisions: for trying Ward out, for tests and for benchmarks. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "city/units/roster.h"

namespace ward::city::units {

// A town or street of the real city, with the villages and residents' committees of it.
struct Division {
  std::string code, name;
  std::vector<std::string> villages;
};

struct CitySize {
  std::array<int, 4> units{152, 3'467, 33'455, 120'000};  // of the levels 1 to 4; at least one of each
  int members = 300'000;                                  // people; more when every unit is to have a commander
};

struct SyntheticCity {
  std::vector<UnitRow> units;
  std::vector<MemberRow> members;
  int people = 0;
};

// The same for the same seed, on every machine. Every unit has a commander, who is in the team above, and the others
// are spread over the teams. Phones begin with 10, as no mobile phone of China does (they begin with 13 to 19), and
// names are put together from common ones: nobody is meant. `divisions`: at least one.
SyntheticCity make_city(const std::string& code, const std::string& name, const std::vector<Division>& divisions,
                        const CitySize& size, std::uint64_t seed);

// As files that an import reads.
std::string write_csv(const std::vector<UnitRow>& units);
std::string write_csv(const std::vector<MemberRow>& members);

}  // namespace ward::city::units
