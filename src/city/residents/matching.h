// Whether two records are of one person. Rules only: what they propose is shown side by side and merged by others.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "city/residents/evidence.h"
#include "city/residents/names.h"
#include "city/residents/person.h"

namespace ward::city::residents {

// A person made ready: transliteration costs more than a hundred comparisons.
struct Comparable {
  std::vector<Name> names;
  std::optional<Date> birth;
  std::optional<Sex> sex;
  std::optional<std::string> nationality;
  std::vector<KeptDocument> documents;
  std::vector<std::string> phones;  // normalised; of China without its country code
};
Comparable comparable(const Person& person);

// What the people are compared within.
struct Register {
  std::int64_t people = 1'000'000;  // in it, 1 at least: among so many a chance likeness is as likely as they are many
  // How many of them have the letters of this name, those that are compared with it; 0: not counted. A name that many
  // have says less (Fellegi and Sunter 1969, section 3.3.1).
  std::int64_t namesakes = 0;
};

enum class Verdict { same, perhaps, different };
std::string_view to_string(Verdict verdict);
Text words(Verdict verdict);

// Why a person must look although the weights would do.
enum class Caution {
  none,
  documents_differ,  // two numbers, both valid, of one kind and country
  name_differs,      // the same number of a document, and another name
  too_little,        // neither a document nor name and birth agree: a phone can be a family's or a landlord's
  several,           // more than one person of the register would do
};
std::string_view to_string(Caution caution);
std::optional<Caution> caution_from(std::string_view name);
Text words(Caution caution);

struct Match {
  std::array<Finding, field_count> found{};   // in the order of Field
  std::array<double, field_count> weights{};  // bits, of each
  double odds = 0;  // bits: the sum of the weights less log2 of the people in the register; 0 is as likely as not
  Verdict verdict = Verdict::different;
  Caution caution = Caution::none;
};

// What is found of each field, whatever the two are compared within. Symmetric.
struct Compared {
  std::array<Finding, field_count> found{};
  bool documents_conflict = false;  // of one kind and country they have only other numbers
};
Compared look_at(const Comparable& a, const Comparable& b);
// What that says. Cheap, where look_at() is not.
Match weigh(const Compared& compared, const Register& within);

// Both. Symmetric. `same` needs odds of `same_from` and no caution, `perhaps` odds of `perhaps_from`, or a caution
// where the odds would do, or the same document with another name.
inline constexpr double same_from = 7, perhaps_from = -2;  // chosen with seed 1 of bench/persons.cpp
Match compare(const Comparable& a, const Comparable& b, const Register& within = {});

// Of one record's matches with all candidates the one that holds: the index of the best, if any is not `different`.
// When the best is `same` and another candidate is so too, the verdict of the best becomes `perhaps` (several).
std::optional<std::size_t> choose(std::span<Match> candidates);

// The keys under which a person is found in an index; two people without a key in common are not compared. Document,
// phone, date of birth with an initial, letters of a name. A key that more than `too_many` people share says too
// little and need not be followed.
std::vector<std::string> blocking_keys(const Comparable& person);
inline constexpr std::int64_t too_many = 200;

}  // namespace ward::city::residents
