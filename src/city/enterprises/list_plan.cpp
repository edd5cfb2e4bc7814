#include "city/enterprises/list_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "city/enterprises/credit_code.h"

namespace ward::city::enterprises {

namespace {

constexpr std::size_t longest_name = 200;  // characters

// A row that is well by itself.
struct Said {
  const ListRow* row = nullptr;
  std::string code = {};
  const Known::Place* unit = nullptr;  // nothing: not said, as with the next two
  std::optional<Kind> kind = {};
  std::optional<Id> premises = {};
};

class Planner {
 public:
  Planner(const Known& known, const std::function<bool(std::string_view)>& may_change, Time now);
  ListPlan plan(const std::vector<ListRow>& rows);

 private:
  // An enterprise as the rows leave it.
  struct Now {
    Entry result;
    const Entry* stored = nullptr;  // nothing: it is new
    int row = 0;                    // that speaks of it; 0: none yet
  };
  using Place = std::size_t;  // in all_

  Result<Said> read(const ListRow& row) const;
  Result<> read_unit(Said& said) const;
  Result<> read_kind(Said& said) const;
  Result<> read_premises(Said& said) const;
  Result<> claim(const Said& said);
  Result<> settle(const Said& said);
  Result<Place> by_code(const Said& said);
  Result<Place> by_name(const Said& said);
  Place add(const Said& said);
  Result<> check_free(const Now& one, const Said& said) const;
  void say(Place place, const Said& said);
  void collect();

  const Known& known_;
  const std::function<bool(std::string_view)>& may_change_;
  const Time now_;
  std::vector<Now> all_;
  std::unordered_map<std::string, Place> codes_;
  std::unordered_map<std::string, std::vector<Place>> names_;  // by name_key()
  std::unordered_map<std::string, int> row_of_code_;
  std::unordered_map<std::string, int> claims_;  // how many codes that nobody has yet, by name_key()
  ListPlan plan_;
};

std::string name_key(const Id& unit, const std::string& name) {
  return std::string(unit.bytes().begin(), unit.bytes().end()) + name;
}
std::string name_key(const Entry& one) { return name_key(one.unit, one.name); }
std::string name_key(const Said& said) { return name_key(said.unit->unit, said.row->name); }

Error invalid(const char* code, Text message, const char* field) {
  return Error::make(ErrorKind::invalid, code, std::move(message), field);
}

// Without a code that is known, an enterprise is found by its unit and name, or made of them.
Result<> check_named(const Said& said) {
  if (!said.unit)
    return std::unexpected(invalid(
        "enterprise.unit",
        {"Without a credit code that is known, the unit is needed.", "信用代码为空或尚未登记时，须填写所属单元。"},
        "unit"));
  if (!said.row->name.empty()) return {};
  return std::unexpected(invalid(
      "enterprise.name",
      {"Without a credit code that is known, the name is needed.", "信用代码为空或尚未登记时，须填写企业名称。"},
      "name"));
}

Error which(const Said& said) {
  return invalid("enterprise.which",
                 {fmt::format("Several in unit {} are called {}: it cannot be told which of them is meant.",
                              said.row->unit, said.row->name),
                  fmt::format("单元 {} 中有多家“{}”，无法确定是哪一家。", said.row->unit, said.row->name)},
                 "name");
}

Error twice(const Said& said, int row) {
  return invalid(
      "enterprise.twice",
      {fmt::format("This enterprise already stands in row {}.", row), fmt::format("该企业已出现在第 {} 行。", row)},
      said.code.empty() ? "name" : "credit_code");
}

Planner::Planner(const Known& known, const std::function<bool(std::string_view)>& may_change, Time now)
    : known_(known), may_change_(may_change), now_(now) {
  all_.reserve(known.enterprises.size());
  for (const Entry& one : known.enterprises) {
    if (!one.credit_code.empty()) codes_.emplace(one.credit_code, all_.size());
    names_[name_key(one)].push_back(all_.size());
    all_.push_back({.result = one, .stored = &one});
  }
}

ListPlan Planner::plan(const std::vector<ListRow>& rows) {
  std::vector<Said> all;
  for (const ListRow& row : rows) {
    auto said = read(row);
    const auto good = said ? claim(*said) : std::unexpected(said.error());
    if (good)
      all.push_back(*std::move(said));
    else
      plan_.faults.push_back({row.row, good.error()});
  }
  std::ranges::stable_partition(all, [](const Said& said) { return !said.code.empty(); });
  for (const Said& said : all)
    if (const auto good = settle(said); !good) plan_.faults.push_back({said.row->row, good.error()});
  std::ranges::stable_sort(plan_.faults, {}, &units::RowFault::row);
  collect();
  return std::move(plan_);
}

Result<Said> Planner::read(const ListRow& row) const {
  Said said{.row = &row};
  if (!row.credit_code.empty()) {
    WARD_TRY(code, read_credit_code(row.credit_code));
    said.code = code;
  }
  WARD_CHECK(read_unit(said));
  if (ward::characters(row.name) > longest_name)
    return std::unexpected(invalid(
        "field.range",
        {fmt::format("At most {} characters are taken.", longest_name), fmt::format("最多 {} 个字符。", longest_name)},
        "name"));
  WARD_CHECK(read_kind(said));
  WARD_CHECK(read_premises(said));
  return said;
}

Result<> Planner::read_unit(Said& said) const {
  if (said.row->unit.empty()) return {};
  const auto unit = known_.units.find(said.row->unit);
  if (unit == known_.units.end())
    return std::unexpected(invalid(
        "enterprise.unit_unknown",
        {fmt::format("There is no unit {}.", said.row->unit), fmt::format("没有编号为 {} 的单元。", said.row->unit)},
        "unit"));
  if (!may_change_(unit->second.path))
    return fail(ErrorKind::forbidden, "access.unit",
                {"This account may not do this for this unit.", "此账号无权对该单元执行此操作。"}, "unit");
  said.unit = &unit->second;
  return {};
}

Result<> Planner::read_kind(Said& said) const {
  const std::string& text = said.row->kind;
  if (text.empty()) return {};
  said.kind = kind_from(text);
  if (said.kind) return {};
  return std::unexpected(invalid(
      "enterprise.kind",
      {fmt::format("\"{}\" is no kind of enterprise.", text), fmt::format("“{}”不是企业类型。", text)}, "kind"));
}

Result<> Planner::read_premises(Said& said) const {
  const std::string& code = said.row->premises;
  if (code.empty()) return {};
  const auto house = known_.premises.find(code);
  if (house == known_.premises.end())
    return std::unexpected(
        invalid("premises.unknown",
                {fmt::format("There is no house {}.", code), fmt::format("没有编号为 {} 的房屋。", code)}, "premises"));
  said.premises = house->second;
  return {};
}

// A code that nobody has may be that of an enterprise without one, when no other row may mean it as well.
Result<> Planner::claim(const Said& said) {
  if (said.code.empty()) return {};
  const auto [at, is_first] = row_of_code_.try_emplace(said.code, said.row->row);
  if (!is_first) return std::unexpected(twice(said, at->second));
  if (said.unit && !codes_.contains(said.code)) ++claims_[name_key(said)];
  return {};
}

Result<> Planner::settle(const Said& said) {
  WARD_TRY(place, said.code.empty() ? by_name(said) : by_code(said));
  WARD_CHECK(check_free(all_[place], said));
  say(place, said);
  return {};
}

Result<Planner::Place> Planner::by_code(const Said& said) {
  if (const auto found = codes_.find(said.code); found != codes_.end()) return found->second;
  WARD_CHECK(check_named(said));
  std::vector<Place> without;
  for (const Place place : names_[name_key(said)])
    if (all_[place].result.credit_code.empty()) without.push_back(place);
  if (without.empty()) return add(said);
  if (without.size() > 1 || claims_[name_key(said)] > 1) return std::unexpected(which(said));
  return without.front();
}

Result<Planner::Place> Planner::by_name(const Said& said) {
  WARD_CHECK(check_named(said));
  const std::vector<Place>& found = names_[name_key(said)];
  if (found.empty()) return add(said);
  if (found.size() > 1) return std::unexpected(which(said));
  return found.front();
}

Planner::Place Planner::add(const Said& said) {
  all_.push_back({.result = {.id = Id::make(now_), .unit = said.unit->unit, .name = said.row->name}});
  names_[name_key(said)].push_back(all_.size() - 1);
  return all_.size() - 1;
}

// Nobody else's, and not what another row has spoken of.
Result<> Planner::check_free(const Now& one, const Said& said) const {
  if (one.stored && !may_change_(one.stored->path))
    return fail(ErrorKind::forbidden, "access.unit",
                {"This enterprise is in a unit that this account may not change.", "该企业所在单元不在此账号权限内。"},
                "credit_code");
  if (one.row == 0) return {};
  return std::unexpected(twice(said, one.row));
}

void Planner::say(Place place, const Said& said) {
  Now& one = all_[place];
  const std::string before = name_key(one.result);
  one.row = said.row->row;
  if (said.unit) one.result.unit = said.unit->unit, one.result.path = said.unit->path;
  if (!said.row->name.empty()) one.result.name = said.row->name;
  if (said.kind) one.result.kind = *said.kind;
  if (said.premises) one.result.premises = said.premises;
  if (!said.code.empty()) one.result.credit_code = said.code, codes_.emplace(said.code, place);
  if (const std::string after = name_key(one.result); after != before) {
    std::erase(names_[before], place);
    names_[after].push_back(place);
  }
}

void Planner::collect() {
  for (Now& one : all_) {
    if (!one.stored) {
      plan_.new_enterprises.push_back(std::move(one.result));
    } else if (one.result != *one.stored) {
      ++one.result.version;
      plan_.changed_enterprises.push_back(std::move(one.result));
    } else if (one.row != 0) {
      ++plan_.unchanged;
    }
  }
}

}  // namespace

ListPlan plan_rows(const Known& known, const std::vector<ListRow>& rows,
                   const std::function<bool(std::string_view path)>& may_change, Time now) {
  return Planner(known, may_change, now).plan(rows);
}

}  // namespace ward::city::enterprises
