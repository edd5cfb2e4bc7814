#include "city/units/synthetic.h"

#include <fmt/format.h>

#include <sstream>

#include "formats/tables/csv.h"

namespace ward::city::units {

namespace {

// SplitMix64 (Steele, Lea, Flood 2014): the standard library's distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // 0 to n - 1.
  int below(int n) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<int>((z ^ (z >> 31)) % static_cast<std::uint64_t>(n));
  }
  template <std::size_t N>
  const char* of(const char* const (&words)[N]) {
    return words[below(static_cast<int>(N))];
  }

 private:
  std::uint64_t state_;
};

constexpr const char* family_names[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
                                        "马", "朱", "胡", "郭", "何", "林", "罗", "高", "骆", "龚", "楼", "金"};
constexpr const char* given_names[] = {"伟", "芳",   "娜",   "敏",   "静",   "丽",   "强",   "磊",   "军",   "洋",
                                       "勇", "艳",   "杰",   "娟",   "涛",   "明",   "超",   "秀兰", "霞",   "平",
                                       "刚", "桂英", "建国", "志强", "晓东", "小红", "文静", "海燕", "国华", "玉兰"};

class CityMaker {
 public:
  CityMaker(const CitySize& size, std::uint64_t seed) : size_(size), random_(seed) {}

  SyntheticCity make(const std::string& code, const std::string& name, const std::vector<Division>& divisions) {
    add_unit(code, name + "疫情防控指挥部", "city", "");
    for (const Division& division : divisions) add_unit(division.code, division.name + "指挥部", "town", code);
    add_communities(divisions);
    add_level("G", "grid", 2, [](const UnitRow& above, int n) { return fmt::format("{}第{}网格", above.name, n); });
    add_level("L", "", 3, [](const UnitRow& above, int n) { return fmt::format("{}{}组", above.name, n); });
    add_level("F", "", 4, [](const UnitRow& above, int n) { return fmt::format("{}-{}", above.name, n); });
    add_commanders();
    add_others();
    city_.people = people_;
    return std::move(city_);
  }

 private:
  using Name = std::string (*)(const UnitRow& above, int n);

  void add_unit(std::string code, std::string name, std::string kind, std::string parent) {
    city_.units.push_back({static_cast<int>(city_.units.size()) + 2, std::move(code), std::move(name), std::move(kind),
                           std::move(parent)});
  }

  // Each town gets its villages in turn until there are enough; when the real ones run out they are numbered.
  void add_communities(const std::vector<Division>& divisions) {
    begin_ = static_cast<int>(city_.units.size());
    for (int i = 0; i < size_.units[0]; ++i) {
      const Division& town = divisions[static_cast<std::size_t>(i) % divisions.size()];
      const std::size_t n = static_cast<std::size_t>(i) / divisions.size();
      const std::string name =
          n < town.villages.size() ? town.villages[n] : fmt::format("{}第{}社区", town.name, n + 1);
      add_unit(fmt::format("C{:03}", i + 1), name, "community", town.code);
    }
  }

  // Spread evenly below the level before.
  void add_level(const char* prefix, const char* kind, int level, Name name) {
    const int above = begin_, count_above = static_cast<int>(city_.units.size()) - begin_;
    const int count = size_.units[static_cast<std::size_t>(level - 1)];
    begin_ = static_cast<int>(city_.units.size());
    for (int i = 0; i < count; ++i) {
      const int place = static_cast<int>(static_cast<std::int64_t>(i) * count_above / count);
      const UnitRow parent = city_.units[static_cast<std::size_t>(above + place)];
      const int first = static_cast<int>((static_cast<std::int64_t>(place) * count + count_above - 1) / count_above);
      add_unit(fmt::format("{}{:06}", prefix, i + 1), name(parent, i - first + 1), *kind ? kind : kind_of(level),
               parent.code);
    }
  }

  const char* kind_of(int level) {
    if (level == 4) return random_.below(8) == 0 ? "workshop" : "tenants";
    static constexpr const char* kinds[] = {"household_group", "building", "block", "enterprise"};
    return random_.of(kinds);
  }

  // Posts of one person, who is in the file once for each.
  void add_posts(const std::vector<std::pair<std::string, const char*>>& posts) {
    const std::string name = std::string(random_.of(family_names)) + random_.of(given_names);
    const std::string phone = fmt::format("10{:09}", ++people_);
    for (const auto& [unit, duty] : posts)
      city_.members.push_back({static_cast<int>(city_.members.size()) + 2, unit, name, phone, duty, {}, {}});
  }

  void add_commanders() {
    for (const UnitRow& unit : city_.units) {
      if (unit.parent.empty())
        add_posts({{unit.code, "commander"}});
      else
        add_posts({{unit.code, "commander"}, {unit.parent, "member"}});
    }
  }

  void add_others() {
    const int units = static_cast<int>(city_.units.size());
    while (people_ < size_.members)
      add_posts({{city_.units[static_cast<std::size_t>(random_.below(units))].code, "member"}});
  }

  const CitySize size_;
  Random random_;
  SyntheticCity city_;
  int begin_ = 0;  // where the level that was made last begins
  int people_ = 0;
};

}  // namespace

SyntheticCity make_city(const std::string& code, const std::string& name, const std::vector<Division>& divisions,
                        const CitySize& size, std::uint64_t seed) {
  return CityMaker(size, seed).make(code, name, divisions);
}

std::string write_csv(const std::vector<UnitRow>& units) {
  std::ostringstream stream;
  tables::CsvWriter out(stream);
  out.row(std::vector<std::string>{"code", "name", "kind", "parent"});
  for (const UnitRow& unit : units) out.row(std::vector<std::string>{unit.code, unit.name, unit.kind, unit.parent});
  return stream.str();
}

std::string write_csv(const std::vector<MemberRow>& members) {
  std::ostringstream stream;
  tables::CsvWriter out(stream);
  out.row(std::vector<std::string>{"unit", "name", "phone", "duty"});
  for (const MemberRow& one : members) out.row(std::vector<std::string>{one.unit, one.name, one.phone, one.duty});
  return stream.str();
}

}  // namespace ward::city::units
