// What of the city's incidents becomes a request at another city's Open311 server (GeoReport v2), and as what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace ward::city::channels {

// A question of theirs that an answer of ours answers.
struct Answered {
  std::string attribute;  // their code of the question
  std::string field;      // key in the form of our type
  bool operator==(const Answered&) const = default;
};

// A type of incident that goes out as a service of theirs. What has none stays here.
struct Mapping {
  std::string type, service_code;
  std::vector<Answered> answers;
  bool operator==(const Mapping&) const = default;
};

struct Forwarding {
  std::string jurisdiction;  // jurisdiction_id; "" for none
  std::vector<Mapping> services;
  bool operator==(const Forwarding&) const = default;

  const Mapping* find(std::string_view type) const;
};

// Out of a channel as an administrator sends it: {"jurisdiction_id", "services": [{"type", "service_code", "answers":
// [{"attribute", "field"}]}]}; the faults become those of `in`: "channel.services" (none, or a type twice).
Forwarding forwarding_from(JsonReader& in);
void add_to_json(json::object& channel, const Forwarding& forwarding);

// As the table has it.
std::string stored_text(const Forwarding& forwarding);
Forwarding stored_forwarding(std::string_view text);

}  // namespace ward::city::channels
