// A list of enterprises, laid over those that are known and checked as a whole before anything is stored. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "city/enterprises/enterprises.h"
#include "city/units/roster.h"

namespace ward::city::enterprises {

// An enterprise as far as a list says it. How far it is on its way back to work, no list says.
struct Entry {
  Id id, unit;
  std::string path = {};  // of the unit
  std::string name = {}, credit_code = {};
  Kind kind = Kind::other;
  std::optional<Id> premises = {};
  std::int64_t version = 1;
  bool operator==(const Entry&) const = default;
};

// What is known now, and what a list may name.
struct Known {
  struct Place {
    Id unit;
    std::string path;
  };
  std::unordered_map<std::string, Place> units;  // the open ones, by code
  std::unordered_map<std::string, Id> premises;  // those that stand, by code
  std::vector<Entry> enterprises = {};
};

// One row of a list. `row` is its number in the file, the header being 1. What is empty stays as it is, or is left
// open.
struct ListRow {
  int row = 0;
  std::string credit_code = {};
  std::string unit = {};  // its code
  std::string name = {}, kind = {};
  std::string premises = {};  // its code
};

// What a list would change. Nothing of it is stored yet.
struct ListPlan {
  std::vector<Entry> new_enterprises = {}, changed_enterprises = {};
  int unchanged = 0;                         // rows that say what is already so
  std::vector<units::RowFault> faults = {};  // in the order of the rows; a row at fault changes nothing

  bool changes_nothing() const { return new_enterprises.empty() && changed_enterprises.empty(); }
};

// An enterprise is known by its credit code. One whose code nobody has is the only one of its unit and name that has
// none yet, else it is new; a row without a code is the one of its unit and name. The order of the rows does not
// matter: those without a code come after those with one. Each enterprise has one row at most; one that is in no row
// stays. `may_change`: whether the caller may change what is in the unit of this path.
ListPlan plan_rows(const Known& known, const std::vector<ListRow>& rows,
                   const std::function<bool(std::string_view path)>& may_change, Time now);

}  // namespace ward::city::enterprises
