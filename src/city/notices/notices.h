// What somebody in the teams is told in the program: a page for an incident that waits. One thing is told once.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"

namespace ward::city::notices {

struct Notice {
  Id id;
  Id member;          // to whom
  std::string key;    // of the thing that is told: a second notice with the same key to the same member is not made
  std::string about;  // "incident", "shift", "order"
  Id subject;         // which one
  Text what = {};     // in words: the name of its type, the title of the order
  std::string place = {};  // name of the unit
  int step = 0;            // of a page: how far up it has come, from 0
  Time at;
  std::optional<Time> read_at = {};
};

json::value to_json(const Notice& notice);

}  // namespace ward::city::notices
