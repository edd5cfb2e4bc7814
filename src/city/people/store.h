// The tables of people, groups, face templates and whitelists. Everything that changes them writes the journal.
#pragma once

#include <span>

#include "city/city.h"
#include "city/cursor.h"
#include "city/people/people.h"
#include "city/sites/sites.h"

namespace ward::city::people {

std::vector<Group> list_groups(storage::Transaction& t, const std::vector<Id>& sites);  // no sites: all
std::optional<Group> find_group(storage::Transaction& t, const Id& id);
// Errors: "group.site" (it cannot move), "group.name_taken", "site.unknown".
Result<> put_group(storage::Transaction& t, const Clock& clock, const Group& group, const std::string& actor);
// Errors: "group.not_empty".
Result<> delete_group(storage::Transaction& t, const Clock& clock, const Group& group, const std::string& actor);

struct Filter {
  std::vector<Id> sites = {};  // empty: any
  std::optional<Id> group = {};
  std::string beginning = {};            // of the name or of the number, whatever the case of a-z
  std::optional<NameCursor> after = {};  // the last one of the page before
  int limit = 50;
};
// By name.
std::vector<Person> list(storage::Transaction& t, const Filter& filter);
std::optional<Person> find(storage::Transaction& t, const Id& id);
// Makes or changes. Errors: "site.unknown", "person.group" (not of this site), "person.number_taken".
Result<> put(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);
// Removes the person, the template and the pass; gates of the site are told.
void remove(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);

// Keeps the template, sealed; gates of the site are told. `compared_with`: how many others it was compared with.
void put_face(storage::Transaction& t, City& city, const Person& person, std::span<const std::uint8_t> template_bytes,
              std::int64_t compared_with, const std::string& actor);
// Nothing happens when there is none.
void remove_face(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);

// Whoever had a pass has this one from now on; gates of the site are told.
void put_pass(storage::Transaction& t, const Clock& clock, const Person& person, const crypto::Digest& pass,
              const std::string& actor);
// Nothing happens when there is none.
void remove_pass(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);

// Gives the person a new version on the whitelist of `site`, so that its gates hear of the change.
void touch(storage::Transaction& t, const Id& site, const Id& person, bool removed);

// What changed at `site` after version `since`: 0, or a version that this server never gave, asks for everything. At
// most `limit` upserts. Errors: "seal.broken" when the vault's key is not the one the templates were sealed with.
Result<WhitelistChanges> whitelist_changes(storage::Transaction& t, const crypto::Key& vault, const Id& site,
                                           std::int64_t since, int limit);
// The newest version of `site`; 0 when nobody was ever enrolled there. Cheap: asked often while gates wait.
std::int64_t whitelist_version(storage::Transaction& t, const Id& site);
// Journals that this device was told of these templates and removals; nothing when there are none.
void journal_push(storage::Transaction& t, const Clock& clock, const Id& device, const Id& site,
                  const WhitelistChanges& changes);

// Who belongs to `site`.
sites::Counts count(storage::Transaction& t, const Id& site);

// Opens every template and compares the whitelists with them: one sentence for each that does not fit.
std::vector<Text> verify(storage::Transaction& t, const crypto::Key& vault);

}  // namespace ward::city::people
