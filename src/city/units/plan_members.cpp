#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "city/units/roster.h"

namespace ward::city::units {

namespace {

// The rows of a file over the teams that are there. A commander may stand in the file before the row that takes them
// into the team above: the rule is asked when every row was read, and again while rows fall out by it.
class MemberPlanner {
 public:
  MemberPlanner(const Roster& roster, std::vector<MemberRow> rows, Time now)
      : index_(roster), rows_(std::move(rows)), now_(now) {}

  Plan plan();

 private:
  // A post as it will be.
  struct Future {
    Post post;
    const Post* stored = nullptr;    // nothing: it is new
    const MemberRow* row = nullptr;  // nothing: no row speaks of it
    bool refused = false;            // it was new, and will not be
  };

  Result<> read(const MemberRow& row);
  Result<Id> member_of(const MemberRow& row, const std::string& phone);
  std::vector<Future>& team(const Id& unit);  // copied from the roster when first asked for
  void relieve_former_commanders();
  bool check_all();  // whether a row fell out
  Result<> check_command(const Unit& unit, const Post& command);
  Result<> check_commands_below(const Unit& unit, const Post& post);
  Result<> check_in_team(const Unit& unit, const Unit& parent, const Post& command, const std::string& field);
  const Member& member(const Id& id) const;
  void refuse(Future& future, Error error);
  void collect();

  const RosterIndex index_;
  const std::vector<MemberRow> rows_;
  const Time now_;
  std::map<Id, std::vector<Future>> teams_;  // those that a row touches, and the ones above and below them
  std::unordered_map<std::string, int> row_of_phone_name_;
  std::unordered_map<std::string, Member> fresh_;  // by phone: new, or with another name
  std::unordered_map<Id, std::string> phone_of_;   // of the fresh ones
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
  while (check_all());
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
  WARD_TRY(member, member_of(row, phone));

  auto& here = team(unit->id);
  const auto found = std::ranges::find(here, member, [](const Future& future) { return future.post.member; });
  if (found != here.end() && found->row)
    return fail(ErrorKind::invalid, "post.twice",
                {fmt::format("{} already stands in this team in row {}.", row.name, found->row->row),
                 fmt::format("{}已在第 {} 行列入该队伍。", row.name, found->row->row)},
                "phone");
  if (found == here.end()) {
    here.push_back({.post = {.id = Id::make(now_),
                             .unit = unit->id,
                             .member = member,
                             .duty = *duty,
                             .span = {row.since.value_or(now_), row.until}},
                    .row = &row});
    return {};
  }
  found->row = &row;
  found->post.duty = *duty;
  if (row.since) found->post.span.since = *row.since;
  found->post.span.until = row.until;
  return {};
}

Result<Id> MemberPlanner::member_of(const MemberRow& row, const std::string& phone) {
  const Member* stored = index_.member_of_phone(phone);
  if (const auto fresh = fresh_.find(phone); fresh != fresh_.end() && fresh->second.name != row.name)
    return fail(
        ErrorKind::invalid, "member.phone_shared",
        {fmt::format("The phone {} belongs to {} in row {}.", phone, fresh->second.name, row_of_phone_name_[phone]),
         fmt::format("电话 {} 在第 {} 行属于{}。", phone, row_of_phone_name_[phone], fresh->second.name)},
        "phone");
  row_of_phone_name_.try_emplace(phone, row.row);
  const auto [at, is_first] =
      fresh_.try_emplace(phone, stored ? *stored : Member{.id = Id::make(now_), .name = row.name, .phone = phone});
  if (is_first) phone_of_.emplace(at->second.id, phone);
  at->second.name = row.name;
  return at->second.id;
}

std::vector<MemberPlanner::Future>& MemberPlanner::team(const Id& unit) {
  const auto [at, is_first] = teams_.try_emplace(unit);
  if (is_first)
    for (const Post* post : index_.team(unit)) at->second.push_back({.post = *post, .stored = post});
  return at->second;
}

// A unit whose row names a commander has no other one in that time. Who commanded before stays a member.
void MemberPlanner::relieve_former_commanders() {
  for (auto& [unit, posts] : teams_)
    for (Future& former : posts) {
      if (former.row || !former.stored) continue;
      former.post = *former.stored;
      if (former.post.duty != Duty::commander) continue;
      const bool relieved = std::ranges::any_of(posts, [&](const Future& named) {
        return named.row && named.post.duty == Duty::commander && overlap(former.post.span, named.post.span);
      });
      if (relieved) former.post.duty = Duty::member;
    }
}

bool MemberPlanner::check_all() {
  bool fell_out = false;
  std::vector<Id> touched;
  for (const auto& [unit, posts] : teams_) touched.push_back(unit);
  for (const Id& id : touched) {
    const Unit* unit = index_.unit(id);
    for (std::size_t i = 0; i < team(id).size(); ++i) {
      Future& future = team(id)[i];
      if (!future.row) continue;
      auto good = future.post.duty == Duty::commander ? check_command(*unit, future.post) : Result<>{};
      if (good) good = check_commands_below(*unit, future.post);
      if (!good) refuse(future, good.error());
      fell_out = fell_out || !good;
    }
  }
  return fell_out;
}

// Of two rows that name a commander for the same time the first one holds.
Result<> MemberPlanner::check_command(const Unit& unit, const Post& command) {
  std::vector<Post> before;
  for (const Future& other : team(unit.id)) {
    if (other.post.id == command.id) break;
    if (!other.refused && other.post.duty == Duty::commander) before.push_back(other.post);
  }
  WARD_CHECK(check_only_commander(unit, command, before, "duty"));
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
        WARD_CHECK(check_in_team(below, unit, command.post, "until"));
  }
  return {};
}

Result<> MemberPlanner::check_in_team(const Unit& unit, const Unit& parent, const Post& command,
                                      const std::string& field) {
  std::vector<Span> above;
  for (const Future& other : team(parent.id))
    if (!other.refused && other.post.member == command.member) above.push_back(other.post.span);
  return check_commander(member(command.member), unit, parent, command.span, above, now_, field);
}

const Member& MemberPlanner::member(const Id& id) const {
  const auto phone = phone_of_.find(id);
  return phone == phone_of_.end() ? index_.member(id) : fresh_.at(phone->second);
}

// What is stored stays.
void MemberPlanner::refuse(Future& future, Error error) {
  plan_.faults.push_back({future.row->row, std::move(error)});
  future.row = nullptr;
  future.refused = future.stored == nullptr;
}

void MemberPlanner::collect() {
  std::unordered_map<Id, bool> needed;  // members of rows that are good
  for (auto& [unit, posts] : teams_)
    for (const Future& future : posts) {
      if (future.refused) continue;
      if (future.row) needed[future.post.member] = true;
      if (!future.stored)
        plan_.new_posts.push_back(future.post);
      else if (future.post != *future.stored)
        plan_.changed_posts.push_back(future.post);
      else if (future.row && member(future.post.member) == index_.member(future.post.member))
        ++plan_.unchanged;
    }
  for (const auto& [phone, fresh] : fresh_) {
    if (!needed.contains(fresh.id)) continue;
    const Member* stored = index_.member_of_phone(phone);
    if (!stored)
      plan_.new_members.push_back(fresh);
    else if (*stored != fresh)
      plan_.changed_members.push_back(fresh);
  }
}

}  // namespace

Plan plan_members(const Roster& roster, std::vector<MemberRow> rows, Time now) {
  return MemberPlanner(roster, std::move(rows), now).plan();
}

}  // namespace ward::city::units
