// What gates are told: each change of a listed person takes the site's next version; a gate asks for what came after
// its own.
#include <algorithm>

#include "city/journal/store.h"
#include "city/people/store.h"

namespace ward::city::people {

namespace {

struct Change {
  std::int64_t version;
  Id person;
  bool removed;
};

bool has_template(const Listed& listed) { return listed.template_bytes.has_value(); }

std::vector<Change> changes_after(storage::Transaction& t, const Id& site, std::int64_t since, int limit) {
  std::vector<Change> changes;
  // A gate that starts from nothing has nobody to remove.
  t.query(
      "SELECT version, person, removed FROM whitelist WHERE site = ?1 AND version > ?2 AND (?2 > 0 OR removed = 0)"
      " ORDER BY version LIMIT ?3",
      [&](const storage::Row& row) { changes.push_back({row.integer(0), row.id(1), row.boolean(2)}); }, site, since,
      limit);
  return changes;
}

Result<Listed> listed(storage::Transaction& t, const crypto::Key& vault, const Id& person) {
  Listed out{.person = person, .name = {}, .group = {}, .template_bytes = {}, .pass = {}};
  std::optional<storage::Blob> sealed;
  t.query(
      "SELECT p.name, g.name, f.sealed, k.digest FROM person p LEFT JOIN face f ON f.person = p.id"
      " LEFT JOIN pass k ON k.person = p.id LEFT JOIN person_group g ON g.id = p.person_group WHERE p.id = ?",
      [&](const storage::Row& row) {
        out.name = row.text(0);
        if (!row.is_null(1)) out.group = row.text(1);
        if (!row.is_null(2)) sealed = row.blob(2);
        if (!row.is_null(3)) std::ranges::copy(row.blob(3), out.pass.emplace().begin());
      },
      person);
  if (sealed) {
    WARD_TRY(bytes, vault.open(*sealed, person.str()));
    out.template_bytes = std::move(bytes);
  }
  return out;
}

}  // namespace

std::int64_t whitelist_version(storage::Transaction& t, const Id& site) {
  return t
      .first(
          "SELECT version FROM whitelist_head WHERE site = ?", [](const storage::Row& row) { return row.integer(0); },
          site)
      .value_or(0);
}

void touch(storage::Transaction& t, const Id& site, const Id& person, bool removed) {
  t.exec(
      "INSERT INTO whitelist_head (site, version) VALUES (?, 1)"
      " ON CONFLICT (site) DO UPDATE SET version = whitelist_head.version + 1",
      site);
  t.exec(
      "INSERT INTO whitelist (site, person, version, removed) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (site, person) DO UPDATE SET version = excluded.version, removed = excluded.removed",
      site, person, whitelist_version(t, site), removed);
}

Result<WhitelistChanges> whitelist_changes(storage::Transaction& t, const crypto::Key& vault, const Id& site,
                                           std::int64_t since, int limit) {
  WhitelistChanges out;
  const std::int64_t newest = whitelist_version(t, site);
  if (since > newest) since = 0;  // a version of another life of this database: begin again
  out.full = since == 0;
  out.version = newest;
  const auto changes = changes_after(t, site, since, limit + 1);
  for (const Change& change : changes) {
    if (int(out.upserts.size() + out.removals.size()) == limit) {
      out.more = true;
      break;
    }
    out.version = change.version;
    if (change.removed) {
      out.removals.push_back(change.person);
    } else {
      WARD_TRY(person, listed(t, vault, change.person));
      out.upserts.push_back(std::move(person));
    }
  }
  if (!out.more) out.version = newest;
  return out;
}

void journal_push(storage::Transaction& t, const Clock& clock, const Id& device, const Id& site,
                  const WhitelistChanges& changes) {
  if (changes.upserts.empty() && changes.removals.empty()) return;
  journal::append(t, clock,
                  {.type = "whitelist.sent",
                   .subject = device.str(),
                   .actor = "device:" + device.str(),
                   .purpose = "recognition at the gate",
                   .payload = {{"people", changes.upserts.size()},
                               {"templates", std::ranges::count_if(changes.upserts, &has_template)},
                               {"removals", changes.removals.size()},
                               {"version", changes.version}},
                   .unit = site.str()});
}

}  // namespace ward::city::people
