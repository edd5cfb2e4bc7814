// What can be found when one field of two people is compared, and how much it says.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace ward::city::residents {

enum class Field { name, birth, sex, nationality, document, phone };
inline constexpr std::size_t field_count = std::size_t(Field::phone) + 1;
enum class Outcome { agree, near, differ, unknown };

enum class Finding {
  name_same,
  name_sound,   // other Chinese characters, read the same
  name_pinyin,  // characters and their pinyin
  name_script,  // Arabic or Hebrew letters and Latin ones
  name_alike,
  name_partly,
  name_differs,
  name_unknown,
  birth_same,
  birth_swapped,  // day and month
  birth_digit,    // one digit, or two beside each other that changed places
  birth_january,  // the same year, and one is 1 January, which stands for "not known"
  birth_differs,
  birth_unknown,
  sex_same,
  sex_differs,
  sex_unknown,
  nationality_same,
  nationality_differs,
  nationality_unknown,
  document_same,
  document_last,     // other numbers that end the same
  document_renewed,  // other numbers, of a kind that gets a new one with each document
  document_differs,  // other numbers, of a kind whose number is for life
  document_unknown,  // none in common of one kind and country
  phone_same,
  phone_digit,
  phone_differs,
  phone_unknown,
};
inline constexpr std::size_t finding_count = std::size_t(Finding::phone_unknown) + 1;

// Fellegi and Sunter (1969), section 2: the finding comes with probability `m` when two records are of one person, and
// with `u` when they are of two; log2(m/u) is its weight. The values were estimated on the synthetic list of seed 1 of
// bench/persons.cpp (`./do bench persons --estimate`) and rounded. Where a made-up list knows too little they are more
// careful: what differs weighs less, for real people change their names and lists err; one number on two people's
// records is rarer than such a list can show.
struct Evidence {
  Finding finding;
  Field field;
  Outcome outcome;
  double m, u;  // 1 and 1: says nothing
  std::string_view name;
  const char *en, *zh;
};
const Evidence& evidence(Finding finding);
double weight(Finding finding);  // bits

std::string_view to_string(Field field);
std::string_view to_string(Outcome outcome);
std::string_view to_string(Finding finding);  // "name_same"
Text words(Finding finding);                  // the sentence to show beside the two records

}  // namespace ward::city::residents
