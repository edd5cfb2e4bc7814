// Members and their posts.
#include <fmt/format.h>

#include "city/journal/store.h"
#include "city/units/store.h"
#include "city/units/tally.h"

namespace ward::city::units {

namespace {

Member read_member(const storage::Row& row, int from = 0) {
  Member member{.id = row.id(from), .name = row.text(from + 1), .phone = row.text(from + 2)};
  if (!row.is_null(from + 3)) member.account = row.id(from + 3);
  return member;
}

Post read_post(const storage::Row& row) {
  const auto duty = duty_from(row.text(3));
  if (!duty) throw storage::DatabaseError("a stored post has an unknown duty");
  Post post{.id = row.id(0), .unit = row.id(1), .member = row.id(2), .duty = *duty, .span = {.since = row.time(4)}};
  post.span.until = row.maybe_time(5);
  return post;
}

constexpr const char* post_columns = "p.id, p.unit, p.member, p.duty, p.since, p.until";

std::vector<Post> read_posts(storage::Transaction& t, const char* where, const Id& id) {
  std::vector<Post> posts;
  t.query(
      fmt::format("SELECT {} FROM post p WHERE {} ORDER BY p.since, p.id", post_columns, where),
      [&](const storage::Row& row) { posts.push_back(read_post(row)); }, id);
  return posts;
}

// The rule, asked for the post itself and for what this member commands right below.
Result<> check_rule(storage::Transaction& t, const Post& post, const Unit& unit, const Member& member, Time now) {
  std::vector<Post> own;
  for (const Post& other : posts_of(t, member.id))
    if (other.id != post.id) own.push_back(other);
  own.push_back(post);
  const auto spans_in = [&](const Id& of) {
    std::vector<Span> spans;
    for (const Post& other : own)
      if (other.unit == of) spans.push_back(other.span);
    return spans;
  };
  for (const Post& other : own)
    if (other.id != post.id && other.unit == post.unit && overlap(other.span, post.span))
      return fail(ErrorKind::conflict, "post.twice",
                  {fmt::format("{} is already in the team of {} in that time.", member.name, unit.name),
                   fmt::format("{}在该时段已是{}的队伍成员。", member.name, unit.name)},
                  "member");
  if (post.duty == Duty::commander) {
    std::vector<Post> commands;
    for (const Posted& posted : team(t, unit.id))
      if (posted.post.duty == Duty::commander) commands.push_back(posted.post);
    WARD_CHECK(check_only_commander(unit, post, commands, "duty"));
    if (unit.parent)
      WARD_CHECK(check_commander(member, unit, *find(t, *unit.parent), post.span, spans_in(*unit.parent), now, "duty"));
  }
  for (const Post& command : own) {
    if (command.duty != Duty::commander || command.id == post.id) continue;
    const auto below = find(t, command.unit);
    if (below && below->is_open() && below->parent == unit.id)
      WARD_CHECK(check_commander(member, *below, unit, command.span, spans_in(unit.id), now, "until"));
  }
  return {};
}

}  // namespace

std::optional<Member> find_member(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT id, name, phone, account FROM member WHERE id = ?",
      [](const storage::Row& row) { return read_member(row); }, id);
}

std::optional<Member> find_member_of_account(storage::Transaction& t, const Id& account) {
  return t.first(
      "SELECT id, name, phone, account FROM member WHERE account = ?",
      [](const storage::Row& row) { return read_member(row); }, account);
}

std::vector<Member> list_members(storage::Transaction& t, const std::string& beginning, int limit) {
  std::vector<Member> members;
  t.query(
      "SELECT id, name, phone, account FROM member WHERE substr(name, 1, length(?)) = ? OR substr(phone, 1, length(?)) "
      "= ?"
      " ORDER BY name, id LIMIT ?",
      [&](const storage::Row& row) { members.push_back(read_member(row)); }, beginning, beginning, beginning, beginning,
      limit);
  return members;
}

Result<> put_member(storage::Transaction& t, const Clock& clock, const Member& member, const std::string& actor) {
  const auto other_with = [&](const char* sql, auto&& value) {
    return t.first(sql, [](const storage::Row& row) { return row.id(0); }, value, member.id).has_value();
  };
  if (other_with("SELECT id FROM member WHERE phone = ? AND id <> ?", member.phone))
    return fail(ErrorKind::conflict, "member.phone_taken",
                {"Another member has this phone.", "该电话已属于另一名队员。"}, "phone");
  if (member.account && other_with("SELECT id FROM member WHERE account = ? AND id <> ?", *member.account))
    return fail(ErrorKind::conflict, "member.account_taken",
                {"The account belongs to another member.", "该账号已属于另一名队员。"}, "account");
  if (const auto before = find_member(t, member.id); before == member) return {};
  t.exec(
      "INSERT INTO member (id, name, phone, account) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
      " name = excluded.name, phone = excluded.phone, account = excluded.account",
      member.id, member.name, member.phone, member.account);
  journal::append(t, clock, {.type = "member.put", .subject = member.id.str(), .actor = actor, .purpose = "units"});
  return {};
}

std::optional<Post> find_post(storage::Transaction& t, const Id& id) {
  const auto found = read_posts(t, "p.id = ?", id);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<Posted> team(storage::Transaction& t, const Id& unit) {
  std::vector<Posted> all;
  t.query(
      fmt::format("SELECT {}, m.id, m.name, m.phone, m.account FROM post p JOIN member m ON m.id = p.member"
                  " WHERE p.unit = ? AND p.ended = 0 ORDER BY p.duty, m.name, p.id",
                  post_columns),
      [&](const storage::Row& row) { all.push_back({read_post(row), read_member(row, 6)}); }, unit);
  return all;
}

std::vector<Post> posts_of(storage::Transaction& t, const Id& member) {
  return read_posts(t, "p.ended = 0 AND p.member = ?", member);
}

std::vector<Held> held_by(storage::Transaction& t, const Id& member, Time now) {
  std::vector<Held> all;
  t.query(
      "SELECT p.duty, u.kind, u.path FROM post p JOIN unit u ON u.id = p.unit WHERE p.member = ? AND p.ended = 0"
      " AND p.since <= ? AND (p.until IS NULL OR p.until > ?) ORDER BY p.since, p.id",
      [&](const storage::Row& row) {
        const auto duty = duty_from(row.text(0));
        const auto kind = kind_from(row.text(1));
        if (!duty || !kind) throw storage::DatabaseError("a stored post has an unknown duty or unit");
        all.push_back({*duty, *kind, row.text(2)});
      },
      member, now, now);
  return all;
}

Result<> put_post(storage::Transaction& t, const Clock& clock, const Post& post, const std::string& actor) {
  const auto unit = find(t, post.unit);
  const Time now = clock.now();
  if (!unit || !unit->is_open())
    return fail(ErrorKind::not_found, "post.unit_unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
  const auto member = find_member(t, post.member);
  if (!member)
    return fail(ErrorKind::not_found, "post.member_unknown", {"There is no such member.", "没有这名队员。"}, "member");
  const auto before = find_post(t, post.id);
  if (before && (before->unit != post.unit || before->member != post.member))
    return fail(ErrorKind::conflict, "post.moved",
                {"A post keeps its unit and its member; end it and make another one.",
                 "任职不能更换单元或人员，请结束后另设。"},
                "unit");
  if (before == post) return {};
  WARD_CHECK(check_rule(t, post, *unit, *member, now));
  const bool ended = post.span.until && *post.span.until <= now;
  const bool was_counted =
      before && t.first("SELECT 1 FROM post WHERE id = ? AND ended = 0", [](const auto&) { return true; }, post.id);
  t.exec(
      "INSERT INTO post (id, unit, member, duty, since, until, ended) VALUES (?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO UPDATE SET duty = excluded.duty, since = excluded.since, until = excluded.until,"
      " ended = excluded.ended",
      post.id, post.unit, post.member, to_string(post.duty), post.span.since, post.span.until, ended);
  add_to_tally(t, "posts", unit->path, (ended ? 0 : 1) - (was_counted ? 1 : 0));
  journal::append(t, clock,
                  {.type = "post.put",
                   .subject = post.id.str(),
                   .actor = actor,
                   .purpose = "units",
                   .payload = {{"unit", post.unit.str()},
                               {"member", post.member.str()},
                               {"duty", to_string(post.duty)},
                               {"since", to_rfc3339(post.span.since)},
                               {"until", post.span.until ? json::value(to_rfc3339(*post.span.until)) : nullptr}},
                   .unit = unit->path});
  return {};
}

std::int64_t sweep_posts(storage::Transaction& t, const Clock& clock) {
  std::vector<std::pair<Id, std::string>> over;
  t.query(
      "SELECT p.id, u.path FROM post p JOIN unit u ON u.id = p.unit WHERE p.ended = 0 AND p.until <= ?",
      [&](const storage::Row& row) { over.emplace_back(row.id(0), row.text(1)); }, clock.now());
  for (const auto& [id, path] : over) {
    t.exec("UPDATE post SET ended = 1 WHERE id = ?", id);
    add_to_tally(t, "posts", path, -1);
    journal::append(t, clock,
                    {.type = "post.ended", .subject = id.str(), .actor = "system", .purpose = "units", .unit = path});
  }
  return std::int64_t(over.size());
}

}  // namespace ward::city::units
