#include "city/premises/premises.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/words.h"
#include "city/fields.h"
#include "city/units/units.h"
#include "city/version.h"

namespace ward::city::premises {

namespace {

constexpr Words kinds[] = {
    {"house", "house", "住宅"}, {"flats", "block of flats", "楼房"}, {"dormitory", "dormitory", "宿舍"},
    {"shop", "shop", "店铺"},   {"workshop", "workshop", "厂房"},    {"other", "other", "其他"},
};
static_assert(std::size(kinds) == std::size_t(Kind::other) + 1);

constexpr Words ends[] = {
    {"demolished", "demolished", "拆除"}, {"split", "split", "拆分"}, {"merged", "merged", "合并"}};
static_assert(std::size(ends) == std::size_t(End::merged) + 1);

Result<NewRoom> new_room_from_json(const json::value& value, std::size_t index) {
  JsonReader in(value, fmt::format("into[{}]", index));
  NewRoom room{.id = in.id("id"), .number = in.text("number", 1, 40)};
  room.floor = in.maybe_text("floor", 0, 20).value_or("");
  WARD_CHECK(in.finish());
  return room;
}

bool fits(End how, std::size_t rooms, std::size_t into) {
  if (how == End::demolished) return rooms >= 1 && into == 0;
  if (how == End::split) return rooms == 1 && into >= 2;
  return rooms >= 2 && into == 1;
}

Result<> check(const Rebuild& rebuild) {
  if (!fits(rebuild.how, rebuild.rooms.size(), rebuild.into.size()))
    return fail(
        ErrorKind::invalid, "rebuild.into",
        {"One room is split into two or more, two or more are merged into one, and demolished rooms become none.",
         "拆分为一间变多间，合并为多间变一间，拆除的房间不产生新房间。"},
        "into");
  std::set<Id> seen(rebuild.rooms.begin(), rebuild.rooms.end());
  for (const NewRoom& room : rebuild.into) seen.insert(room.id);
  if (seen.size() == rebuild.rooms.size() + rebuild.into.size()) return {};
  return fail(ErrorKind::invalid, "rebuild.twice", {"A room is named twice.", "同一房间出现两次。"}, "rooms");
}

}  // namespace

std::string_view to_string(Kind kind) { return kinds[std::size_t(kind)].name; }
Text name_of(Kind kind) { return text_of(kinds[std::size_t(kind)]); }
std::optional<Kind> kind_from(std::string_view text) {
  const auto found = std::ranges::find_if(
      kinds, [&](const Words& one) { return one.name == text || one.en == text || one.zh == text; });
  return found == std::end(kinds) ? std::nullopt : std::optional(Kind(found - kinds));
}

std::string_view to_string(End end) { return ends[std::size_t(end)].name; }
Text name_of(End end) { return text_of(ends[std::size_t(end)]); }
std::optional<End> end_from(std::string_view text) { return named<End>(ends, text); }

json::array texts_of(const std::vector<Id>& ids) {
  json::array all;
  for (const Id& id : ids) all.emplace_back(id.str());
  return all;
}

Result<PremisesInput> premises_from_json(const json::value& value) {
  JsonReader in(value);
  PremisesInput input{.unit = in.id("unit"), .code = in.text("code", 1, 40), .address = in.text("address", 1, 200)};
  input.kind =
      kind_from(in.choice("kind", {"house", "flats", "dormitory", "shop", "workshop", "other"})).value_or(Kind::other);
  input.landlord = in.maybe_id("landlord");
  input.place = incidents::maybe_point(in, "place");
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  if (!units::check_code(input.code))
    return fail(ErrorKind::invalid, "premises.code",
                {"The code of premises has 1 to 40 letters, digits, '-', '_' or '.', and no spaces.",
                 "房屋编号为 1 到 40 个字母、数字、“-”“_”或“.”，不含空格。"},
                "code");
  return input;
}

Result<RoomInput> room_from_json(const json::value& value) {
  JsonReader in(value);
  RoomInput input{.premises = in.id("premises"), .number = in.text("number", 1, 40)};
  input.floor = in.maybe_text("floor", 0, 20).value_or("");
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  return input;
}

Result<Rebuild> rebuild_from_json(const json::value& value) {
  JsonReader in(value);
  Rebuild rebuild{.how = end_from(in.choice("how", {"demolished", "split", "merged"})).value_or(End::demolished),
                  .rooms = ids_of(in, "rooms", in.array("rooms", most_rebuilt))};
  if (const auto* into = in.maybe_array("into", most_rebuilt))
    for (std::size_t i = 0; i < into->size(); ++i) {
      WARD_TRY(room, new_room_from_json((*into)[i], i));
      rebuild.into.push_back(room);
    }
  WARD_CHECK(in.finish());
  WARD_CHECK(check(rebuild));
  return rebuild;
}

}  // namespace ward::city::premises
