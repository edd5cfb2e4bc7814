#include "city/residents/list_api.h"

#include "city/accounts/session.h"
#include "city/cursor.h"
#include "city/query.h"
#include "city/residents/import_store.h"
#include "city/residents/proposals.h"
#include "city/residents/shown.h"
#include "city/table_files.h"

namespace ward::city::residents {

namespace {

using accounts::Operation;
using http::Request;
using http::Response;

json::value report_of(const ImportReport& report, http::Language language) {
  return import_report(report,
                       {{"new_people", report.plan.new_people},
                        {"merged", report.plan.merged},
                        {"proposals", report.plan.proposals},
                        {"new_tenancies", report.plan.new_tenancies}},
                       report.stored, language);
}

Result<Response> import_residents(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::importResidents));
  QueryReader query(request);
  ImportOrder order = import_order(request.body, city.vault, today(city));
  order.dry_run = query.boolean("dry_run").value_or(true);
  order.good_rows = query.boolean("good_rows").value_or(false);
  WARD_CHECK(query.finish());
  order.actor = caller.actor();
  order.may_change = [&](std::string_view path) {
    return caller.check_unit(Operation::importResidents, path).has_value();
  };
  Result<ImportReport> report;
  if (order.dry_run)
    city.db.read([&](storage::Transaction& t) { report = import_list(t, city.clock, order); });
  else
    WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
      report = import_list(t, city.clock, order);
      WARD_CHECK(report);
      return {};
    }));
  WARD_CHECK(report);
  return Response::of(report_of(*report, request.language));
}

// What speaks for and against it is looked at now: the people may have changed since.
json::object to_json(storage::Transaction& t, const Proposal& one) {
  const Person person = person_of(t, one.head), other = person_of(t, one.other_head);
  const Match match = compare(comparable(other), comparable(person));
  return {{"id", one.id.str()},
          {"person", to_json(person)},
          {"other", to_json(other)},
          {"caution", to_string(one.caution)},
          {"caution_words", text_to_json(words(one.caution))},
          {"bits", one.odds},
          {"found", found_to_json(match)},
          {"proposed_at", to_rfc3339(one.proposed_at)}};
}

Result<Response> list_residents_proposals(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listResidentProposals));
  QueryReader query(request);
  ProposalFilter filter{.tops = caller.tops_of(Operation::listResidentProposals)};
  filter.limit = query.limit();
  filter.after = query.after();
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  city.db.read([&](storage::Transaction& t) {
    const auto found = list_proposals(t, filter);
    for (const Proposal& one : found) items.push_back(to_json(t, one));
    if (int(found.size()) == filter.limit)
      next = json::value(to_string(TimeCursor{found.back().proposed_at, found.back().id}));
  });
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}});
}

// What a caller may not see is not there.
Result<> check_visible(storage::Transaction& t, const accounts::Caller& caller, const Id& id) {
  const auto found = find_proposal(t, id);
  const bool sees = found && visible(t, caller, Operation::decideResidentProposal, found->record) &&
                    visible(t, caller, Operation::decideResidentProposal, found->other);
  if (sees) return {};
  return std::unexpected(unknown_proposal());
}

Result<Response> decide_proposal(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::decideResidentProposal));
  WARD_TRY(id, id_of(request));
  WARD_TRY(body, request.json());
  JsonReader in(body);
  const auto decision = decision_from(in.choice("decision", {"merged", "different"}));
  WARD_CHECK(in.finish());
  json::object out;
  WARD_CHECK(city.db.write([&](storage::Transaction& t) -> Result<> {
    WARD_CHECK(check_visible(t, caller, id));
    WARD_TRY(decided, decide(t, city.clock, id, *decision, caller.actor()));
    out = {{"id", id.str()},
           {"decision", to_string(*decided.decision)},
           {"decided_by", decided.decided_by},
           {"decided_at", to_rfc3339(*decided.decided_at)},
           {"person", decided.head.str()},
           {"other", decided.other_head.str()}};
    return {};
  }));
  return Response::of(std::move(out));
}

}  // namespace

void list_routes(http::Router& router, City& city) {
  router.on(
      "POST", "/api/v1/residents/import", [&city](const Request& r) { return import_residents(city, r); },
      max_table_file, accounts::admission(city, Operation::importResidents));
  router.on("GET", "/api/v1/residents/proposals",
            [&city](const Request& r) { return list_residents_proposals(city, r); });
  router.on("PUT", "/api/v1/residents/proposals/{id}", [&city](const Request& r) { return decide_proposal(city, r); });
}

}  // namespace ward::city::residents
