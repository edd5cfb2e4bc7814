#include "city/declarations/list_api.h"

#include <unordered_map>

#include "city/accounts/session.h"
#include "city/declarations/api.h"
#include "city/declarations/list_file.h"
#include "city/declarations/store.h"
#include "city/incidents/store.h"
#include "city/premises/store.h"
#include "city/query.h"
#include "city/residents/shown.h"
#include "city/table_files.h"

namespace ward::city::declarations {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Request;
using http::Response;

struct ListPlan {
  struct {
    std::vector<units::RowFault> faults = {};
    std::int64_t unchanged = 0;
  } plan;
  std::int64_t rows = 0;
  std::string encoding = {};
  std::vector<std::string> ignored = {};
};

struct ListWork {
  City& city;
  Caller caller;
  Id premises;
  std::string bytes;
  std::string path = {};  // of the house's unit
};

Result<DeclaredList> read(storage::Transaction& t, ListWork& work) {
  const auto house = premises::find(t, work.premises);
  const bool theirs = house && house->premises.landlord && house->premises.landlord == work.caller.member;
  if (!house || !(theirs || work.caller.check_unit(Operation::importDeclarations, house->path)))
    return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "premises");
  work.path = house->path;
  std::unordered_map<std::string, Id> rooms;
  for (const premises::Room& room : premises::rooms_of(t, work.premises))
    if (room.stands()) rooms.emplace(room.number, room.id);
  const auto document_key = work.city.vault.derived("residents.document");
  const auto id_key = work.city.vault.derived("residents.import");
  const auto room = [&](std::string_view number) -> std::optional<Id> {
    const auto found = rooms.find(std::string(number));
    return found == rooms.end() ? std::nullopt : std::optional(found->second);
  };
  return read_list(work.bytes, {.premises = work.premises,
                                .room = room,
                                .document_key = document_key,
                                .id_key = id_key,
                                .zone = incidents::work_calendar(t).zone,
                                .today = incidents::day_of(t, work.city.clock.now())});
}

enum class Outcome { made, changed, unchanged };

// As it would be stored; within a transaction that is given up when it is only tried.
Result<Outcome> put_row(storage::Transaction& t, const ListWork& work, const Declaration& row) {
  const auto before = find(t, row.id);
  Declaration wanted = row;
  wanted.author = work.caller.name;
  const std::int64_t version = before ? before->declaration.version : 0;
  if (before) wanted.note = before->declaration.note, wanted.language = before->declaration.language;
  WARD_TRY(stored, put(t, work.city.clock, std::move(wanted), version, work.caller.actor()));
  if (!before) return Outcome::made;
  return stored.declaration.version == version ? Outcome::unchanged : Outcome::changed;
}

struct ListCounts {
  std::int64_t made = 0, changed = 0, unchanged = 0;
  void add(Outcome outcome) { ++(outcome == Outcome::made ? made : outcome == Outcome::changed ? changed : unchanged); }
};

// Those from `from` on, at most so many: whoever else writes waits no longer than for these. A row that cannot be
// stored is at fault, and nothing of it is left.
Result<> store_some(const ListWork& work, DeclaredList& list, std::size_t from, std::size_t count, bool keep,
                    ListCounts& counts) {
  const Error given_up = Error::make(ErrorKind::conflict, "list.tried", {"Only tried.", "仅试运行。"});
  ListCounts now;
  std::vector<units::RowFault> faults;
  const auto done = work.city.db.write([&](storage::Transaction& t) -> Result<> {
    now = {};
    faults.clear();
    for (std::size_t i = from; i < from + count; ++i) {
      const auto outcome = put_row(t, work, list.declarations[i]);
      if (outcome)
        now.add(*outcome);
      else
        faults.push_back({list.row[i], outcome.error()});
    }
    return keep ? Result<>{} : std::unexpected(given_up);
  });
  if (!done && done.error().code != given_up.code) return done;
  counts.made += now.made;
  counts.changed += now.changed;
  counts.unchanged += now.unchanged;
  list.faults.insert(list.faults.end(), faults.begin(), faults.end());
  return {};
}

Result<ListCounts> store_all(const ListWork& work, DeclaredList& list, bool keep) {
  constexpr std::size_t at_once = 200;
  ListCounts counts;
  for (std::size_t from = 0; from < list.declarations.size(); from += at_once)
    WARD_CHECK(store_some(work, list, from, std::min(at_once, list.declarations.size() - from), keep, counts));
  return counts;
}

// Tried first: with a row at fault nothing is stored, unless it is asked to store the good ones. What was stored when
// the server dies in the middle is there; the same file again stores the rest.
Result<Response> import_declarations(City& city, const Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::importDeclarations));
  QueryReader query(request);
  const auto premises = query.id("premises");
  const bool dry_run = query.boolean("dry_run").value_or(true);
  const bool good_rows = query.boolean("good_rows").value_or(false);
  WARD_CHECK(query.finish());
  ListWork work{
      .city = city, .caller = caller, .premises = premises.value_or(Id{}), .bytes = std::string(request.body)};
  Result<DeclaredList> list;
  city.db.read([&](storage::Transaction& t) { list = read(t, work); });
  WARD_CHECK(list);
  const auto read_faults = list->faults;
  WARD_TRY(tried, store_all(work, *list, false));
  ListCounts counts = tried;
  const bool store = !dry_run && (good_rows || list->faults.empty());
  if (store) {
    list->faults = read_faults;
    WARD_TRY(stored, store_all(work, *list, true));
    counts = stored;
    publish(city, work.premises, work.path);
  }
  ListPlan plan{.plan = {.faults = std::move(list->faults), .unchanged = counts.unchanged},
                .rows = list->rows,
                .encoding = list->encoding,
                .ignored = list->ignored};
  std::ranges::sort(plan.plan.faults, {}, &units::RowFault::row);
  return Response::of(import_report(plan, {{"new_declarations", counts.made}, {"changed_declarations", counts.changed}},
                                    store, request.language));
}

}  // namespace

void list_routes(http::Router& router, City& city) {
  router.on(
      "POST", "/api/v1/declarations/import", [&city](const Request& r) { return import_declarations(city, r); },
      max_table_file, accounts::admission(city, Operation::importDeclarations));
}

}  // namespace ward::city::declarations
