#include "city/accounts/store.h"

#include "city/journal/store.h"

namespace ward::city::accounts {

namespace {

using storage::Row;

storage::Blob blob(const crypto::Digest& digest) { return {digest.begin(), digest.end()}; }

constexpr const char* columns = "a.id, a.name, a.role, a.sites, a.disabled, a.created_at, a.password, a.units";

std::vector<Id> ids_of(const std::string& list) {
  std::vector<Id> ids;
  const json::value value = json::parse(list);
  for (const auto& item : value.as_array()) ids.push_back(Id::parse(std::string(item.as_string())).value());
  return ids;
}

User read_user(const Row& row) {
  User user;
  user.id = row.id(0);
  user.name = row.text(1);
  user.disabled = row.boolean(4);
  user.created_at = row.time(5);
  const auto role = role_from(row.text(2));
  if (!role) throw storage::DatabaseError("an account has an unknown role");
  user.role = *role;
  user.sites = ids_of(row.text(3));
  user.units = ids_of(row.text(7));
  return user;
}

Stored read_stored(const Row& row) { return {read_user(row), row.text(6)}; }

std::string text_of(const std::vector<Id>& ids) {
  json::array list;
  for (const Id& id : ids) list.emplace_back(id.str());
  return json::serialize(list);
}

void end_sessions_of(storage::Transaction& t, const Id& user, const std::optional<crypto::Digest>& keep) {
  t.exec("DELETE FROM session WHERE account = ? AND digest IS DISTINCT FROM ?", user,
         keep ? std::optional(blob(*keep)) : std::nullopt);
}

bool somebody_else_rules(storage::Transaction& t, const Id& id) {
  return t
      .first(
          "SELECT 1 FROM account WHERE id <> ? AND role = 'administrator' AND disabled = 0 AND sites = '[]' AND units "
          "= '[]'",
          [](const Row&) { return true; }, id)
      .has_value();
}

}  // namespace

std::optional<Stored> find_user(storage::Transaction& t, const Id& id) {
  return t.first("SELECT " + std::string(columns) + " FROM account a WHERE a.id = ?", read_stored, id);
}

std::optional<Stored> find_user(storage::Transaction& t, const std::string& name) {
  return t.first("SELECT " + std::string(columns) + " FROM account a WHERE a.name = ?", read_stored, name);
}

std::vector<User> list_users(storage::Transaction& t) {
  std::vector<User> users;
  t.query("SELECT " + std::string(columns) + " FROM account a ORDER BY a.name",
          [&](const Row& row) { users.push_back(read_user(row)); });
  return users;
}

Result<User> put_user(storage::Transaction& t, const Clock& clock, const Id& id, const UserInput& input,
                      const std::optional<std::string>& password_hash, const std::string& actor) {
  const auto before = find_user(t, id);
  if (!before && !password_hash)
    return fail(ErrorKind::invalid, "user.password_needed", {"A new account needs a password.", "新账号需要设置密码。"},
                "password");
  if (const auto namesake = find_user(t, input.name); namesake && namesake->user.id != id)
    return fail(ErrorKind::conflict, "user.name_taken", {"Another account has this name.", "该名称已被其他账号使用。"},
                "name");
  const User user{.id = id,
                  .name = input.name,
                  .role = input.role,
                  .sites = input.sites,
                  .units = input.units,
                  .disabled = input.disabled,
                  .created_at = before ? before->user.created_at : clock.now()};
  for (const Id& unit : user.units)
    if (!t.first("SELECT 1 FROM unit WHERE id = ?", [](const Row&) { return true; }, unit))
      return fail(ErrorKind::invalid, "user.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "units");
  if (before && rules_all(before->user) && !rules_all(user) && !somebody_else_rules(t, id))
    return fail(ErrorKind::conflict, "user.last_administrator",
                {"This is the last administrator of all sites: make another one first.",
                 "这是最后一个管理全部场所的管理员，请先设置另一个。"},
                "role");
  t.exec(
      "INSERT INTO account (id, name, role, sites, units, disabled, created_at, password) VALUES (?, ?, ?, ?, ?, ?, ?, "
      "?)"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, sites = excluded.sites,"
      " units = excluded.units, disabled = excluded.disabled, password = excluded.password",
      id, user.name, to_string(user.role), text_of(user.sites), text_of(user.units), user.disabled, user.created_at,
      password_hash ? *password_hash : before->password_hash);
  if (user.disabled || password_hash) end_sessions_of(t, id, std::nullopt);
  journal::append(t, clock,
                  {.type = before ? "user.changed" : "user.made",
                   .subject = id.str(),
                   .actor = actor,
                   .purpose = "accounts",
                   .payload = {{"role", to_string(user.role)},
                               {"sites", user.sites.size()},
                               {"units", user.units.size()},
                               {"disabled", user.disabled},
                               {"password_changed", password_hash.has_value()}}});
  return user;
}

void set_password(storage::Transaction& t, const Clock& clock, const Id& user, const std::string& password_hash,
                  const std::string& actor, const std::optional<crypto::Digest>& keep) {
  t.exec("UPDATE account SET password = ? WHERE id = ?", password_hash, user);
  end_sessions_of(t, user, keep);
  journal::append(t, clock, {.type = "user.password", .subject = user.str(), .actor = actor, .purpose = "accounts"});
}

std::optional<Session> find_session(storage::Transaction& t, const crypto::Digest& digest, Time now) {
  auto session = t.first(
      "SELECT " + std::string(columns) +
          ", s.created_at, s.used_at FROM session s JOIN account a ON a.id = s.account "
          "WHERE s.digest = ?",
      [](const Row& row) { return Session{read_user(row), row.time(8), row.time(9)}; }, blob(digest));
  if (!session || session->user.disabled || now >= session->created_at + session_life ||
      now >= session->used_at + session_idle)
    return std::nullopt;
  return session;
}

void add_session(storage::Transaction& t, const crypto::Digest& digest, const Id& user, Time now) {
  t.exec("INSERT INTO session (digest, account, created_at, used_at) VALUES (?, ?, ?, ?)", blob(digest), user, now,
         now);
}

void touch_session(storage::Transaction& t, const crypto::Digest& digest, Time now) {
  t.exec("UPDATE session SET used_at = ? WHERE digest = ?", now, blob(digest));
}

void end_session(storage::Transaction& t, const crypto::Digest& digest) {
  t.exec("DELETE FROM session WHERE digest = ?", blob(digest));
}

std::int64_t sweep_sessions(storage::Transaction& t, Time now) {
  return t.exec("DELETE FROM session WHERE created_at <= ? OR used_at <= ?", now - session_life, now - session_idle);
}

}  // namespace ward::city::accounts
