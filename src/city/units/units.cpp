#include "city/units/units.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace ward::city::units {

namespace {

struct Word {
  Kind kind;
  std::string_view key;
  const char *en, *zh;
  int level;
};
constexpr Word words[] = {
    {Kind::city, "city", "city", "市指挥部", 0},
    {Kind::town, "town", "town", "镇街指挥部", 0},
    {Kind::community, "community", "community", "社区", 1},
    {Kind::grid, "grid", "grid", "网格", 2},
    {Kind::household_group, "household_group", "household group", "联户", 3},
    {Kind::building, "building", "building", "楼栋", 3},
    {Kind::block, "block", "block", "街区", 3},
    {Kind::enterprise, "enterprise", "enterprise", "企业", 3},
    {Kind::tenants, "tenants", "landlord's tenants", "房东租户", 4},
    {Kind::workshop, "workshop", "workshop", "车间", 4},
};

const Word& word(Kind kind) { return words[std::size_t(kind)]; }

bool is_code_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.';
}

}  // namespace

std::string_view to_string(Kind kind) { return word(kind).key; }

std::optional<Kind> kind_from(std::string_view text) {
  const auto found = std::ranges::find(words, text, &Word::key);
  return found == std::end(words) ? std::nullopt : std::optional(found->kind);
}

Text name_of(Kind kind) { return {word(kind).en, word(kind).zh}; }

int level_of(Kind kind) { return word(kind).level; }

bool fits_below(Kind kind, Kind parent) {
  if (kind == Kind::city) return false;
  if (kind == Kind::town) return parent == Kind::city;
  return level_of(parent) == level_of(kind) - 1;
}

Result<> check_code(const std::string& code) {
  const std::size_t length = characters(code);
  if (length >= 1 && length <= 40 && std::ranges::all_of(code, is_code_character)) return {};
  return fail(ErrorKind::invalid, "unit.code",
              {"A unit's code has 1 to 40 letters, digits, '-', '_' or '.', and no spaces.",
               "单元编号为 1 到 40 个字母、数字、“-”“_”或“.”，不含空格。"},
              "code");
}

Result<> check_place(Kind kind, const Unit* parent) {
  if (!parent) {
    if (kind == Kind::city) return {};
    return fail(ErrorKind::invalid, "unit.parent_needed",
                {"Only the city has no unit above it.", "只有市指挥部没有上级单元。"}, "parent");
  }
  if (!parent->is_open())
    return fail(ErrorKind::conflict, "unit.parent_closed",
                {fmt::format("{} was closed; nothing new can hang below it.", parent->name),
                 fmt::format("{}已撤销，不能再设下级单元。", parent->name)},
                "parent");
  if (fits_below(kind, parent->kind)) return {};
  return fail(ErrorKind::invalid, "unit.parent_kind",
              {fmt::format("A unit of the kind \"{}\" cannot hang below one of the kind \"{}\" ({}).", word(kind).en,
                           word(parent->kind).en, parent->name),
               fmt::format("“{}”不能设在“{}”（{}）之下。", word(kind).zh, word(parent->kind).zh, parent->name)},
              "parent");
}

Result<UnitInput> unit_from_json(const json::value& value) {
  JsonReader in(value);
  UnitInput input;
  input.code = in.text("code", 1, 40);
  input.name = in.text("name", 1, 200);
  const auto kind = kind_from(in.text("kind", 1, 40));
  if (!kind) in.fault("kind", "field.choice", {"kind is no kind of unit.", "kind 不是单元类型。"});
  input.kind = kind.value_or(Kind::grid);
  input.parent = in.maybe_id("parent");
  WARD_CHECK(in.finish());
  WARD_CHECK(check_code(input.code));
  return input;
}

std::string path_below(std::string_view parent_path, std::int64_t number) {
  return fmt::format("{}{:x}/", parent_path, number);
}

std::string path_above(const std::string& path) { return path.substr(0, path.rfind('/', path.size() - 2) + 1); }

std::string end_of(std::string_view top) { return std::string(top.substr(0, top.size() - 1)) + char('/' + 1); }

}  // namespace ward::city::units
