// What a gate says about itself every five seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"

namespace ward::gate {

struct Health {
  Time at;
  std::string version;
  int camera_fps_milli = 0;  // frames a second x 1000
  std::string camera_fault;  // "", "unplugged", "frozen", "black", "wrong_format"
  std::string thermal_source;
  std::string thermal_fault = "none";
  int thermal_rate_milli = 0;
  bool simulated = false;
  std::optional<int> black_body_offset_cc;
  std::int64_t journal_depth = 0;
  std::string journal_fault;  // "" or "storage_full"
  std::optional<std::int64_t> clock_offset_ms;
  std::int64_t whitelist_version = 0, whitelist_people = 0;
  std::string policy_version;
  bool open_all = false;
  std::int64_t frames_dropped = 0;
  std::string barrier_fault;           // "" or the code of the last failure
  std::int64_t passages_rejected = 0;  // kept aside because the server will never take them
};

json::value to_json(const Health& health);

}  // namespace ward::gate
