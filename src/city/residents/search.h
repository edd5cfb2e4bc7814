// People by what somebody knows of them: how their name begins, a phone, the number of a document.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "city/residents/matching.h"
#include "storage/database.h"

namespace ward::city::residents {

// Latin letters of the name a person goes by, in its order and without spaces: "wangxiaoming" of 王小明. Empty when it
// has none.
std::string spelled(const Comparable& person);

struct NameAsked {
  std::u32string han;   // the characters that it begins with; or
  std::string letters;  // the letters
  std::string whole;    // as letters_key() makes it: the words in whatever order
};
// A key of blocking_keys().
using Asked = std::variant<NameAsked, std::string>;

// {"name"}, {"phone"} or {"document": {"kind", "country", "number"}}; `key` makes the digests of numbers. Errors: those
// of JsonReader and of read_document(), "search.one" (exactly one of them), "search.short" (of a name that is not in
// Chinese characters two letters at least), "search.phone" (five digits at least).
Result<Asked> asked_from_json(const json::value& value, crypto::ByteView key, Date today);

struct FoundPeople {
  std::vector<Id> heads;
  bool more = false;  // there may be others
};
// Of those who live or lived in units within `tops` ("" is everywhere, and whoever lives nowhere), at most `limit`, by
// name.
FoundPeople search(storage::Transaction& t, const Asked& asked, const std::vector<std::string>& tops, int limit);

// Whether there are records from before there were letters.
bool has_unspelled(storage::Transaction& t);
// Writes the letters of the records that were written before there were any; `count` at most. Whether some are left.
bool spell_missing(storage::Transaction& t, int count);

}  // namespace ward::city::residents
