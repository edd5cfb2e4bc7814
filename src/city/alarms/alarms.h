// Alarms: what somebody must look at. For each device and kind at most one waits for acknowledgement at a time; what
// happens again before that is counted on it, so that nothing is hidden and nothing floods.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city::alarms {

enum class Kind {
  fever,
  spoof,
  stranger,
  sensor,
  black_body,
  camera,
  drift,
  storage,
  clock,
  offline,
  staff,
  open_all,
  barrier,   // it does not do what it is told
  rejected,  // passages that the server will never take; the gate keeps them aside
};
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view name);
// Whether it is a single event, over as soon as it happened, and no condition that lasts.
bool is_event(Kind kind);

struct Alarm {
  Id id, site, device;
  std::string device_name;
  Kind kind = Kind::staff;
  Time at;             // when it was raised
  json::value detail;  // what the sentence is made of
  std::optional<Id> passage;
  std::int64_t repeats = 0;     // times it happened again before anybody acknowledged it
  std::optional<Time> over_at;  // when the condition ended; a single event is over at once
  std::optional<Time> acknowledged_at;
  std::optional<std::string> acknowledged_by, note;
};

// Something that happened at a moment, and is over with it: a passage with a fever.
struct Event {
  Kind kind;
  json::value detail = json::object();  // what the sentence says: {"temperature_cc": 3812}
  std::optional<Id> passage = {};
};

// A condition that lasts, as a gate's health or a watch of the server tells it.
struct Condition {
  Kind kind;
  bool present;
  json::value detail;  // with a "count": more of it is news, also while the condition lasts
};
// `health` as in openapi.yaml; what it does not mention is not present.
std::vector<Condition> conditions_of(const json::value& health);

// One sentence for people.
Text sentence(const Alarm& alarm);

}  // namespace ward::city::alarms
