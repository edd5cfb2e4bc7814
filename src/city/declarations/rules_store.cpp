// The rules by region of origin: every version is kept, so that what somebody was told can be looked up.
#include "city/declarations/store.h"
#include "city/journal/store.h"
#include "city/version.h"

namespace ward::city::declarations {

namespace {

Rules rules_in(const std::string& body) { return rules_from_json(json::parse(body)).value(); }

std::optional<std::string> body_of(storage::Transaction& t, std::optional<std::int64_t> version) {
  const auto body = [](const storage::Row& row) { return row.text(0); };
  if (version) return t.first("SELECT body FROM declaration_rules WHERE version = ?", body, *version);
  return t.first("SELECT body FROM declaration_rules ORDER BY version DESC LIMIT 1", body);
}

}  // namespace

Rules rules(storage::Transaction& t) {
  const auto body = body_of(t, {});
  return body ? rules_in(*body) : Rules{};
}

Result<Rules> rules_of(storage::Transaction& t, std::int64_t version) {
  if (const auto body = body_of(t, version)) return rules_in(*body);
  if (version == 0) return Rules{};
  return fail(ErrorKind::not_found, "rules.unknown", {"There is no such version of the rules.", "没有该版本的规则。"},
              "version");
}

Result<Rules> put_rules(storage::Transaction& t, const Clock& clock, Rules wanted, const std::string& actor) {
  const Rules before = rules(t);
  Rules again = wanted;
  again.version = before.version;
  if (again == before) return before;
  WARD_CHECK(check_version(wanted.version, before.version, "rules.changed_meanwhile"));
  ++wanted.version;
  t.exec("INSERT INTO declaration_rules (version, body, at, actor) VALUES (?, ?, ?, ?)", wanted.version,
         json::serialize(to_json(wanted)), clock.now(), actor);
  journal::append(t, clock,
                  {.type = "declaration.rules",
                   .subject = std::to_string(wanted.version),
                   .actor = actor,
                   .purpose = "declarations",
                   .payload = {{"rules", wanted.rules.size()}}});
  return wanted;
}

}  // namespace ward::city::declarations
