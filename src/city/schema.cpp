#include "city/schema.h"

namespace ward::city {

// Ids are 16-byte blobs, times integer milliseconds since 1970 UTC, temperatures integer 1/100 °C, digests 32-byte
// blobs.
const std::vector<storage::Migration>& schema() {
  static const std::vector<storage::Migration> steps = {
      {1, "journal", R"sql(
-- The one record of everything that happened, a hash chain: a changed or missing row shows (journal/).
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... without a gap
  id BLOB NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,             -- what happened: 'person.put', 'passages.batch', ...
  subject TEXT NOT NULL,          -- to whom or what: an id or a name
  actor TEXT NOT NULL,            -- who did it: 'user:<id>', 'device:<id>', 'system'
  purpose TEXT NOT NULL,          -- what for
  unit TEXT NOT NULL,             -- the site's id, '' for none
  payload TEXT NOT NULL,          -- JSON; ids and numbers, never a name, a face or a password
  digest BLOB NOT NULL            -- SHA-256 over the digest before and all of the above
) STRICT;
CREATE INDEX journal_type ON journal (type, number);
CREATE INDEX journal_subject ON journal (subject, number);
-- One row: the last of the chain, so that a cut-off end shows as well.
CREATE TABLE journal_head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
INSERT INTO journal_head VALUES (1, 0, zeroblob(32));
)sql"},
  };
  return steps;
}

}  // namespace ward::city
