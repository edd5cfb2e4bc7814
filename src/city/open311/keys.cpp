#include "city/open311/keys.h"

#include "base/crypto.h"
#include "city/journal/store.h"
#include "city/units/store.h"

namespace ward::city::open311 {

namespace {

constexpr const char* select = "SELECT id, name, unit, jurisdiction, revoked, created_at FROM open311_key ";

Key read(const storage::Row& row) {
  return {.id = row.id(0),
          .name = row.text(1),
          .unit = row.id(2),
          .jurisdiction = row.text(3),
          .revoked = row.boolean(4),
          .created_at = row.time(5)};
}

storage::Blob digest_of(const std::string& secret) {
  const auto digest = crypto::sha256(crypto::as_bytes(secret));
  return {digest.begin(), digest.end()};
}

void journal_row(storage::Transaction& t, const Clock& clock, const char* type, const Id& id,
                 const std::string& actor) {
  journal::append(t, clock, {.type = type, .subject = id.str(), .actor = actor, .purpose = "open311"});
}

}  // namespace

Result<KeyInput> key_from_json(const json::value& value) {
  JsonReader in(value);
  KeyInput input{
      .name = in.text("name", 1, 100), .jurisdiction = in.text("jurisdiction", 1, 100), .unit = in.id("unit")};
  WARD_CHECK(in.finish());
  return input;
}

json::object to_json(const Key& key) {
  return {{"id", key.id.str()},     {"name", key.name},
          {"unit", key.unit.str()}, {"jurisdiction", key.jurisdiction},
          {"revoked", key.revoked}, {"created_at", to_rfc3339(key.created_at)}};
}

std::optional<Key> find_key(storage::Transaction& t, const Id& id) {
  return t.first(std::string(select) + "WHERE id = ?", read, id);
}

std::vector<Key> list_keys(storage::Transaction& t) {
  std::vector<Key> all;
  t.query(std::string(select) + "ORDER BY name, id", [&](const storage::Row& row) { all.push_back(read(row)); });
  return all;
}

std::optional<Key> find_by_secret(storage::Transaction& t, const std::string& secret) {
  // Looked up by a digest of 256 random bits: how long that takes tells nothing about any key.
  return t.first(std::string(select) + "WHERE key_digest = ? AND revoked = 0", read, digest_of(secret));
}

Result<bool> put_key(storage::Transaction& t, const Clock& clock, const Id& id, const KeyInput& input,
                     const std::string& secret, const std::string& actor) {
  if (!units::find(t, input.unit))
    return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  const bool is_new = !find_key(t, id);
  if (is_new)
    t.exec(
        "INSERT INTO open311_key (id, name, unit, jurisdiction, key_digest, revoked, created_at)"
        " VALUES (?, ?, ?, ?, ?, 0, ?)",
        id, input.name, input.unit, input.jurisdiction, digest_of(secret), clock.now());
  else
    t.exec("UPDATE open311_key SET name = ?, unit = ?, jurisdiction = ? WHERE id = ?", input.name, input.unit,
           input.jurisdiction, id);
  journal_row(t, clock, "open311_key.put", id, actor);
  return is_new;
}

bool revoke_key(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  if (!find_key(t, id)) return false;
  if (t.exec("UPDATE open311_key SET revoked = 1 WHERE id = ? AND revoked = 0", id) > 0)
    journal_row(t, clock, "open311_key.revoked", id, actor);
  return true;
}

std::vector<std::string> tops_of(storage::Transaction& t, const std::string& jurisdiction) {
  if (jurisdiction.empty()) return {""};
  std::vector<std::string> tops;
  t.query(
      "SELECT DISTINCT u.path FROM open311_key k JOIN unit u ON u.id = k.unit WHERE k.jurisdiction = ? AND k.revoked = "
      "0"
      " ORDER BY u.path",
      [&](const storage::Row& row) { tops.push_back(row.text(0)); }, jurisdiction);
  return tops;
}

}  // namespace ward::city::open311
