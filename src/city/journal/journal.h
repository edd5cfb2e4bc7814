// The one record of everything that happened. A row is written in the same transaction as the change it tells of, and
// sealed in a hash chain: every row's digest covers the row before. Facts in bulk (passages) have one row a batch.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/id.h"
#include "base/json.h"

namespace ward::city::journal {

struct Entry {
  std::string type;                      // "person.put": the concept, then what happened
  std::string subject;                   // to whom or what: an id or a name
  std::string actor;                     // "user:<id>", "device:<id>", "system"
  std::string purpose;                   // what for, in a word or two: "enrolment", "whitelist"
  json::value payload = json::object();  // ids and numbers; never a name, a face, a password or a key
  std::string unit = {};                 // the site's id, "" when it belongs to none
};

// A row as it is stored.
struct Record {
  std::int64_t number = 0;  // 1, 2, 3, ... without a gap
  Id id;
  Time at;
  std::string type, subject, actor, purpose, unit;
  std::string payload;  // the JSON text that is sealed
  crypto::Digest digest{};
};

// SHA-256 over `previous` and the row's fields, each with its length before it, so that no two rows read the same.
crypto::Digest seal(const crypto::Digest& previous, const Record& record);

json::value to_json(const Record& record);

}  // namespace ward::city::journal
