// Who belongs to which unit: members, and their posts in the teams of units, each with its dates.
//
// The rule of the pyramid: the commander of a unit is a member of the parent's team, for as long as the command lasts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "city/units/units.h"

namespace ward::city::units {

enum class Duty { commander, member };
std::string_view to_string(Duty duty);
std::optional<Duty> duty_from(std::string_view text);

// Someone who works in the teams. One phone, one member.
struct Member {
  Id id;
  std::string name;
  std::string phone;               // as normal_phone() writes it
  std::optional<Id> account = {};  // what they log in with
  bool operator==(const Member&) const = default;
};
Result<Member> member_from_json(const Id& id, const json::value& value);

// Without spaces, dashes and brackets: 5 to 15 digits, perhaps after a '+' (ITU-T E.164). Errors: "member.phone".
Result<std::string> normal_phone(std::string_view text);

// From `since` on, up to and without `until`.
struct Span {
  Time since;
  std::optional<Time> until = {};  // nothing: until further notice
  bool operator==(const Span&) const = default;
};
inline bool holds(const Span& span, Time at) { return span.since <= at && (!span.until || at < *span.until); }
bool overlap(const Span& a, const Span& b);
// The part from `from` on; nothing when it ended before.
std::optional<Span> after(const Span& span, Time from);
// Whether all of `needed` lies within the `given` ones together.
bool covered(const Span& needed, std::vector<Span> given);

struct Post {
  Id id;
  Id unit, member;
  Duty duty = Duty::member;
  Span span;
  bool operator==(const Post&) const = default;
};
Result<Post> post_from_json(const Id& id, const json::value& value, Time now);

// The rule. `command` is the post of the commander of `unit`, `in_team_above` are this person's spans in the team of
// `parent`, of either duty. What is past stays as it was: only from `now` on it is asked. Errors:
// "unit.commander_outside", which says how to mend it; `field` is `field`.
Result<> check_commander(const Member& commander, const Unit& unit, const Unit& parent, const Span& command,
                         std::span<const Span> in_team_above, Time now, const std::string& field);

// At any time a unit has one commander. Errors: "unit.two_commanders".
Result<> check_only_commander(const Unit& unit, const Post& command, std::span<const Post> other_commands,
                              const std::string& field);

}  // namespace ward::city::units
