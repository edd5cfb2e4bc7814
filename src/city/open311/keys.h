// Keys of other systems: who may report over Open311, for which unit, and under which jurisdiction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "storage/database.h"

namespace ward::city::open311 {

struct Key {
  Id id;
  std::string name;
  Id unit;                   // reports go there or below; nothing else is theirs
  std::string jurisdiction;  // jurisdiction_id of its requests
  bool revoked = false;
  Time created_at;
  std::string actor() const { return "open311:" + id.str(); }  // as the journal writes it
};
struct KeyInput {
  std::string name, jurisdiction;
  Id unit;
};
// {"name", "unit", "jurisdiction"}. Errors name the field.
Result<KeyInput> key_from_json(const json::value& value);
json::object to_json(const Key& key);

std::optional<Key> find_key(storage::Transaction& t, const Id& id);
std::vector<Key> list_keys(storage::Transaction& t);  // by name
// The key that is not revoked and has this secret.
std::optional<Key> find_by_secret(storage::Transaction& t, const std::string& secret);
// Makes it with `secret`, of which the SHA-256 is stored, or changes the one that is there, whose secret stays: true
// when it is new. Errors: "unit.unknown".
Result<bool> put_key(storage::Transaction& t, const Clock& clock, const Id& id, const KeyInput& input,
                     const std::string& secret, const std::string& actor);
// Stops working at once; what it reported stays. False when there is none.
bool revoke_key(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

// Paths of the units of a jurisdiction's keys; empty when nobody knows it. {""} for "": everywhere.
std::vector<std::string> tops_of(storage::Transaction& t, const std::string& jurisdiction);

}  // namespace ward::city::open311
