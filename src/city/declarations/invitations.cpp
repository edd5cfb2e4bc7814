#include "city/declarations/invitations.h"

#include <algorithm>

#include "city/journal/store.h"
#include "city/premises/store.h"

namespace ward::city::declarations {

namespace {

constexpr std::size_t id_digits = 32, code_digits = 32;  // 128 bits each

std::string code_over(const Id& invitation, crypto::ByteView key) {
  return crypto::hex(crypto::hmac_sha256(key, invitation.bytes())).substr(0, code_digits);
}

// "018f..." of 32 digits as a UUID is written.
std::string with_dashes(std::string_view digits) {
  std::string text(digits);
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

void write_invitation(storage::Transaction& t, const Clock& clock, const char* type, const Invitation& one,
                      const std::string& actor) {
  const auto house = premises::find(t, one.premises);
  journal::append(t, clock,
                  {.type = type,
                   .subject = one.id.str(),
                   .actor = actor,
                   .purpose = "declarations",
                   .payload = {{"premises", one.premises.str()}},
                   .unit = house ? house->path : ""});
}

}  // namespace

std::string link_code(const Id& invitation, crypto::ByteView key) {
  return crypto::hex(invitation.bytes()) + code_over(invitation, key);
}

std::optional<Id> invited_by(std::string_view code, crypto::ByteView key) {
  if (code.size() != id_digits + code_digits) return std::nullopt;
  const auto id = Id::parse(with_dashes(code.substr(0, id_digits)));
  if (!id) return std::nullopt;
  const std::string should = code_over(*id, key);
  unsigned differences = 0;  // all digits are looked at, so that the time says nothing of where one is wrong
  for (std::size_t i = 0; i < code_digits; ++i) differences |= unsigned(should[i] ^ code[id_digits + i]);
  return differences == 0 ? std::optional(*id) : std::nullopt;
}

std::optional<Invitation> find_invitation(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT id, premises, room, made_by, expires_at FROM invitation WHERE id = ?",
      [](const storage::Row& row) {
        Invitation one{.id = row.id(0), .premises = row.id(1)};
        if (!row.is_null(2)) one.room = row.id(2);
        one.made_by = row.text(3);
        one.expires_at = row.time(4);
        return one;
      },
      id);
}

Result<Invitation> invite(storage::Transaction& t, const Clock& clock, const Invitation& wanted,
                          const std::string& actor) {
  if (const auto before = find_invitation(t, wanted.id)) {
    if (before->premises == wanted.premises && before->room == wanted.room) return *before;
    return fail(ErrorKind::conflict, "invitation.other", {"Another invitation has this id.", "该编号已用于另一邀请。"},
                "id");
  }
  const auto house = premises::find(t, wanted.premises);
  if (!house)
    return fail(ErrorKind::not_found, "premises.unknown", {"There are no such premises.", "没有该房屋。"}, "premises");
  if (house->premises.closed_at)
    return fail(ErrorKind::conflict, "premises.closed", {"This house was torn down.", "该房屋已拆除。"}, "premises");
  const auto room = wanted.room ? premises::find_room(t, *wanted.room) : std::nullopt;
  if (wanted.room && !(room && room->premises == wanted.premises && room->stands()))
    return fail(ErrorKind::not_found, "room.unknown", {"This house has no such room.", "该房屋没有这间房。"}, "room");
  Invitation made = wanted;
  made.made_by = actor;
  made.expires_at = clock.now() + invitation_life;
  t.exec("INSERT INTO invitation (id, premises, room, made_at, made_by, expires_at) VALUES (?, ?, ?, ?, ?, ?)", made.id,
         made.premises, made.room, clock.now(), actor, made.expires_at);
  write_invitation(t, clock, "invitation.made", made, actor);
  return made;
}

void withdraw_invitation(storage::Transaction& t, const Clock& clock, const Id& id, const std::string& actor) {
  const auto before = find_invitation(t, id);
  if (!before) return;
  t.exec("DELETE FROM invitation WHERE id = ?", id);
  write_invitation(t, clock, "invitation.withdrawn", *before, actor);
}

}  // namespace ward::city::declarations
