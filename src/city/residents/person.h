// A person as a list or the register says it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "city/residents/document.h"

namespace ward::city::residents {

struct Person {
  Id id = {};
  std::string name = {};
  std::vector<std::string> spellings = {};  // what else they are called: in another script, before marriage, ...
  std::optional<Date> birth = {};
  std::optional<Sex> sex = {};
  std::optional<std::string> nationality = {};  // ISO 3166-1 alpha-3
  std::vector<KeptDocument> documents = {};     // a card and a passport, and the passport before
  std::vector<std::string> phones = {};         // as they were written; others may have the same
  bool operator==(const Person&) const = default;
};

}  // namespace ward::city::residents
