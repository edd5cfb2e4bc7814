// The people of a site, their groups, and what gates are told of them. A face template leaves the database only opened
// for comparison, and only towards the gates of the person's own site; each such access is in the journal.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "city/city.h"
#include "city/sites/sites.h"

namespace ward::city::people {

// One person as a gate needs it.
struct Listed {
  Id person;
  std::string name;
  std::optional<std::string> group;          // its name
  std::vector<std::uint8_t> template_bytes;  // vision::encode
};

struct WhitelistChanges {
  std::int64_t version = 0;  // to ask with next time
  bool full = false;         // true: forget everyone first
  std::vector<Listed> upserts;
  std::vector<Id> removals;
  bool more = false;  // ask again at once
};

// What changed at `site` after version `since`: 0, or a version that this server never gave, asks for everything. At
// most `limit` upserts. Errors: "seal.broken" when the vault's key is not the one the templates were sealed with.
Result<WhitelistChanges> whitelist_changes(storage::Transaction& t, const crypto::Key& vault, const Id& site,
                                           std::int64_t since, int limit);
// The newest version of `site`; 0 when nobody was ever enrolled there. Cheap: asked often while gates wait.
std::int64_t whitelist_version(storage::Transaction& t, const Id& site);
// Journals that this device was told of these templates and removals; nothing when there are none.
void journal_push(storage::Transaction& t, const Clock& clock, const Id& device, const Id& site,
                  const WhitelistChanges& changes);

sites::Counts count(storage::Transaction& t, const Id& site);

// /groups, /people, /people/{id}/face
void routes(http::Router& router, City& city);

}  // namespace ward::city::people
