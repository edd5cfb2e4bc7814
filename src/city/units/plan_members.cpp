#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "city/units/roster.h"

namespace ward::city::units {

namespace {

// The rows of a file over the teams that are there. A commander may stand in the file before the row that takes them
// into the team above: the rule is asked when every row was read, and again while rows fall out by it.
class MemberPlanner {
 public:
  MemberPlanner(const Roster& roster, std::vector<MemberRow> rows, Time now)
      : index_(roster), rows_(std::move(rows)), now_(now) {
    fresh_.reserve(rows_.size());
    teams_.reserve(roster.units.size());
  }

  Plan plan();

 private:
  // A member as the rows say.
  struct Fresh {
    Member member;
    const Member* stored;  // nothing: new
    int row;               // the first that speaks of this member
    bool needed = false;   // by a row that is good
  };
  // A post as it will be.
  struct Future {
    Post post;
    const Post* stored = nullptr;    // nothing: it is new
    const MemberRow* row = nullptr;  // nothing: no row speaks of it
    Fresh* fresh = nullptr;          // of the row
    bool refused = false;            // it was new, and will not be
  };

  Result<> read(const MemberRow& row);
  Result<Fresh*> member_of(const MemberRow& row, const std::string& phone);
  // The posts of a unit; only ever added to.
  struct Team {
    std::vector<Future> posts = {};
    std::unordered_map<Id, std::size_t> by_member = {};  // where there are many: of the first `known`
    std::size_t known = 0;
    Future* find(const Id& member);
  };
  Team& team_of(const Id& unit);  // copied from the roster when first asked for
  std::vector<Future>& team(const Id& unit) { return team_of(unit).posts; }
  void relieve_former_commanders();
  bool check_all(const std::vector<Id>& touched);  // whether a row fell out
  // `commands`: those of the unit that hold so far.
  Result<> check(const Unit& unit, const Future& future, const std::vector<Post>& commands);
  Result<> check_command(const Unit& unit, const Future& command, const std::vector<Post>& commands);
  Result<> check_commands_below(const Unit& unit, const Post& post);
  Result<> check_in_team(const Unit& unit, const Unit& parent, const Future& command, const std::string& field);
  const Member& member_of(const Future& future) const;
  void refuse(Future& future, Error error);
  void collect();
  std::vector<Id> all_touched() const;  // in their order

  const RosterIndex index_;
  const std::vector<MemberRow> rows_;
  const Time now_;
  std::unordered_map<Id, Team> teams_;            // those that a row touches, and the ones above and below them
  std::unordered_map<std::string, Fresh> fresh_;  // by phone
  Plan plan_;
};

std::optional<Duty> duty_of(const std::string& text) {
  if (text == "指挥长") return Duty::commander;
  if (text == "队员" || text == "成员" || text.empty()) return Duty::member;
  return duty_from(text);
}

Plan MemberPlanner::plan() {
  for (const MemberRow& row : rows_)
    if (const auto read_row = read(row); !read_row) plan_.faults.push_back({row.row, read_row.error()});
  do relieve_former_commanders();
  while (check_all(all_touched()));
  collect();
  std::ranges::stable_sort(plan_.faults, {}, &RowFault::row);
  return std::move(plan_);
}

Result<> MemberPlanner::read(const MemberRow& row) {
  const Unit* unit = index_.unit(row.unit);
  if (!unit)
    return fail(ErrorKind::invalid, "post.unit_unknown",
                {fmt::format("There is no unit {}.", row.unit), fmt::format("没有编号为 {} 的单元。", row.unit)},
                "unit");
  if (row.name.empty() || row.name.size() > 300)
    return fail(ErrorKind::invalid, "member.name", {"A member needs a name.", "队员需要姓名。"}, "name");
  WARD_TRY(phone, normal_phone(row.phone));
  const auto duty = duty_of(row.duty);
  if (!duty)
    return fail(ErrorKind::invalid, "post.duty",
                {fmt::format("\"{}\" is no duty: commander or member.", row.duty),
                 fmt::format("“{}”不是职务，应为“指挥长”或“队员”。", row.duty)},
                "duty");
  if (row.until && *row.until < row.since.value_or(now_))
    return fail(ErrorKind::invalid, "post.dates", {"It ends before it begins.", "结束时间早于开始时间。"}, "until");
  WARD_TRY(fresh, member_of(row, phone));

  Team& here = team_of(unit->id);
  Future* const found = here.find(fresh->member.id);
  if (found && found->row)
    return fail(ErrorKind::invalid, "post.twice",
                {fmt::format("{} already stands in this team in row {}.", row.name, found->row->row),
                 fmt::format("{}已在第 {} 行列入该队伍。", row.name, found->row->row)},
                "phone");
  if (!found) {
    here.posts.push_back({.post = {.id = Id::make(now_),
                                   .unit = unit->id,
                                   .member = fresh->member.id,
                                   .duty = *duty,
                                   .span = {row.since.value_or(now_), row.until}},
                          .row = &row,
                          .fresh = fresh});
    return {};
  }
  found->row = &row;
  found->fresh = fresh;
  found->post.duty = *duty;
  if (row.since) found->post.span.since = *row.since;
  found->post.span.until = row.until;
  return {};
}

Result<MemberPlanner::Fresh*> MemberPlanner::member_of(const MemberRow& row, const std::string& phone) {
  const auto [at, is_first] = fresh_.try_emplace(phone);
  Fresh& fresh = at->second;
  if (is_first) {
    const Member* stored = index_.member_of_phone(phone);
    fresh = {.member = stored ? *stored : Member{.id = Id::make(now_), .name = row.name, .phone = phone},
             .stored = stored,
             .row = row.row};
    fresh.member.name = row.name;
  }
  if (fresh.member.name == row.name) return &fresh;
  return fail(ErrorKind::invalid, "member.phone_shared",
              {fmt::format("The phone {} belongs to {} in row {}.", phone, fresh.member.name, fresh.row),
               fmt::format("电话 {} 在第 {} 行属于{}。", phone, fresh.row, fresh.member.name)},
              "phone");
}

MemberPlanner::Team& MemberPlanner::team_of(const Id& unit) {
  const auto [at, is_first] = teams_.try_emplace(unit);
  if (is_first)
    for (const Post* post : index_.team(unit)) at->second.posts.push_back({.post = *post, .stored = post});
  return at->second;
}

// The first post of the member, or nothing.
MemberPlanner::Future* MemberPlanner::Team::find(const Id& member) {
  constexpr std::size_t few = 32;  // looked through one by one
  if (posts.size() <= few) {
    const auto found = std::ranges::find(posts, member, [](const Future& future) { return future.post.member; });
    return found == posts.end() ? nullptr : &*found;
  }
  for (std::size_t i = known; i < posts.size(); ++i) by_member.emplace(posts[i].post.member, i);
  known = posts.size();
  const auto found = by_member.find(member);
  return found == by_member.end() ? nullptr : &posts[found->second];
}

// A unit whose row names a commander has no other one in that time. Who commanded before stays a member.
void MemberPlanner::relieve_former_commanders() {
  for (auto& [unit, team] : teams_)
    for (Future& former : team.posts) {
      if (former.row || !former.stored) continue;
      former.post = *former.stored;
      if (former.post.duty != Duty::commander) continue;
      const bool relieved = std::ranges::any_of(team.posts, [&](const Future& named) {
        return named.row && named.post.duty == Duty::commander && overlap(former.post.span, named.post.span);
      });
      if (relieved) former.post.duty = Duty::member;
    }
}

std::vector<Id> MemberPlanner::all_touched() const {
  std::vector<Id> touched;
  touched.reserve(teams_.size());
  for (const auto& [unit, team] : teams_) touched.push_back(unit);
  std::ranges::sort(touched);
  return touched;
}

bool MemberPlanner::check_all(const std::vector<Id>& touched) {
  bool fell_out = false;
  for (const Id& id : touched) {
    const Unit& unit = *index_.unit(id);
    std::vector<Post> commands;  // of two rows that name a commander for the same time the first one holds
    for (Future& future : team(id)) {
      const auto good = future.row ? check(unit, future, commands) : Result<>{};
      if (!good) refuse(future, good.error());
      fell_out = fell_out || !good;
      if (!future.refused && future.post.duty == Duty::commander) commands.push_back(future.post);
    }
  }
  return fell_out;
}

Result<> MemberPlanner::check(const Unit& unit, const Future& future, const std::vector<Post>& commands) {
  if (future.post.duty == Duty::commander) WARD_CHECK(check_command(unit, future, commands));
  return check_commands_below(unit, future.post);
}

Result<> MemberPlanner::check_command(const Unit& unit, const Future& command, const std::vector<Post>& commands) {
  WARD_CHECK(check_only_commander(unit, command.post, commands, "duty"));
  if (!unit.parent) return {};
  return check_in_team(unit, *index_.unit(*unit.parent), command, "duty");
}

// Who leaves this team, or for a time, must not command a unit right below it then.
Result<> MemberPlanner::check_commands_below(const Unit& unit, const Post& post) {
  for (const Post* other : index_.posts_of(post.member)) {
    const Unit& below = *index_.unit(other->unit);
    if (below.parent != unit.id) continue;
    for (const Future& command : team(below.id))
      if (command.post.id == other->id && !command.row && command.post.duty == Duty::commander)
        WARD_CHECK(check_in_team(below, unit, command, "until"));
  }
  return {};
}

Result<> MemberPlanner::check_in_team(const Unit& unit, const Unit& parent, const Future& command,
                                      const std::string& field) {
  std::vector<Span> above;
  for (const Future& other : team(parent.id))
    if (!other.refused && other.post.member == command.post.member) above.push_back(other.post.span);
  return check_commander(member_of(command), unit, parent, command.post.span, above, now_, field);
}

const Member& MemberPlanner::member_of(const Future& future) const {
  if (future.fresh) return future.fresh->member;
  const Member& stored = index_.member(future.post.member);
  const auto renamed = fresh_.find(stored.phone);
  return renamed == fresh_.end() ? stored : renamed->second.member;
}

// What is stored stays.
void MemberPlanner::refuse(Future& future, Error error) {
  plan_.faults.push_back({future.row->row, std::move(error)});
  future.row = nullptr;
  future.refused = future.stored == nullptr;
}

void MemberPlanner::collect() {
  for (const Id& unit : all_touched())
    for (const Future& future : teams_.at(unit).posts) {
      if (future.refused) continue;
      if (future.row) future.fresh->needed = true;
      if (!future.stored)
        plan_.new_posts.push_back(future.post);
      else if (future.post != *future.stored)
        plan_.changed_posts.push_back(future.post);
      else if (future.row && future.fresh->member == *future.fresh->stored)
        ++plan_.unchanged;
    }
  for (const auto& [phone, fresh] : fresh_) {
    if (!fresh.needed) continue;
    if (!fresh.stored)
      plan_.new_members.push_back(fresh.member);
    else if (*fresh.stored != fresh.member)
      plan_.changed_members.push_back(fresh.member);
  }
  // In the order of the file: neighbours in an index are stored one after the other.
  std::ranges::sort(plan_.new_members, {}, &Member::id);
}

}  // namespace

Plan plan_members(const Roster& roster, std::vector<MemberRow> rows, Time now) {
  return MemberPlanner(roster, std::move(rows), now).plan();
}

}  // namespace ward::city::units
