// The tables of people, groups, face templates and whitelists. Everything that changes them writes the journal.
#pragma once

#include "city/cursor.h"
#include "city/people/people.h"

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
  Time created_at;
};

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
// Removes the person and the template; gates of the site are told.
void remove(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);

// Keeps the template, sealed; gates of the site are told. `compared_with`: how many others it was compared with.
void put_face(storage::Transaction& t, City& city, const Person& person, std::span<const std::uint8_t> template_bytes,
              std::int64_t compared_with, const std::string& actor);
// Nothing happens when there is none.
void remove_face(storage::Transaction& t, const Clock& clock, const Person& person, const std::string& actor);

// Gives the person a new version on the whitelist of `site`, so that its gates hear of the change.
void touch(storage::Transaction& t, const Id& site, const Id& person, bool removed);

// Opens every template and compares the whitelists with them: one sentence for each that does not fit.
std::vector<Text> verify(storage::Transaction& t, const crypto::Key& vault);

}  // namespace ward::city::people
