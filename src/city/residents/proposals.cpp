#include "city/residents/proposals.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "city/journal/store.h"
#include "city/residents/store.h"
#include "city/units/within.h"

namespace ward::city::residents {

namespace {

constexpr Words decisions[] = {{"merged", "They are one person.", "是同一人。"},
                               {"different", "They are two people.", "是不同的人。"}};

constexpr const char* selected =
    "SELECT p.id, p.record, p.other, a.head, b.head, p.odds, p.caution, p.proposed_at, p.decision, p.decided_by,"
    " p.decided_at FROM resident_proposal p JOIN resident a ON a.id = p.record JOIN resident b ON b.id = p.other";

Proposal proposal_in(const storage::Row& row) {
  Proposal one{.id = row.id(0),
               .record = row.id(1),
               .other = row.id(2),
               .head = row.id(3),
               .other_head = row.id(4),
               .odds = row.real(5),
               .caution = caution_from(row.text(6)).value_or(Caution::none),
               .proposed_at = row.time(7)};
  if (row.is_null(8)) return one;
  one.decision = decision_from(row.text(8));
  one.decided_by = row.text(9);
  one.decided_at = row.time(10);
  return one;
}

// Whether the person lives or lived in a room within any of `tops`: a condition, whose values are added to `values`.
std::string is_within(const char* head, const std::vector<std::string>& tops, std::vector<storage::Value>& values) {
  return fmt::format(
      "EXISTS (SELECT 1 FROM resident r JOIN tenancy y ON y.resident = r.id JOIN room m ON m.id = y.room"
      " JOIN premises h ON h.id = m.premises JOIN unit o ON o.id = h.unit"
      " JOIN unit u ON u.id = coalesce(o.merged_into, o.id) WHERE r.head = {} AND {})",
      head, units::within(tops, values));
}

void write(storage::Transaction& t, const Proposal& one) {
  t.exec("UPDATE resident_proposal SET decision = ?, decided_by = ?, decided_at = ? WHERE id = ?",
         to_string(*one.decision), one.decided_by, one.decided_at, one.id);
}

}  // namespace

std::string_view to_string(Decision decision) { return decisions[std::size_t(decision)].name; }
std::optional<Decision> decision_from(std::string_view name) { return named<Decision>(decisions, name); }

Error unknown_proposal() {
  return Error::make(ErrorKind::not_found, "proposal.unknown", {"There is no such proposal.", "没有这条合并建议。"},
                     "id");
}

std::optional<Proposal> find_proposal(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("{} WHERE p.id = ?", selected), proposal_in, id);
}

std::vector<Proposal> list_proposals(storage::Transaction& t, const ProposalFilter& filter) {
  std::string sql = fmt::format("{} WHERE p.decision IS NULL AND a.head <> b.head", selected);
  std::vector<storage::Value> values;
  if (filter.after) {
    sql += " AND (p.proposed_at > ? OR (p.proposed_at = ? AND p.id > ?))";
    for (storage::Value value : {storage::to_value(filter.after->at), storage::to_value(filter.after->at),
                                 storage::to_value(filter.after->id)})
      values.push_back(std::move(value));
  }
  if (std::ranges::find(filter.tops, "") == filter.tops.end())
    for (const char* head : {"a.head", "b.head"}) sql += " AND " + is_within(head, filter.tops, values);
  sql += " ORDER BY p.proposed_at, p.id LIMIT ?";
  values.push_back(storage::to_value(filter.limit));
  std::vector<Proposal> all;
  t.each(sql, std::move(values), [&](const storage::Row& row) { all.push_back(proposal_in(row)); });
  return all;
}

Result<Proposal> decide(storage::Transaction& t, const Clock& clock, const Id& id, Decision decision,
                        const std::string& actor) {
  auto found = find_proposal(t, id);
  if (!found) return std::unexpected(unknown_proposal());
  Proposal& one = *found;
  if (one.decision == decision) return one;
  if (one.decision)
    return fail(ErrorKind::conflict, "proposal.decided",
                {"Somebody decided otherwise before; merge or un-merge the people themselves.",
                 "此建议已有不同的决定，请直接合并或取消合并。"},
                "decision");
  if (decision == Decision::merged && one.head != one.other_head)
    WARD_CHECK(merge(t, clock, one.head, one.other_head, actor));
  one.decision = decision;
  one.decided_by = actor;
  one.decided_at = clock.now();
  write(t, one);
  journal::append(
      t, clock,
      {.type = "resident.decided",
       .subject = id.str(),
       .actor = actor,
       .purpose = "residents",
       .payload = {{"decision", to_string(decision)}, {"record", one.record.str()}, {"other", one.other.str()}}});
  one.head = *head_of(t, one.record);
  return one;
}

}  // namespace ward::city::residents
