// The tables of units, members and posts. Whoever changes them writes the journal in the same transaction.
#pragma once

#include <optional>
#include <vector>

#include "base/crypto.h"
#include "city/units/roster.h"
#include "storage/database.h"

namespace ward::city::units {

std::optional<Unit> find(storage::Transaction& t, const Id& id);
std::optional<Unit> find_open(storage::Transaction& t, const std::string& code);
std::optional<Unit> root(storage::Transaction& t);
// The unit of exactly this path, open or closed.
std::optional<Unit> find_at(storage::Transaction& t, const std::string& path);
// From the root down to the unit itself.
std::vector<Unit> with_those_above(storage::Transaction& t, const Unit& unit);
// The units of these paths, by code; for the path "" the root.
std::vector<Unit> tops(storage::Transaction& t, const std::vector<std::string>& paths);
// Open ones right below, by code.
std::vector<Unit> children(storage::Transaction& t, const Id& parent);
// How a unit was before, the newest first.
struct Past {
  Unit unit;  // since: from then on
  Time until;
};
std::vector<Past> past(storage::Transaction& t, const Id& unit);
// Writes down how a unit was, before it is changed.
void keep_past(storage::Transaction& t, const Unit& before, Time until);

// Open units within any of `tops` (paths; "" is everywhere, none is nowhere) whose code or name begins with
// `beginning`; by code.
struct Filter {
  std::vector<std::string> tops = {};
  std::string beginning = {};
  std::string after = {};  // a code
  int limit = 50;
};
std::vector<Unit> list(storage::Transaction& t, const Filter& filter);

struct Tallies {
  std::int64_t units = 0;      // open ones below
  std::int64_t posts = 0;      // in the teams of the unit and of those below, without those that have ended
  std::int64_t incidents = 0;  // open ones of the unit and of those below
};
Tallies tallies(storage::Transaction& t, const Id& unit);

// Makes, renames or moves a unit. Errors: those of check_place(), "unit.parent_unknown", "unit.code_taken",
// "unit.two_cities", "unit.closed", "unit.level", "unit.commander_outside".
Result<Unit> put(storage::Transaction& t, const Clock& clock, const Id& id, const UnitInput& input,
                 const std::string& actor);
// Ends a unit; its posts end. Errors: "unit.unknown", "unit.has_units" (close, move or merge those below first).
Result<> close(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);
// Everything below `id` and everybody in its team goes over to `into`, which has the same kind; its commander becomes a
// member there. Errors: "unit.unknown", "unit.merge_kind", "unit.merge_itself".
Result<Unit> merge(storage::Transaction& t, const Clock& clock, const Id& id, const Id& into, const std::string& actor);

std::optional<Member> find_member(storage::Transaction& t, const Id& id);
std::optional<Member> find_member_of_account(storage::Transaction& t, const Id& account);
// Whose name or phone begins with `beginning`, by name; at most `limit`.
std::vector<Member> list_members(storage::Transaction& t, const std::string& beginning, int limit);
// Errors: "member.phone_taken", "member.account_taken".
Result<> put_member(storage::Transaction& t, const Clock& clock, const Member& member, const std::string& actor);

std::optional<Post> find_post(storage::Transaction& t, const Id& id);
struct Posted {
  Post post;
  Member member;
};
// Who has not ended, the commander first.
std::vector<Posted> team(storage::Transaction& t, const Id& unit);
std::vector<Post> posts_of(storage::Transaction& t, const Id& member);
// What a member holds at that moment.
struct Held {
  Duty duty;
  Kind kind;         // of the unit
  std::string path;  // of the unit
};
std::vector<Held> held_by(storage::Transaction& t, const Id& member, Time now);
// Makes or changes a post; the past of a post stays in the journal. Errors: "post.unit_unknown", "post.member_unknown",
// "post.moved" (a post keeps its unit and member), "post.twice", "unit.two_commanders", "unit.commander_outside".
Result<> put_post(storage::Transaction& t, const Clock& clock, const Post& post, const std::string& actor);
// Marks the posts whose time is over; how many.
std::int64_t sweep_posts(storage::Transaction& t, const Clock& clock);

Roster load_roster(storage::Transaction& t, Time now);
// All of the plan, with one row of the journal. `digest`: of the file, for that row. Does nothing for an empty plan.
void apply(storage::Transaction& t, const Clock& clock, const Roster& roster, const Plan& plan,
           const crypto::Digest& digest, const std::string& actor);
// Counts the tallies of everything anew.
void rebuild_tallies(storage::Transaction& t);
// One sentence for each unit whose tallies or path are not what they should be.
std::vector<Text> verify(storage::Transaction& t);

}  // namespace ward::city::units
