// The people of a site, their groups, and what gates are told of them. A face template leaves the database only opened
// for comparison, and only towards the gates of the person's own site; each such access is in the journal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"

namespace ward::city::people {

struct Group {
  Id id, site;
  std::string name;
  std::int64_t people = 0;
};

struct Person {
  Id id, site;
  std::optional<Id> group;
  std::optional<std::string> group_name;
  std::string name;
  std::optional<std::string> number;  // the site's own
  std::optional<Time> enrolled_at;    // when the face template was made
  std::optional<Time> pass_made_at;   // nothing: there is no pass
  Time created_at;
};

// One person as a gate needs it: with a face template, a pass, or both.
struct Listed {
  Id person;
  std::string name;
  std::optional<std::string> group;                         // its name
  std::optional<std::vector<std::uint8_t>> template_bytes;  // vision::encode
  std::optional<crypto::Digest> pass;
};

struct WhitelistChanges {
  std::int64_t version = 0;  // to ask with next time
  bool full = false;         // true: forget everyone first
  std::vector<Listed> upserts;
  std::vector<Id> removals;
  bool more = false;  // ask again at once
};

}  // namespace ward::city::people
