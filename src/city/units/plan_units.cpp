#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "city/units/roster.h"

namespace ward::city::units {

namespace {

// The last part of a path: the unit's own number, which it keeps wherever it hangs.
std::string own_part(const std::string& path) {
  const auto cut = path.rfind('/', path.size() - 2);
  return cut == std::string::npos ? path : path.substr(cut + 1);
}

// The rows of a file over the units that are there.
class UnitPlanner {
 public:
  UnitPlanner(const Roster& roster, std::vector<UnitRow> rows, Time now)
      : roster_(roster), index_(roster), rows_(std::move(rows)), now_(now), next_number_(roster.next_number) {
    for (const Unit& unit : roster.units)
      if (!unit.parent) city_ = unit.code;
  }

  Plan plan();

 private:
  // What the unit of a code will be: the row's, or what is stored.
  struct Future {
    const UnitRow* row = nullptr;  // nothing: it stays
    const Unit* stored = nullptr;  // nothing: it is new
    Unit result = {};
    enum class State { waiting, settling, settled, refused } state = State::waiting;
  };

  void read_rows();
  Result<Kind> check_words(const UnitRow& row) const;
  // The future of the unit `code`, with its result filled in; nothing when there is none.
  Future* settle(const std::string& code);
  void settle_row(Future& future);
  void stay(Future& future);
  Result<const Unit*> parent_of(const UnitRow& row);
  Result<> check_only_city(const std::string& code);
  Result<> place(Future& future);
  Result<> check_moved_commander(const Unit& before, const Unit& moved, const Unit& parent) const;
  void refuse(Future& future, Error error);
  void repath();

  const Roster& roster_;
  const RosterIndex index_;
  const std::vector<UnitRow> rows_;
  const Time now_;
  std::int64_t next_number_;
  std::string city_;                                 // the code of the unit that has none above it
  std::unordered_map<std::string, Future> futures_;  // by code
  Plan plan_;
};

Plan UnitPlanner::plan() {
  read_rows();
  for (const UnitRow& row : rows_)
    if (const auto found = futures_.find(row.code); found != futures_.end() && found->second.row == &row)
      settle(row.code);
  std::ranges::stable_sort(plan_.new_units, {}, &Unit::kind);  // the kinds stand from the top down
  std::ranges::stable_sort(plan_.changed_units, {}, &Unit::kind);
  repath();
  std::ranges::stable_sort(plan_.faults, {}, &RowFault::row);
  return std::move(plan_);
}

void UnitPlanner::read_rows() {
  for (const UnitRow& row : rows_) {
    auto [at, is_first] = futures_.try_emplace(row.code);
    if (!is_first) {
      plan_.faults.push_back(
          {row.row, Error::make(ErrorKind::invalid, "unit.code_twice",
                                {fmt::format("The code {} already stands in row {}.", row.code, at->second.row->row),
                                 fmt::format("编号 {} 已出现在第 {} 行。", row.code, at->second.row->row)},
                                "code")});
      continue;
    }
    Future& future = at->second;
    future.row = &row;
    future.stored = index_.unit(row.code);
  }
}

Result<Kind> UnitPlanner::check_words(const UnitRow& row) const {
  WARD_CHECK(check_code(row.code));
  if (row.name.empty() || row.name.size() > 600)
    return fail(ErrorKind::invalid, "unit.name", {"A unit needs a name.", "单元需要名称。"}, "name");
  if (const auto kind = kind_from(row.kind)) return *kind;
  for (const Kind kind : all_kinds)
    if (name_of(kind).zh == row.kind || name_of(kind).en == row.kind) return kind;
  return fail(ErrorKind::invalid, "unit.kind",
              {fmt::format("\"{}\" is no kind of unit.", row.kind), fmt::format("“{}”不是单元类型。", row.kind)},
              "kind");
}

UnitPlanner::Future* UnitPlanner::settle(const std::string& code) {
  if (const auto found = futures_.find(code); found != futures_.end()) {
    settle_row(found->second);
    return &found->second;
  }
  const Unit* stored = index_.unit(code);
  if (!stored) return nullptr;
  Future& future = futures_[code];
  future.stored = stored;
  future.state = Future::State::settled;
  stay(future);
  return &future;
}

// As it is stored; only the path follows those above.
void UnitPlanner::stay(Future& future) {
  future.result = *future.stored;
  if (!future.stored->parent) return;
  const Future* above = settle(index_.unit(*future.stored->parent)->code);
  future.result.path = above->result.path + own_part(future.stored->path);
}

void UnitPlanner::settle_row(Future& future) {
  if (future.state != Future::State::waiting) return;
  future.state = Future::State::settling;
  if (const auto placed = place(future); !placed) return refuse(future, placed.error());
  future.state = Future::State::settled;
  if (!future.stored) return plan_.new_units.push_back(future.result);
  Unit stayed = future.result;
  stayed.path = future.stored->path;
  if (stayed != *future.stored) {
    future.result.since = now_;
    return plan_.changed_units.push_back(future.result);
  }
  ++plan_.unchanged;
}

// Nothing for the city.
Result<const Unit*> UnitPlanner::parent_of(const UnitRow& row) {
  if (row.parent.empty()) return nullptr;
  const Future* above = settle(row.parent);
  if (!above)
    return fail(ErrorKind::invalid, "unit.parent_unknown",
                {fmt::format("There is no unit {} above it, neither here nor in the file.", row.parent),
                 fmt::format("找不到上级单元 {}：系统和文件中都没有。", row.parent)},
                "parent");
  if (above->state == Future::State::settling)
    return fail(ErrorKind::invalid, "unit.cycle",
                {fmt::format("{} would be above itself.", row.code), fmt::format("{} 将成为自己的上级。", row.code)},
                "parent");
  if (above->state == Future::State::refused)
    return fail(ErrorKind::invalid, "unit.parent_refused",
                {fmt::format("The row of the unit above it ({}) is at fault.", row.parent),
                 fmt::format("其上级单元（{}）所在行有误。", row.parent)},
                "parent");
  return &above->result;
}

Result<> UnitPlanner::check_only_city(const std::string& code) {
  if (city_.empty()) city_ = code;
  if (city_ == code) return {};
  return fail(ErrorKind::conflict, "unit.two_cities",
              {fmt::format("There is a city already: {}.", city_), fmt::format("已有市指挥部：{}。", city_)}, "parent");
}

Result<> UnitPlanner::place(Future& future) {
  const UnitRow& row = *future.row;
  WARD_TRY(kind, check_words(row));
  WARD_TRY(parent, parent_of(row));
  WARD_CHECK(check_place(kind, parent));
  if (!parent) WARD_CHECK(check_only_city(row.code));
  Unit result = future.stored ? *future.stored : Unit{.id = Id::make(now_), .since = now_};
  if (future.stored && level_of(result.kind) != level_of(kind))
    return fail(ErrorKind::conflict, "unit.level",
                {"A unit keeps its level; close it and make another one.", "单元不能改变层级，请撤销后另建。"}, "kind");
  result.code = row.code;
  result.name = row.name;
  result.kind = kind;
  result.parent = parent ? std::optional(parent->id) : std::nullopt;
  const std::string above = parent ? parent->path : "";
  result.path = future.stored ? above + own_part(result.path) : path_below(above, next_number_++);
  if (future.stored && parent && future.stored->parent != result.parent)
    WARD_CHECK(check_moved_commander(*future.stored, result, *parent));
  future.result = std::move(result);
  return {};
}

Result<> UnitPlanner::check_moved_commander(const Unit& before, const Unit& moved, const Unit& parent) const {
  for (const Post* post : index_.team(before.id)) {
    if (post->duty != Duty::commander) continue;
    std::vector<Span> in_team;
    for (const Post* other : index_.team(parent.id))
      if (other->member == post->member) in_team.push_back(other->span);
    WARD_CHECK(check_commander(index_.member(post->member), moved, parent, post->span, in_team, now_, "parent"));
  }
  return {};
}

void UnitPlanner::refuse(Future& future, Error error) {
  future.state = Future::State::refused;
  if (future.stored) stay(future);
  plan_.faults.push_back({future.row->row, std::move(error)});
}

// Whoever hangs below a unit that moves gets its new path.
void UnitPlanner::repath() {
  const auto has_moved = [&](const Unit& unit) { return unit.path != index_.unit(unit.id)->path; };
  if (std::ranges::none_of(plan_.changed_units, has_moved)) return;
  std::unordered_set<Id> changed;
  for (const Unit& unit : plan_.changed_units) changed.insert(unit.id);
  for (const Unit& unit : roster_.units) {
    if (changed.contains(unit.id)) continue;
    const Unit& result = settle(unit.code)->result;
    if (result.path != unit.path) plan_.repathed_units.push_back(result);
  }
}

}  // namespace

Plan plan_units(const Roster& roster, std::vector<UnitRow> rows, Time now) {
  return UnitPlanner(roster, std::move(rows), now).plan();
}

}  // namespace ward::city::units
