// What must be covered: houses with their rooms, and what became of a room that is no more. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "city/incidents/point.h"

namespace ward::city::premises {

enum class Kind { house, flats, dormitory, shop, workshop, other };
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view text);  // what to_string() writes, or its name in Chinese or English
Text name_of(Kind kind);

// A house or a building at one address, with one landlord.
struct Premises {
  Id id;
  Id unit;           // that has to cover it
  std::string code;  // what files and people call it by; unique among those that stand
  std::string address;
  Kind kind = Kind::house;
  std::optional<Id> landlord = {};             // a member of the teams
  std::optional<incidents::Point> place = {};  // of its door
  std::int64_t version = 1;                    // counts its changes
  std::optional<Time> closed_at = {};
  bool operator==(const Premises&) const = default;
};

// As columns hold it: both, or neither.
inline std::optional<std::int64_t> latitude_of(const Premises& one) {
  return one.place ? std::optional<std::int64_t>(one.place->latitude_e6) : std::nullopt;
}
inline std::optional<std::int64_t> longitude_of(const Premises& one) {
  return one.place ? std::optional<std::int64_t>(one.place->longitude_e6) : std::nullopt;
}

// How a room ended.
enum class End { demolished, split, merged };
std::string_view to_string(End end);
std::optional<End> end_from(std::string_view text);
Text name_of(End end);

struct Room {
  Id id;
  Id premises;
  std::string number;      // on its door: "301"; unique among the rooms of the premises that stand
  std::string floor = {};  // "" where nobody says so
  std::int64_t version = 1;
  Time since = {};
  std::optional<Time> until = {};  // with `end`
  std::optional<End> end = {};
  std::vector<Id> into = {}, from = {};  // rooms that it became, and that it was made of
  bool stands() const { return !until; }
  bool operator==(const Room&) const = default;
};

json::array texts_of(const std::vector<Id>& ids);

// What a caller asks for. `version` is what they saw, 0 for what is new to them: nobody overwrites unseen.
struct PremisesInput {
  Id unit;
  std::string code, address;
  Kind kind = Kind::house;
  std::optional<Id> landlord = {};
  std::optional<incidents::Point> place = {};
  std::int64_t version = 0;
};
Result<PremisesInput> premises_from_json(const json::value& value);

struct RoomInput {
  Id premises;
  std::string number, floor = {};
  std::int64_t version = 0;
};
Result<RoomInput> room_from_json(const json::value& value);

// Rooms of one house that end together, and those that stand in their place.
struct NewRoom {
  Id id;
  std::string number, floor = {};
};
struct Rebuild {
  End how = End::demolished;
  std::vector<Id> rooms;
  std::vector<NewRoom> into = {};
};
constexpr std::size_t most_rebuilt = 200;  // rooms of one rebuilding

// Demolished: rooms, and none in their place. Split: one, into two or more. Merged: two or more, into one. No room
// twice. Errors, naming the field: those of JsonReader, "rebuild.rooms", "rebuild.into", "rebuild.twice".
Result<Rebuild> rebuild_from_json(const json::value& value);

}  // namespace ward::city::premises
