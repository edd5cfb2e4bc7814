// The rooms that stand, as lists name them: by the code of the house and the number on the door.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "city/premises/register.h"

namespace ward::city::residents {

class Rooms {
 public:
  explicit Rooms(const premises::Register& standing);
  // The path of the unit that covers the house; nothing when there is no such house.
  const std::string* path(const std::string& house) const;
  std::optional<Id> room(const std::string& house, const std::string& number) const;

 private:
  std::unordered_map<std::string, std::string> paths_;  // by code
  std::unordered_map<std::string, Id> rooms_;           // by code and number
};

}  // namespace ward::city::residents
