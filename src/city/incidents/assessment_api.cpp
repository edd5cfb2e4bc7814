// 考核 over HTTP: the numbers, and behind each of them its incidents page by page.
#include "city/incidents/assessment_api.h"

#include <algorithm>
#include <iterator>

#include "city/accounts/asked.h"
#include "city/accounts/session.h"
#include "city/incidents/api.h"
#include "city/incidents/assessment.h"
#include "city/incidents/parts.h"
#include "city/query.h"
#include "city/units/store.h"

namespace ward::city::incidents {

namespace {

using accounts::Caller;
using accounts::Operation;
using http::Response;

struct Asked {
  Time from, to;
  std::optional<Id> unit;
};

Asked asked(QueryReader& query, Time now) {
  Asked out{.from = query.time("from").value_or(now - std::chrono::days{30}),
            .to = query.time("to").value_or(now),
            .unit = query.id("unit")};
  if (out.to < out.from) query.fault("to", {"to is before from.", "to 早于 from。"});
  return out;
}

// Who may look at no unit sees no stages; `finished` would take that for everywhere.
std::vector<Finished> finished_within(storage::Transaction& t, const std::vector<std::string>& tops,
                                      const Asked& wanted) {
  return tops.empty() ? std::vector<Finished>{} : finished(t, tops, wanted.from, wanted.to);
}

json::array to_json(const std::vector<Figure>& figures) {
  json::array out;
  for (const Figure& figure : figures) out.push_back(to_json(figure));
  return out;
}

json::array by_unit(storage::Transaction& t, const Assessment& done, const Asked& asked) {
  std::vector<std::pair<units::Unit, const std::vector<Figure>*>> rows;
  for (const auto& [path, figures] : done.by_part)
    if (auto unit = units::find_at(t, path)) rows.emplace_back(*std::move(unit), &figures);
  std::ranges::sort(rows, {}, [](const auto& row) { return std::pair(row.first.name, row.first.id); });
  json::array out;
  for (const auto& [unit, figures] : rows)
    out.push_back(json::object{{"unit", unit.id.str()},
                               {"unit_name", unit.name},
                               {"own", unit.id == asked.unit},
                               {"figures", to_json(*figures)}});
  return out;
}

json::array by_type(const Catalogue& types, const Assessment& done) {
  json::array out;
  for (const auto& [code, figures] : done.by_type) {
    const Type* type = types.find(code);
    json::value name = nullptr;
    if (type) name = {{"en", type->name.en}, {"zh", type->name.zh}};
    out.push_back(json::object{{"type", code}, {"type_name", std::move(name)}, {"figures", to_json(figures)}});
  }
  return out;
}

Result<Response> get_assessment(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::getAssessment));
  QueryReader query(request);
  const Asked wanted = asked(query, city.clock.now());
  WARD_CHECK(query.finish());
  json::object out{{"from", to_rfc3339(wanted.from)}, {"to", to_rfc3339(wanted.to)}, {"unit", or_null(wanted.unit)}};
  Result<> allowed{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::getAssessment, wanted.unit);
    if (!tops) return void(allowed = std::unexpected(tops.error()));
    const Assessment done = assess(finished_within(t, *tops, wanted), [&](const std::string& path) {
      return part_of(path, *tops, wanted.unit.has_value());
    });
    out["all"] = to_json(done.all);
    out["by_unit"] = by_unit(t, done, wanted);
    out["by_type"] = by_type(catalogue(t), done);
  });
  WARD_CHECK(allowed);
  return Response::of(std::move(out));
}

// Which incidents of a number.
struct Cases {
  Asked asked;
  bool own = false;
  std::string type = {}, figure = {};
  bool rest = false;
};

std::vector<Id> cases_of(std::vector<Finished> stages, const Cases& wanted, const std::vector<std::string>& tops) {
  std::erase_if(stages, [&](const Finished& one) {
    return (!wanted.type.empty() && one.type != wanted.type) || (wanted.own && one.path != tops.front());
  });
  const auto all = assess(stages, [](const std::string&) { return ""; }).all;
  const auto figure = std::ranges::find(all, wanted.figure, &Figure::name);
  if (figure == all.end()) return {};
  if (!wanted.rest) return figure->incidents;
  std::vector<Id> out;
  std::ranges::set_difference(figure->among, figure->incidents, std::back_inserter(out));
  return out;
}

Result<Response> list_cases(City& city, const http::Request& request) {
  WARD_TRY(caller, accounts::require(city, request, Operation::listAssessmentCases));
  QueryReader query(request);
  Cases wanted{.asked = asked(query, city.clock.now())};
  wanted.own = query.boolean("own").value_or(false);
  wanted.type = query.text("type", 100).value_or("");
  wanted.figure = query.text("figure", 100).value_or("");
  wanted.rest = query.boolean("rest").value_or(false);
  const auto after = query.id("after");
  const auto limit = std::size_t(query.limit());
  if (wanted.figure.empty()) query.fault("figure", {"Say which number.", "请说明指标。"});
  if (wanted.own && !wanted.asked.unit) query.fault("own", {"Say of which unit.", "请说明单元。"});
  WARD_CHECK(query.finish());
  json::array items;
  json::value next = nullptr;
  std::size_t total = 0, hidden = 0;
  Result<> allowed{};
  city.db.read([&](storage::Transaction& t) {
    const auto tops = accounts::asked_tops(t, caller, Operation::listAssessmentCases, wanted.asked.unit);
    if (!tops) return void(allowed = std::unexpected(tops.error()));
    auto ids = cases_of(finished_within(t, *tops, wanted.asked), wanted, *tops);
    total = ids.size();
    if (after) ids.erase(ids.begin(), std::ranges::upper_bound(ids, *after));
    if (ids.size() > limit) ids.resize(limit), next = ids.back().str();
    // Who did a stage of an incident may not see it any more since it went on its way.
    hidden = std::erase_if(ids, [&](const Id& id) {
      const auto stored = find(t, id);
      return !stored || !sees(caller, stored->incident, stored->path, handler_path(t, stored->incident));
    });
    for (Shown& one : read_shown(t, ids)) items.push_back(shown(std::move(one), catalogue(t)));
  });
  WARD_CHECK(allowed);
  return Response::of({{"items", std::move(items)}, {"next", std::move(next)}, {"total", total}, {"hidden", hidden}});
}

}  // namespace

void assessment_routes(http::Router& router, City& city) {
  using http::Request;
  router.on("GET", "/api/v1/incidents/assessment", [&city](const Request& r) { return get_assessment(city, r); });
  router.on("GET", "/api/v1/incidents/assessment/cases", [&city](const Request& r) { return list_cases(city, r); });
}

}  // namespace ward::city::incidents
