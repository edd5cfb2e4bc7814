// The tables of draws and of their visits. A draw is committed to, revealed once, and its visits are told what came of
// them; each with its row in the journal, so that a commitment cannot be dated back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/crypto.h"
#include "city/incidents/point.h"
#include "city/inspections/draws.h"
#include "storage/database.h"

namespace ward::city::inspections {

struct StoredDraw {
  Id id;
  std::int64_t number = 0;  // 1, 2, 3, ... as they were committed to
  Id unit;
  std::string title;
  Commitment commitment;
  std::int64_t replacements = 0;
  std::vector<incidents::Field> form = {};  // the checklist of each visit
  std::optional<Reveal> reveal = {};        // once it was revealed
  std::optional<Time> revealed_at = {};
  std::string path = {}, unit_name = {};
};
std::optional<StoredDraw> find(storage::Transaction& t, const Id& id);
// Those of units within any of `tops`, or above one of them, the latest first.
struct Filter {
  std::vector<std::string> tops = {};
  std::optional<std::int64_t> before = {};  // the number with which the page before ended
  int limit = 50;
};
std::vector<StoredDraw> list(storage::Transaction& t, const Filter& filter);
// What its digest is of (canonical_text), as it was when it was committed to.
std::string frame_text(storage::Transaction& t, const Id& draw);

// The frame is taken from the registers now. The same id with the same input is once. Errors: "draw.unit_unknown",
// "draw.other" (another one has this id), those of make_frame(), allocate() and commit(). `key` seals the secret until
// it is revealed.
Result<StoredDraw> commit_draw(storage::Transaction& t, const Clock& clock, const Id& id, const DrawInput& input,
                               const crypto::Key& key, const std::string& actor);

// The secret is revealed, the items are drawn, and each visit gets its inspectors: of accounts, none in a unit of their
// own (their member's posts), nor where they were the last time. The same value and inspectors again is once. Errors:
// "draw.unknown", "draw.revealed" (with others), "draw.inspector" (no such account), those of draw(), in_pairs() and
// rotate().
struct Revealing {
  std::string public_value;
  std::vector<Id> inspectors;  // accounts
  bool in_pairs = false;
};
Result<StoredDraw> reveal_draw(storage::Transaction& t, const Clock& clock, const Id& id, const Revealing& revealing,
                               const crypto::Key& key, const std::string& actor);

// All that were drawn, with their replacements: by stratum and rank; none before it was revealed.
std::vector<Planned> visits(storage::Transaction& t, const Id& draw);
// How many visits are to be made now (to_visit), and how many of them were; 0 of 0 before it was revealed.
struct Progress {
  std::int64_t to_visit = 0, visited = 0;
};
Progress progress(storage::Transaction& t, std::int64_t draw_number);
// What came of one; the same again is once. Errors: "visit.unknown", "visit.not_yours" (another inspector's),
// "visit.changed_meanwhile". `inspector`: the account, nothing for who may for all.
Result<Planned> put_visit(storage::Transaction& t, const Clock& clock, const StoredDraw& draw, const std::string& item,
                          const VisitInput& input, const std::optional<Id>& inspector, const std::string& author,
                          const std::string& actor);

// What an item is called for who goes there.
struct Called {
  std::string name, address, unit_name;
  std::optional<incidents::Point> place = {};  // of the house's door
  std::optional<Id> premises = {}, declaration = {}, enterprise = {};
};
Called called(storage::Transaction& t, const Item& item);

}  // namespace ward::city::inspections
