// The tables of accounts and their sessions. Whoever changes them writes the journal in the same transaction.
#pragma once

#include <optional>
#include <vector>

#include "base/crypto.h"
#include "city/accounts/accounts.h"
#include "storage/database.h"

namespace ward::city::accounts {

// An account with its password's hash.
struct Stored {
  User user;
  std::string password_hash;
};

std::optional<Stored> find_user(storage::Transaction& t, const Id& id);
std::optional<Stored> find_user(storage::Transaction& t, const std::string& name);
std::vector<User> list_users(storage::Transaction& t);

// Makes or changes the account `id`; `password_hash` when it is new or gets another one. Its sessions end when it is
// disabled or its password changed. Errors: "user.password_needed", "user.name_taken", "user.last_administrator".
Result<User> put_user(storage::Transaction& t, const Clock& clock, const Id& id, const UserInput& input,
                      const std::optional<std::string>& password_hash, const std::string& actor);
// Ends every session but `keep`.
void set_password(storage::Transaction& t, const Clock& clock, const Id& user, const std::string& password_hash,
                  const std::string& actor, const std::optional<crypto::Digest>& keep);

// A session is known by the digest of its token; the token itself is stored nowhere.
struct Session {
  User user;
  Time created_at, used_at;
};
constexpr std::chrono::hours session_idle{12}, session_life{7 * 24};

// The session of a digest when it has not run out and its account is not disabled.
std::optional<Session> find_session(storage::Transaction& t, const crypto::Digest& digest, Time now);
void add_session(storage::Transaction& t, const crypto::Digest& digest, const Id& user, Time now);
void touch_session(storage::Transaction& t, const crypto::Digest& digest, Time now);
void end_session(storage::Transaction& t, const crypto::Digest& digest);
// Removes those that ran out; returns how many.
std::int64_t sweep_sessions(storage::Transaction& t, Time now);

}  // namespace ward::city::accounts
