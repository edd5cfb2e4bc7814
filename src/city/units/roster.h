// The whole pyramid in memory, as an import works on it: files are laid over what there is, and what comes out is
// checked as a whole before anything is stored. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "city/units/teams.h"

namespace ward::city::units {

// What is stored now: every open unit, every member, every post that has not ended.
struct Roster {
  std::vector<Unit> units;
  std::vector<Member> members;
  std::vector<Post> posts;
  std::int64_t next_number = 1;  // of the next unit's path
};

// Finds its way in a roster, which must outlive it and stay as it is.
class RosterIndex {
 public:
  explicit RosterIndex(const Roster& roster);
  const Unit* unit(const std::string& code) const;  // nothing when there is none, also with the next two
  const Unit* unit(const Id& id) const;
  const Member* member_of_phone(const std::string& phone) const;
  const Member& member(const Id& id) const;  // must be there
  const std::vector<const Post*>& team(const Id& unit) const;
  const std::vector<const Post*>& posts_of(const Id& member) const;

 private:
  std::unordered_map<std::string, const Unit*> units_by_code_;
  std::unordered_map<Id, const Unit*> units_by_id_;
  std::unordered_map<std::string, const Member*> members_by_phone_;
  std::unordered_map<Id, const Member*> members_by_id_;
  std::unordered_map<Id, std::vector<const Post*>> teams_, posts_by_member_;
};

// One row of a file; `row` is its number in the file, the header being 1.
struct UnitRow {
  int row = 0;
  std::string code, name, kind;
  std::string parent;  // its code; empty for the city
};
struct MemberRow {
  int row = 0;
  std::string unit;  // its code
  std::string name, phone;
  std::string duty;           // "commander" or "member", also in Chinese
  std::optional<Time> since;  // nothing: as it is, or now
  std::optional<Time> until;
};

struct RowFault {
  int row = 0;
  Error error;  // `field` is the column
};

// What a file would change. Nothing of it is stored yet.
struct Plan {
  std::vector<Unit> new_units, changed_units;  // parents before children
  std::vector<Unit> repathed_units;            // hang below one that moves
  std::vector<Member> new_members, changed_members;
  std::vector<Post> new_posts, changed_posts;
  int unchanged = 0;             // rows that say what is already so
  std::vector<RowFault> faults;  // in the order of the rows; a row at fault changes nothing

  bool changes_nothing() const {
    return new_units.empty() && changed_units.empty() && new_members.empty() && changed_members.empty() &&
           new_posts.empty() && changed_posts.empty();
  }
};

// A row whose parent is at fault is at fault as well. A unit that is in no row stays as it is.
Plan plan_units(const Roster& roster, std::vector<UnitRow> rows, Time now);

// A member is known by the phone; another name for a known phone corrects the name. A row that names another commander
// ends the command of the one before, who stays in the team. Who is in no row stays where they are.
Plan plan_members(const Roster& roster, std::vector<MemberRow> rows, Time now);

}  // namespace ward::city::units
