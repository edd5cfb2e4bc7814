#include "city/residents/rooms.h"

namespace ward::city::residents {

namespace {

// A code has no space.
std::string key_of(const std::string& house, const std::string& number) { return house + " " + number; }

}  // namespace

Rooms::Rooms(const premises::Register& standing) {
  std::unordered_map<Id, const std::string*> codes;
  for (const premises::Premises& house : standing.premises) {
    const auto path = standing.paths.find(house.unit);
    if (path == standing.paths.end()) continue;
    paths_.emplace(house.code, path->second);
    codes.emplace(house.id, &house.code);
  }
  rooms_.reserve(standing.rooms.size());
  for (const auto& room : standing.rooms)
    if (const auto code = codes.find(room.premises); code != codes.end())
      rooms_.emplace(key_of(*code->second, room.number), room.id);
}

const std::string* Rooms::path(const std::string& house) const {
  const auto found = paths_.find(house);
  return found == paths_.end() ? nullptr : &found->second;
}

std::optional<Id> Rooms::room(const std::string& house, const std::string& number) const {
  const auto found = rooms_.find(key_of(house, number));
  return found == rooms_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace ward::city::residents
