// The server's answer to "what changed": people to know, people to forget, the policy.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "city/policies/policy.h"
#include "vision/types.h"

namespace ward::gate {

struct KnownPerson {
  Id person;
  std::string name;
  std::optional<std::string> group;
  vision::Template face;
};

struct Changes {
  Time server_time;
  std::int64_t whitelist_version = 0;  // to send next time
  bool full = false;                   // forget everyone first (said on the first page only)
  std::vector<KnownPerson> upserts;
  std::vector<Id> removals;
  bool more = false;
  std::string policy_version;
  std::optional<city::Policy> policy;
};

// Reads GET /device/changes. Errors name the field ("upserts[3].template").
Result<Changes> changes_from_json(std::string_view body);

// A template as 2,048 bytes: two times 512 IEEE 754 half floats, little-endian, first the plain then the masked face.
std::vector<std::uint8_t> template_to_bytes(const vision::Template& face);
// Errors: "template.size", "template.value" (not finite, or not of unit length within 1 %).
Result<vision::Template> template_from_bytes(std::span<const std::uint8_t> bytes);

}  // namespace ward::gate
