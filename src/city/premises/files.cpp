#include "city/premises/files.h"

#include <algorithm>
#include <sstream>

#include "formats/tables/csv.h"
#include "formats/tables/table_reader.h"
#include "formats/tables/xlsx.h"

namespace ward::city::premises {

namespace {

const std::vector<tables::Column>& columns() {
  static const std::vector<tables::Column> all = {
      {"unit", {"unit", "单元", "单元编号", "网格编号"}, false},
      {"code", {"code", "house", "编号", "房屋编号", "门牌编号"}},
      {"address", {"address", "地址", "房屋地址", "门牌"}, false},
      {"kind", {"kind", "type", "类型", "房屋类型"}, false},
      {"landlord", {"landlord", "landlord phone", "房东电话", "房东手机"}, false},
      {"room", {"room", "房间", "房号", "室号"}, false},
      {"floor", {"floor", "楼层"}, false},
      {"latitude", {"latitude", "lat", "纬度"}, false},
      {"longitude", {"longitude", "lon", "lng", "经度"}, false},
  };
  return all;
}

using PutRow = std::function<Result<>(const std::vector<std::string>& cells)>;

// What a writer looks up.
struct Names {
  explicit Names(const Register& standing) {
    for (const auto& [code, place] : standing.units) codes.emplace(place.unit, code);
    for (const auto& [phone, member] : standing.members) phones.emplace(member, phone);
    for (const auto& room : standing.rooms) rooms[room.premises].push_back(&room);
    for (auto& [house, list] : rooms) std::ranges::sort(list, {}, &Register::Standing::number);
  }
  std::unordered_map<Id, std::string> codes, phones;
  std::unordered_map<Id, std::vector<const Register::Standing*>> rooms;
};

bool lies_within(const std::string& path, const std::vector<std::string>& tops) {
  return std::ranges::any_of(tops, [&](const std::string& top) { return units::is_within(path, top); });
}

// In the order of the tree, then by code.
std::vector<const Premises*> sorted(const Register& standing, const std::vector<std::string>& tops) {
  std::vector<std::pair<std::string, const Premises*>> houses;
  for (const Premises& one : standing.premises)
    if (const auto path = standing.paths.find(one.unit);
        path != standing.paths.end() && lies_within(path->second, tops))
      houses.emplace_back(path->second, &one);
  std::ranges::sort(houses, {}, [](const auto& house) { return std::tie(house.first, house.second->code); });
  std::vector<const Premises*> all;
  for (const auto& [path, house] : houses) all.push_back(house);
  return all;
}

Result<> write_rows(const PutRow& put, const Register& standing, const std::vector<std::string>& tops) {
  std::vector<std::string> titles;
  for (const tables::Column& column : columns()) titles.push_back(column.name);
  WARD_CHECK(put(titles));
  const Names names(standing);
  for (const Premises* house : sorted(standing, tops)) {
    const auto [latitude, longitude] = incidents::to_text(house->place);
    std::vector<std::string> cells = {names.codes.at(house->unit),
                                      house->code,
                                      house->address,
                                      std::string(to_string(house->kind)),
                                      house->landlord ? names.phones.at(*house->landlord) : "",
                                      "",
                                      "",
                                      latitude,
                                      longitude};
    const auto rooms = names.rooms.find(house->id);
    if (rooms == names.rooms.end()) WARD_CHECK(put(cells));
    if (rooms == names.rooms.end()) continue;
    for (const auto* room : rooms->second) {
      cells[5] = room->number;
      cells[6] = room->floor;
      WARD_CHECK(put(cells));
    }
  }
  return {};
}

}  // namespace

Result<FilePlan> plan_file(std::string_view bytes, const Register& standing,
                           const std::function<bool(std::string_view path)>& may_change, Time now) {
  WARD_TRY(source, tables::open_table(bytes));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns()));
  FilePlan out;
  std::vector<HouseRow> rows;
  std::vector<units::RowFault> faults;
  tables::Record record;
  while (true) {
    WARD_TRY(more, reader.next(record));
    if (!more) break;
    ++out.rows;
    const int number = int(record.number);
    const auto text = [&](const char* name) { return std::string(reader.value(record, name)); };
    if (record.fault)
      faults.push_back({number, *record.fault});
    else
      rows.push_back({number, text("unit"), text("code"), text("address"), text("kind"), text("landlord"), text("room"),
                      text("floor"), text("latitude"), text("longitude")});
  }
  out.plan = plan_rows(standing, rows, may_change, now);
  out.plan.faults.insert(out.plan.faults.end(), faults.begin(), faults.end());
  std::ranges::stable_sort(out.plan.faults, {}, &units::RowFault::row);
  out.encoding = reader.description().encoding;
  out.ignored = reader.unknown();
  return out;
}

std::string write_csv(const Register& standing, const std::vector<std::string>& tops) {
  std::ostringstream stream;
  tables::CsvWriter out(stream);
  const auto put = [&](const std::vector<std::string>& cells) -> Result<> {
    out.row(cells);
    return {};
  };
  (void)write_rows(put, standing, tops);  // CSV takes every row
  return stream.str();
}

Result<std::string> write_xlsx(const Register& standing, const std::vector<std::string>& tops) {
  return tables::xlsx_bytes("premises", [&](tables::XlsxWriter& out) {
    return write_rows([&](const std::vector<std::string>& cells) { return out.row(cells); }, standing, tops);
  });
}

}  // namespace ward::city::premises
