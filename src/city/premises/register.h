// All houses and rooms in memory, as an import works on them: a file is laid over what there is, and what comes out is
// checked as a whole before anything is stored. Pure.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "city/premises/premises.h"
#include "city/units/roster.h"

namespace ward::city::premises {

// What stands now, and what a file may name.
struct Register {
  struct Place {
    Id unit;
    std::string path;
  };
  struct Standing {  // a room
    Id id, premises;
    std::string number, floor;
    std::int64_t version = 1;
    bool operator==(const Standing&) const = default;
  };
  std::unordered_map<std::string, Place> units;  // the open ones, by code
  std::unordered_map<Id, std::string> paths;     // the same, by id
  std::unordered_map<std::string, Id> members;   // by phone
  std::vector<Premises> premises;
  std::vector<Standing> rooms;
};

// One row of a file: a room of a house, or a house without rooms. `row` is its number in the file, the header being 1.
// What is empty stays as it is, or is left open.
struct HouseRow {
  int row = 0;
  std::string unit;  // its code
  std::string code;  // of the house
  std::string address, kind;
  std::string landlord;  // phone
  std::string room, floor;
  std::string latitude = {}, longitude = {};  // degrees
};

// What a file would change. Nothing of it is stored yet.
struct RegisterPlan {
  std::vector<Premises> new_premises, changed_premises;
  std::vector<Register::Standing> new_rooms, changed_rooms;
  int unchanged = 0;                    // rows that say what is already so
  std::vector<units::RowFault> faults;  // in the order of the rows; a row at fault changes nothing

  bool changes_nothing() const {
    return new_premises.empty() && changed_premises.empty() && new_rooms.empty() && changed_rooms.empty();
  }
};

// A house is known by its code, a room by its house and number. Rows of one house agree, or leave cells empty. A house
// or room that is in no row stays. `may_change`: whether the caller may change what stands in the unit of this path.
RegisterPlan plan_rows(const Register& standing, const std::vector<HouseRow>& rows,
                       const std::function<bool(std::string_view path)>& may_change, Time now);

}  // namespace ward::city::premises
