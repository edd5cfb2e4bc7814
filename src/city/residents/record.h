// A person as the register keeps them: records, as lists and visits said them, and the ones that were found to be of
// the same person. No record is ever changed by a merger, so every merger can be undone. Pure.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "base/json.h"
#include "city/residents/person.h"

namespace ward::city::residents {

// Appends what is not among them yet.
template <class T>
void add_new(std::vector<T>& all, const std::vector<T>& more) {
  for (const T& one : more)
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
}

struct Record {
  Person person;
  std::int64_t version = 1;            // counts its changes
  std::optional<Id> merged_into = {};  // the record it was found to be the same person as
};

// What the records of one person say together: of each field what the first of them says that says anything, all their
// documents and phones, and as spellings every other name. `records` are not empty; the first one's id is the person's.
Person together(std::span<const Person> records);

// A document as a caller gives it: its number, or, of one that is stored already, how it ends.
struct DocumentInput {
  DocumentKind kind = DocumentKind::other;
  std::string country = {}, number = {}, last = {};
};

// Who lives in a room, or lived there: from `since` on, up to and without `until`.
struct Tenancy {
  Id id, resident, room;
  Date since;
  std::optional<Date> until = {};
  std::int64_t version = 1;
  bool operator==(const Tenancy&) const = default;
};
inline bool holds(const Tenancy& tenancy, Date day) {
  return tenancy.since <= day && (!tenancy.until || day < *tenancy.until);
}
struct TenancyInput {
  Id resident, room;
  Date since;
  std::optional<Date> until = {};
  std::int64_t version = 0;
};
// Errors: those of JsonReader, "date.malformed", "tenancy.order".
Result<TenancyInput> tenancy_from_json(const json::value& value);

// A person as a caller gives them, by the fields of a reader. `path` of the object, for faults in its documents: "" or
// "persons[0]". `today` tells which dates of birth are still to come. Faults: "resident.birth", "country.unknown",
// those of the documents.
struct PersonInput {
  Person person;  // without documents
  std::vector<DocumentInput> documents;
};
PersonInput person_in(JsonReader& in, const Id& id, const std::string& path, Date today);

// What a caller asks a record to be. `version` is what they saw, 0 for what is new to them.
struct RecordInput {
  Person person;  // without documents
  std::vector<DocumentInput> documents;
  std::int64_t version = 0;
  std::optional<std::pair<Id, TenancyInput>> home = {};  // of somebody new: the tenancy's id, and what it is
};
// `today` tells which dates of birth are still to come. Errors: those of JsonReader, "resident.birth",
// "country.unknown".
Result<RecordInput> record_from_json(const Id& id, const json::value& value, Date today);

// Their numbers become digests; one that is named by its end must be among `stored`, once for each that ends so.
// Errors: those of read_document(), "document.not_stored"; `field` names the place in the list.
Result<std::vector<KeptDocument>> kept(const std::vector<DocumentInput>& documents,
                                       const std::vector<KeptDocument>& stored, crypto::ByteView key, Date today);

// The same person is once in a room at a time. `others`: of this person, in any room. Errors: "tenancy.twice".
Result<> check_tenancy(const Tenancy& tenancy, std::span<const Tenancy> others);

}  // namespace ward::city::residents
