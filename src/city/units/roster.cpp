#include "city/units/roster.h"

namespace ward::city::units {

namespace {
template <class Map, class Key>
auto find_or_null(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

const std::vector<const Post*>& posts_or_none(const std::unordered_map<Id, std::vector<const Post*>>& posts,
                                              const Id& key) {
  static const std::vector<const Post*> none;
  const auto found = posts.find(key);
  return found == posts.end() ? none : found->second;
}

}  // namespace

RosterIndex::RosterIndex(const Roster& roster) {
  units_by_code_.reserve(roster.units.size());
  units_by_id_.reserve(roster.units.size());
  for (const Unit& unit : roster.units) {
    units_by_code_.emplace(unit.code, &unit);
    units_by_id_.emplace(unit.id, &unit);
  }
  members_by_phone_.reserve(roster.members.size());
  members_by_id_.reserve(roster.members.size());
  for (const Member& member : roster.members) {
    members_by_phone_.emplace(member.phone, &member);
    members_by_id_.emplace(member.id, &member);
  }
  for (const Post& post : roster.posts) {
    teams_[post.unit].push_back(&post);
    posts_by_member_[post.member].push_back(&post);
  }
}

const Unit* RosterIndex::unit(const std::string& code) const { return find_or_null(units_by_code_, code); }
const Unit* RosterIndex::unit(const Id& id) const { return find_or_null(units_by_id_, id); }
const Member* RosterIndex::member_of_phone(const std::string& phone) const {
  return find_or_null(members_by_phone_, phone);
}
const Member& RosterIndex::member(const Id& id) const { return *members_by_id_.at(id); }

const std::vector<const Post*>& RosterIndex::team(const Id& unit) const { return posts_or_none(teams_, unit); }
const std::vector<const Post*>& RosterIndex::posts_of(const Id& member) const {
  return posts_or_none(posts_by_member_, member);
}

}  // namespace ward::city::units
