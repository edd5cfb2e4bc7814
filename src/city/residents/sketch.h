// Of most people who share a key it can be told without comparing their names that they are two: those whose names have
// no character and no syllable in common. Exact: who is surely another one is `different` by the rules.
#pragma once

#include <cstdint>

#include "city/residents/matching.h"

namespace ward::city::residents {

struct Sketch {
  std::uint64_t characters = 0, syllables = 0;  // a bit for each of its names, and for how it is read, by a digest
  std::uint64_t document = 0;                   // of the one it has; 0: none
  std::uint64_t phone = 0;                      // the one it has, as a number; 0: none
  std::int32_t birth = 0;                       // 0: not known
  std::int8_t sex = 0;                          // 0: not known
  bool plain = false;  // all names in characters that can be read, at most one document and one phone
};
Sketch sketch(const Comparable& person);

// False where it cannot be told. `people`: of the register, as in Register.
bool surely_different(const Sketch& a, const Sketch& b, std::int64_t people);

}  // namespace ward::city::residents
