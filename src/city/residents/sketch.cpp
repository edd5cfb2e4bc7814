#include "city/residents/sketch.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>

namespace ward::city::residents {

namespace {

bool is_readable(const Name& name) {
  return !name.han.empty() && std::ranges::none_of(name.readings, &std::string::empty);
}

// Digits without leading zeros in which they differ, from the end.
int digits_that_differ(std::uint64_t a, std::uint64_t b) {
  int differing = 0;
  for (; a > 0 || b > 0; a /= 10, b /= 10) differing += a % 10 != b % 10;
  return differing;
}

// The most that the two phones can say.
double most_of_phones(const Sketch& a, const Sketch& b) {
  if (a.phone == 0 || b.phone == 0) return 0;
  if (a.phone == b.phone) return weight(Finding::phone_same);
  return digits_that_differ(a.phone, b.phone) <= 2 ? weight(Finding::phone_digit) : weight(Finding::phone_differs);
}

double most_of_births(const Sketch& a, const Sketch& b) {
  if (a.birth == 0 || b.birth == 0) return 0;
  return weight(a.birth == b.birth ? Finding::birth_same : Finding::birth_swapped);
}

double most_of_sexes(const Sketch& a, const Sketch& b) {
  if (a.sex == 0 || b.sex == 0) return 0;
  return weight(a.sex == b.sex ? Finding::sex_same : Finding::sex_differs);
}

}  // namespace

Sketch sketch(const Comparable& person) {
  Sketch out;
  out.plain = !person.names.empty() && std::ranges::all_of(person.names, is_readable) && person.documents.size() <= 1 &&
              person.phones.size() <= 1;
  for (const Name& name : person.names) {
    for (const char32_t character : name.han) out.characters |= std::uint64_t{1} << (character % 64);
    for (const std::string& reading : name.readings)
      out.syllables |= std::uint64_t{1} << (std::hash<std::string>{}(reading) % 64);
  }
  if (!person.documents.empty()) std::memcpy(&out.document, person.documents[0].digest.data(), sizeof out.document);
  if (!person.phones.empty()) {
    constexpr std::size_t longest = 18;
    const std::string& phone = person.phones[0];
    std::from_chars(phone.data(), phone.data() + phone.size(), out.phone);
    out.plain = out.plain && phone.size() <= longest && phone[0] != '0';
  }
  if (person.birth) {
    out.birth = std::int32_t(person.birth->time_since_epoch().count());
    out.plain = out.plain && out.birth != 0;
  }
  if (person.sex) out.sex = *person.sex == Sex::male ? 1 : 2;
  return out;
}

bool surely_different(const Sketch& a, const Sketch& b, std::int64_t people) {
  if (!a.plain || !b.plain || (a.characters & b.characters) != 0 || (a.syllables & b.syllables) != 0) return false;
  if (a.document != 0 && a.document == b.document) return false;
  const double most = weight(Finding::name_differs) + most_of_births(a, b) + most_of_sexes(a, b) +
                      weight(Finding::nationality_same) +
                      (a.document != 0 && b.document != 0 ? weight(Finding::document_last) : 0) + most_of_phones(a, b);
  return most - std::log2(double(std::max<std::int64_t>(1, people))) < perhaps_from;
}

}  // namespace ward::city::residents
