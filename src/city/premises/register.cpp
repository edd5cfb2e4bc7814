#include "city/premises/register.h"

#include <fmt/format.h>

#include <algorithm>

namespace ward::city::premises {

namespace {

constexpr std::size_t longest_code = 40, longest_address = 200, longest_number = 40, longest_floor = 20;

class Planner {
 public:
  Planner(const Register& standing, const std::function<bool(std::string_view)>& may_change, Time now);
  RegisterPlan plan(const std::vector<HouseRow>& rows);

 private:
  // A house as the rows say. `said`: what a row has said of it, so that another one must not say otherwise.
  struct House {
    Premises result;
    const Premises* stored = nullptr;  // nothing: it is new
    int row = 0;                       // the first that speaks of it
    bool said_unit = false, said_address = false, said_kind = false, said_landlord = false, said_place = false;
  };

  Result<> read(const HouseRow& row);
  Result<House> house_of(const HouseRow& row) const;
  Result<> take_unit(House& house, const HouseRow& row) const;
  Result<> take_address(House& house, const HouseRow& row) const;
  Result<> take_kind(House& house, const HouseRow& row) const;
  Result<> take_landlord(House& house, const HouseRow& row) const;
  Result<> take_place(House& house, const HouseRow& row) const;
  Result<bool> read_room(const House& house, const HouseRow& row);  // whether it says anything new
  void collect();

  const Register& standing_;
  const std::function<bool(std::string_view)>& may_change_;
  const Time now_;
  std::unordered_map<std::string, const Premises*> stored_;                  // by code
  std::unordered_map<std::string, const Register::Standing*> stored_rooms_;  // by room_key()
  std::unordered_map<std::string, House> houses_;                            // by code
  std::vector<std::string> order_;                                           // the codes, as they came
  std::unordered_map<std::string, int> row_of_room_;                         // by room_key()
  RegisterPlan plan_;
};

std::string room_key(const Id& premises, const std::string& number) {
  return std::string(premises.bytes().begin(), premises.bytes().end()) + number;
}

Error too_long(const char* field, std::size_t most) {
  return Error::make(ErrorKind::invalid, "field.range",
                     {fmt::format("At most {} bytes are taken.", most), fmt::format("最多 {} 个字节。", most)}, field);
}

// Another row of the same house said something else.
Error differs(const char* field, int row) {
  return Error::make(ErrorKind::invalid, "premises.rows_differ",
                     {fmt::format("Row {} says otherwise of the same house.", row),
                      fmt::format("与第 {} 行对同一房屋的说明不一致。", row)},
                     field);
}

Planner::Planner(const Register& standing, const std::function<bool(std::string_view)>& may_change, Time now)
    : standing_(standing), may_change_(may_change), now_(now) {
  stored_.reserve(standing.premises.size());
  for (const Premises& one : standing.premises) stored_.emplace(one.code, &one);
  stored_rooms_.reserve(standing.rooms.size());
  for (const auto& room : standing.rooms) stored_rooms_.emplace(room_key(room.premises, room.number), &room);
}

RegisterPlan Planner::plan(const std::vector<HouseRow>& rows) {
  for (const HouseRow& row : rows)
    if (const auto good = read(row); !good) plan_.faults.push_back({row.row, good.error()});
  collect();
  return std::move(plan_);
}

Result<> Planner::read(const HouseRow& row) {
  WARD_TRY(house, house_of(row));
  WARD_CHECK(take_unit(house, row));
  WARD_CHECK(take_address(house, row));
  WARD_CHECK(take_kind(house, row));
  WARD_CHECK(take_landlord(house, row));
  WARD_CHECK(take_place(house, row));
  WARD_TRY(is_new_room, read_room(house, row));
  const auto known = houses_.find(row.code);
  const Premises* before = known != houses_.end() ? &known->second.result : house.stored;
  if (!is_new_room && before && *before == house.result) ++plan_.unchanged;
  if (known == houses_.end()) order_.push_back(row.code);
  houses_.insert_or_assign(row.code, std::move(house));
  return {};
}

// As the rows before this one left it, or as it is stored, or new.
Result<Planner::House> Planner::house_of(const HouseRow& row) const {
  if (!units::check_code(row.code))
    return fail(ErrorKind::invalid, "premises.code",
                {"The code of premises has 1 to 40 letters, digits, '-', '_' or '.', and no spaces.",
                 "房屋编号为 1 到 40 个字母、数字、“-”“_”或“.”，不含空格。"},
                "code");
  if (const auto known = houses_.find(row.code); known != houses_.end()) return known->second;
  const auto stored = stored_.find(row.code);
  if (stored == stored_.end())
    return House{.result = {.id = Id::make(now_), .unit = {}, .code = row.code, .address = ""}, .row = row.row};
  const auto path = standing_.paths.find(stored->second->unit);
  if (path == standing_.paths.end() || !may_change_(path->second))
    return fail(ErrorKind::forbidden, "access.unit",
                {"This house stands in a unit that this account may not change.", "该房屋所在单元不在此账号权限内。"},
                "code");
  return House{.result = *stored->second, .stored = stored->second, .row = row.row};
}

Result<> Planner::take_unit(House& house, const HouseRow& row) const {
  const bool is_new = !house.stored && !house.said_unit;
  if (row.unit.empty() && !is_new) return {};
  const auto unit = standing_.units.find(row.unit);
  if (unit == standing_.units.end())
    return fail(ErrorKind::invalid, "premises.unit_unknown",
                {fmt::format("There is no unit {}.", row.unit), fmt::format("没有编号为 {} 的单元。", row.unit)},
                "unit");
  if (!may_change_(unit->second.path))
    return fail(ErrorKind::forbidden, "access.unit",
                {"This account may not do this for this unit.", "此账号无权对该单元执行此操作。"}, "unit");
  if (house.said_unit && house.result.unit != unit->second.unit) return std::unexpected(differs("unit", house.row));
  house.result.unit = unit->second.unit;
  house.said_unit = true;
  return {};
}

Result<> Planner::take_address(House& house, const HouseRow& row) const {
  if (row.address.empty() && !house.result.address.empty()) return {};
  if (row.address.empty())
    return fail(ErrorKind::invalid, "premises.address", {"A new house needs an address.", "新房屋需要地址。"},
                "address");
  if (row.address.size() > 3 * longest_address) return std::unexpected(too_long("address", 3 * longest_address));
  if (house.said_address && house.result.address != row.address) return std::unexpected(differs("address", house.row));
  house.result.address = row.address;
  house.said_address = true;
  return {};
}

Result<> Planner::take_kind(House& house, const HouseRow& row) const {
  if (row.kind.empty()) return {};
  const auto kind = kind_from(row.kind);
  if (!kind)
    return fail(ErrorKind::invalid, "premises.kind",
                {fmt::format("\"{}\" is no kind of premises.", row.kind), fmt::format("“{}”不是房屋类型。", row.kind)},
                "kind");
  if (house.said_kind && house.result.kind != *kind) return std::unexpected(differs("kind", house.row));
  house.result.kind = *kind;
  house.said_kind = true;
  return {};
}

Result<> Planner::take_landlord(House& house, const HouseRow& row) const {
  if (row.landlord.empty()) return {};
  WARD_TRY(phone, units::normal_phone(row.landlord));
  const auto member = standing_.members.find(phone);
  if (member == standing_.members.end())
    return fail(ErrorKind::invalid, "premises.landlord_unknown",
                {fmt::format("No member of the teams has the phone {}.", phone),
                 fmt::format("队员中没有电话为 {} 的人。", phone)},
                "landlord");
  if (house.said_landlord && house.result.landlord != member->second)
    return std::unexpected(differs("landlord", house.row));
  house.result.landlord = member->second;
  house.said_landlord = true;
  return {};
}

Result<> Planner::take_place(House& house, const HouseRow& row) const {
  WARD_TRY(place, incidents::point_from_text(row.latitude, row.longitude));
  if (!place) return {};
  if (house.said_place && house.result.place != place) return std::unexpected(differs("latitude", house.row));
  house.result.place = place;
  house.said_place = true;
  return {};
}

Result<bool> Planner::read_room(const House& house, const HouseRow& row) {
  if (row.room.empty()) return false;
  if (row.room.size() > 3 * longest_number) return std::unexpected(too_long("room", 3 * longest_number));
  if (row.floor.size() > 3 * longest_floor) return std::unexpected(too_long("floor", 3 * longest_floor));
  const std::string key = room_key(house.result.id, row.room);
  const auto [at, is_first] = row_of_room_.try_emplace(key, row.row);
  if (!is_first)
    return fail(ErrorKind::invalid, "room.twice",
                {fmt::format("Room {} of this house already stands in row {}.", row.room, at->second),
                 fmt::format("该房屋的 {} 室已出现在第 {} 行。", row.room, at->second)},
                "room");
  const auto stored = stored_rooms_.find(key);
  if (stored == stored_rooms_.end()) {
    plan_.new_rooms.push_back(
        {.id = Id::make(now_), .premises = house.result.id, .number = row.room, .floor = row.floor});
    return true;
  }
  if (row.floor.empty() || row.floor == stored->second->floor) return false;
  Register::Standing changed = *stored->second;
  changed.floor = row.floor;
  ++changed.version;
  plan_.changed_rooms.push_back(std::move(changed));
  return true;
}

void Planner::collect() {
  for (const std::string& code : order_) {
    House& house = houses_.at(code);
    if (!house.stored) {
      plan_.new_premises.push_back(std::move(house.result));
    } else if (house.result != *house.stored) {
      ++house.result.version;
      plan_.changed_premises.push_back(std::move(house.result));
    }
  }
}

}  // namespace

RegisterPlan plan_rows(const Register& standing, const std::vector<HouseRow>& rows,
                       const std::function<bool(std::string_view path)>& may_change, Time now) {
  return Planner(standing, may_change, now).plan(rows);
}

}  // namespace ward::city::premises
