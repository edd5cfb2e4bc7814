// Links by which somebody declares their own arrival, without an account and in their own language. A link carries the
// invitation's id and a code that only the city's key can make: nobody finds another one by trying.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "city/declarations/store.h"

namespace ward::city::declarations {

// Its id is also that of the declaration that is made by it: one, which can be changed until somebody arrives.
struct Invitation {
  Id id;
  Id premises;
  std::optional<Id> room = {};
  std::string made_by = {};
  Time expires_at = {};
};
inline constexpr std::chrono::days invitation_life{30};

// 64 hexadecimal characters. `key`: the city's, for this alone.
std::string link_code(const Id& invitation, crypto::ByteView key);
// Nothing for a code that was not made with the key.
std::optional<Id> invited_by(std::string_view code, crypto::ByteView key);

std::optional<Invitation> find_invitation(storage::Transaction& t, const Id& id);
// The same again is once. Errors: "premises.unknown", "premises.closed", "room.unknown", "invitation.other" (the id is
// another one's).
Result<Invitation> invite(storage::Transaction& t, const Clock& clock, const Invitation& wanted,
                          const std::string& actor);
// The link says nothing any more; what was declared by it stays. Nothing happens for one that is not there.
void withdraw_invitation(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor);

}  // namespace ward::city::declarations
