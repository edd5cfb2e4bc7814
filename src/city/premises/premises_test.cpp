#include "city/premises/premises.h"

#include <gtest/gtest.h>

namespace ward::city::premises {
namespace {

std::string code_of(const auto& result) { return result ? "" : result.error().code; }

const std::string a = "0190f3a0-0000-7000-8000-000000000001", b = "0190f3a0-0000-7000-8000-000000000002",
                  c = "0190f3a0-0000-7000-8000-000000000003";

TEST(Premises, AreReadWithEveryFaultNamed) {
  json::object good{{"unit", a}, {"code", "H-1"}, {"address", "城中路 12 号"}, {"kind", "house"}, {"version", 0}};
  const auto read = premises_from_json(good);
  ASSERT_TRUE(read) << read.error().message.en;
  EXPECT_EQ(read->kind, Kind::house);
  EXPECT_FALSE(read->landlord);
  auto spaced = good;
  spaced["code"] = "H 1";
  EXPECT_EQ(code_of(premises_from_json(spaced)), "premises.code");
  auto unknown = good;
  unknown["owner"] = "x";
  EXPECT_EQ(code_of(premises_from_json(unknown)), "field.unknown");
  auto unseen = good;
  unseen.erase("version");
  EXPECT_EQ(premises_from_json(unseen).error().field, "version");
}

TEST(Premises, KindsAreKnownByTheirNames) {
  EXPECT_EQ(kind_from("dormitory"), Kind::dormitory);
  EXPECT_EQ(kind_from("宿舍"), Kind::dormitory);
  EXPECT_EQ(kind_from("castle"), std::nullopt);
}

TEST(Rebuild, HasAsManyRoomsAsItSays) {
  const auto read = [](const char* how, json::array rooms, std::vector<std::string> into) {
    json::array fresh;
    for (const auto& id : into) fresh.push_back(json::object{{"id", id}, {"number", id.substr(35)}});
    return code_of(
        rebuild_from_json(json::object{{"how", how}, {"rooms", std::move(rooms)}, {"into", std::move(fresh)}}));
  };
  EXPECT_EQ(read("demolished", {a, b}, {}), "");
  EXPECT_EQ(read("split", {a}, {b, c}), "");
  EXPECT_EQ(read("merged", {a, b}, {c}), "");
  EXPECT_EQ(read("demolished", {a}, {b}), "rebuild.into");
  EXPECT_EQ(read("demolished", {}, {}), "rebuild.into");
  EXPECT_EQ(read("split", {a}, {b}), "rebuild.into");
  EXPECT_EQ(read("split", {a, b}, {c, c}), "rebuild.into");
  EXPECT_EQ(read("merged", {a}, {b}), "rebuild.into");
  EXPECT_EQ(read("split", {a}, {b, b}), "rebuild.twice");
  EXPECT_EQ(read("split", {a}, {a, b}), "rebuild.twice");
  EXPECT_EQ(read("merged", {a, a}, {b}), "rebuild.twice");
  EXPECT_EQ(read("demolished", {"x"}, {}), "field.type");
  EXPECT_EQ(read("sold", {a}, {}), "field.choice");
}

}  // namespace
}  // namespace ward::city::premises
