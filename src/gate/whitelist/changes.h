// The server's answer to "what changed": people to know, people to forget, the policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "city/policies/policy.h"
#include "vision/types.h"

namespace ward::gate {

struct KnownPerson {
  Id person;
  std::string name;
  std::optional<std::string> group;
  std::optional<vision::Template> face;  // nothing: known by the pass alone
  std::optional<crypto::Digest> pass = {};
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

// 32 bytes. Errors: "pass.malformed", naming `path`.
Result<crypto::Digest> digest_from_base64(const std::string& text, const std::string& path);

// Reads GET /device/changes. Errors name the field ("upserts[3].template"). Everybody has a face or a pass.
Result<Changes> changes_from_json(std::string_view body);

}  // namespace ward::gate
