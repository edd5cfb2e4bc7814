// The table of sites.
#include "city/sites/store.h"

#include "city/journal/store.h"
#include "city/units/store.h"

namespace ward::city::sites {

namespace {

constexpr const char* select = "SELECT id, name, zone, capture_days, unit FROM site ";

Site read(const storage::Row& row) {
  Site site{.id = row.id(0), .name = row.text(1), .zone = row.text(2), .capture_days = int(row.integer(3))};
  if (!row.is_null(4)) site.unit = row.id(4);
  return site;
}

}  // namespace

std::optional<Site> find(storage::Transaction& t, const Id& id) {
  return t.first(std::string(select) + "WHERE id = ?", read, id);
}

std::vector<Site> list(storage::Transaction& t) {
  std::vector<Site> sites;
  t.query(std::string(select) + "ORDER BY name, id", [&](const storage::Row& row) { sites.push_back(read(row)); });
  return sites;
}

Result<Policy> policy_of(storage::Transaction& t, const Id& site) {
  const auto stored = t.first(
      "SELECT coalesce(policy, '') FROM site WHERE id = ?", [](const storage::Row& row) { return row.text(0); }, site);
  if (!stored) return fail(ErrorKind::not_found, "site.unknown", {"There is no such site.", "没有该场所。"});
  if (stored->empty()) return Policy{};
  WARD_TRY(value, parse_json(*stored));
  return policy_from_json(value);
}

Result<Site> put(storage::Transaction& t, const Clock& clock, const Id& id, const Site& input,
                 const std::string& actor) {
  const auto before = find(t, id);
  const bool is_new = !before, moves = input.unit && (!before || before->unit != input.unit);
  if (const auto unit = moves ? units::find(t, *input.unit) : std::nullopt; moves && !(unit && unit->is_open()))
    return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  t.exec(
      "INSERT INTO site (id, name, zone, capture_days, unit, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO "
      "UPDATE SET name = excluded.name, zone = excluded.zone, capture_days = excluded.capture_days, unit = "
      "excluded.unit",
      id, input.name, input.zone, input.capture_days, input.unit, clock.now());
  journal::append(t, clock,
                  {.type = is_new ? "site.made" : "site.changed",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "sites",
                   .payload = {{"zone", input.zone},
                               {"capture_days", input.capture_days},
                               {"unit", input.unit ? json::value(input.unit->str()) : nullptr}},
                   .unit = id.str()});
  return *find(t, id);
}

Result<> put_policy(storage::Transaction& t, const Clock& clock, const Id& site, const Policy& policy,
                    const std::string& purpose, const std::string& actor) {
  WARD_TRY(before, policy_of(t, site));
  t.exec("UPDATE site SET policy = ? WHERE id = ?", json::serialize(to_json(policy)), site);
  journal::append(t, clock,
                  {.type = "policy.changed",
                   .subject = site.str(),
                   .actor = actor,
                   .purpose = purpose,
                   .payload = {{"before", to_json(before)}, {"after", to_json(policy)}},
                   .unit = site.str()});
  return {};
}

}  // namespace ward::city::sites
