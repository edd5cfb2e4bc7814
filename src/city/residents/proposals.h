// Who may be one person, as imports found: kept until a person decides. Decided, it is never proposed again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "city/cursor.h"
#include "city/residents/matching.h"
#include "storage/database.h"

namespace ward::city::residents {

enum class Decision { merged, different };
std::string_view to_string(Decision decision);
std::optional<Decision> decision_from(std::string_view name);

struct Proposal {
  Id id, record, other;
  Id head, other_head;  // whom their people go by now
  double odds = 0;      // bits, when it was found
  Caution caution = Caution::none;
  Time proposed_at;
  std::optional<Decision> decision = {};
  std::string decided_by = {};
  std::optional<Time> decided_at = {};
};
Error unknown_proposal();
std::optional<Proposal> find_proposal(storage::Transaction& t, const Id& id);

// Those that nobody has decided and whose two are two people still, the oldest first. Of people in rooms within `tops`
// alone, both of them ("" is everywhere, and also of those who live nowhere; none is nowhere).
struct ProposalFilter {
  std::vector<std::string> tops;
  std::optional<TimeCursor> after = {};
  int limit = 50;
};
std::vector<Proposal> list_proposals(storage::Transaction& t, const ProposalFilter& filter);

// Merges the record's person into the other one, or says that they are two. The same decision again is once. Errors:
// "proposal.unknown", "proposal.decided" (otherwise, before).
Result<Proposal> decide(storage::Transaction& t, const Clock& clock, const Id& id, Decision decision,
                        const std::string& actor);

}  // namespace ward::city::residents
