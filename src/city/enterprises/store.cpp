// Enterprises: found, listed, made, and taken from one state to the next.
#include "city/enterprises/store.h"

#include <fmt/format.h>

#include "city/enterprises/rows.h"
#include "city/premises/store.h"
#include "city/sites/store.h"
#include "city/units/store.h"
#include "city/units/within.h"
#include "city/version.h"

namespace ward::city::enterprises {

namespace {

Result<> check_input(storage::Transaction& t, const Id& id, const Input& input) {
  if (input.premises && !premises::find(t, *input.premises))
    return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "premises");
  if (input.site && !sites::find(t, *input.site))
    return fail(ErrorKind::not_found, "site.unknown", {"There is no such site.", "没有这个场所。"}, "site");
  const auto taken = t.first(
      "SELECT name FROM enterprise WHERE credit_code = ? AND credit_code <> '' AND id <> ?",
      [](const storage::Row& row) { return row.text(0); }, input.credit_code, id);
  if (!taken) return {};
  return fail(ErrorKind::conflict, "enterprise.code_taken",
              {fmt::format("This credit code is that of {}.", *taken), fmt::format("该信用代码已属于{}。", *taken)},
              "credit_code");
}

Enterprise with_input(Enterprise enterprise, const Input& input) {
  enterprise.unit = input.unit;
  enterprise.name = input.name;
  enterprise.credit_code = input.credit_code;
  enterprise.kind = input.kind;
  enterprise.premises = input.premises;
  enterprise.site = input.site;
  return enterprise;
}

Error unknown_enterprise() {
  return Error::make(ErrorKind::not_found, "enterprise.unknown", {"There is no such enterprise.", "没有该企业。"},
                     "id");
}

std::optional<std::pair<Id, Done>> find_done(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT enterprise, body, at, author FROM enterprise_step WHERE id = ?",
      [](const storage::Row& row) { return std::pair(row.id(0), done_in(row.text(1), row.time(2), row.text(3))); }, id);
}

}  // namespace

std::optional<Stored> find(storage::Transaction& t, const Id& id) {
  return t.first(fmt::format("SELECT {}{} WHERE e.id = ?", enterprise_columns, from_where_it_is), stored_in, id);
}

std::vector<Stored> list(storage::Transaction& t, const Filter& filter) {
  std::vector<storage::Value> values;
  std::string rest = units::within(filter.tops, values);
  if (filter.state) rest += " AND e.state = ?", values.emplace_back(std::string(to_string(*filter.state)));
  if (filter.trouble)
    rest += " AND e.state = 'approved' AND e.trouble = ?", values.emplace_back(std::string(to_string(*filter.trouble)));
  if (!filter.beginning.empty()) {
    rest += " AND (substr(e.name, 1, length(?)) = ? OR substr(e.credit_code, 1, length(?)) = ?)";
    values.insert(values.end(), 4, storage::Value(filter.beginning));
  }
  if (const auto after = filter.after ? find(t, *filter.after) : std::nullopt) {
    rest += " AND (u.path, e.name, e.id) > (?, ?, ?)";
    values.insert(values.end(), {after->path, after->enterprise.name, storage::to_value(after->enterprise.id)});
  }
  values.emplace_back(std::int64_t(filter.limit));
  std::vector<Stored> all;
  t.each(fmt::format("SELECT {}{} WHERE {} ORDER BY u.path, e.name, e.id LIMIT ?", enterprise_columns, from_where_it_is,
                     rest),
         std::move(values), [&](const storage::Row& row) { all.push_back(stored_in(row)); });
  return all;
}

Result<Stored> put(storage::Transaction& t, const Clock& clock, const Id& id, const Input& input,
                   const std::string& actor) {
  const auto unit = units::find(t, input.unit);
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "enterprise.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  const auto before = find(t, id);
  Enterprise wanted = with_input(before ? before->enterprise : Enterprise{.id = id, .unit = {}, .name = {}}, input);
  if (before && wanted == before->enterprise) return *before;
  WARD_CHECK(check_version(input.version, before ? before->enterprise.version : 0, "enterprise.changed_meanwhile"));
  WARD_CHECK(check_input(t, id, input));
  if (before) count(t, before->enterprise, before->path, -1);
  wanted.version = input.version + 1;
  write(t, wanted, !before);
  count(t, wanted, unit->path, 1);
  write_journal(t, clock, before ? "enterprise.changed" : "enterprise.made", id,
                {{"name", wanted.name}, {"version", wanted.version}}, unit->path, actor);
  return *find(t, id);
}

Result<Stored> act(storage::Transaction& t, const Clock& clock, const Id& id, const Done& done,
                   const std::string& actor) {
  const auto stored = find(t, id);
  if (!stored) return std::unexpected(unknown_enterprise());
  if (const auto before = find_done(t, done.id)) {
    if (before->first == id && is_sent_again(before->second, done)) return *stored;
    return fail(ErrorKind::conflict, "step.other", {"Another step has this id.", "该编号已用于另一步骤。"}, "id");
  }
  WARD_TRY(after, apply(stored->enterprise, done, incidents::day_of(t, done.at)));
  t.exec("INSERT INTO enterprise_step (id, enterprise, body, at, author) VALUES (?, ?, ?, ?, ?)", done.id, id,
         text_of(done), done.at, done.author);
  after.version = stored->enterprise.version + 1;
  count(t, stored->enterprise, stored->path, -1);
  write(t, after, false);
  count(t, after, stored->path, 1);
  write_journal(t, clock, "enterprise.step", id, {{"step", to_string(done.step)}, {"state", to_string(after.state)}},
                stored->path, actor);
  return *find(t, id);
}

std::vector<Done> steps_of(storage::Transaction& t, const Id& enterprise) {
  std::vector<Done> all;
  t.query(
      "SELECT body, at, author FROM enterprise_step WHERE enterprise = ? ORDER BY at DESC, id DESC",
      [&](const storage::Row& row) { all.push_back(done_in(row.text(0), row.time(1), row.text(2))); }, enterprise);
  return all;
}

}  // namespace ward::city::enterprises
