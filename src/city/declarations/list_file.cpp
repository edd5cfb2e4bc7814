#include "city/declarations/list_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "city/residents/list_file.h"

namespace ward::city::declarations {

namespace {

const std::vector<tables::Column>& list_columns() {
  static const std::vector<tables::Column> all = [] {
    std::vector<tables::Column> columns = residents::person_columns();
    columns.push_back({"from", {"from", "where from", "region", "来自", "来自地区", "来自何地", "出发地", "来源地"}});
    columns.push_back(
        {"arrives", {"arrives", "arrival", "day of arrival", "到达日期", "返岗日期", "返回日期", "预计到达日期"}});
    columns.push_back({"hour", {"hour", "time", "time of arrival", "到达时间", "预计到达时间"}, false});
    columns.push_back({"carrier", {"by", "carrier", "means", "交通方式", "交通工具", "出行方式"}, false});
    columns.push_back(
        {"vehicle", {"vehicle", "train or flight", "number plate", "车次", "航班号", "车牌号", "车次或航班"}, false});
    columns.push_back({"room", {"room", "房间", "房号", "宿舍", "宿舍号"}, false});
    return columns;
  }();
  return all;
}

Error wrong(const char* code, Text message, const char* field) {
  return Error::make(ErrorKind::invalid, code, std::move(message), field);
}

Result<Carrier> carrier_in(const std::string& cell) {
  if (cell.empty()) return Carrier::other;
  for (int i = 0; i <= int(Carrier::other); ++i) {
    const Text name = name_of(Carrier(i));
    if (cell == name.zh || cell == name.en || cell == to_string(Carrier(i))) return Carrier(i);
  }
  if (cell == "高铁" || cell == "动车") return Carrier::train;
  if (cell == "大巴" || cell == "包车") return Carrier::coach;
  return std::unexpected(wrong("declaration.carrier",
                               {fmt::format("\"{}\" is no means of travel that is known here.", cell),
                                fmt::format("“{}”不是已知的交通方式。", cell)},
                               "carrier"));
}

// "14:30", also "14"; at noon when it is not said.
Result<Millis> hour_in(const std::string& cell) {
  if (cell.empty()) return std::chrono::hours{12};
  int hours = -1, minutes = 0;
  const char* const end = cell.data() + cell.size();
  auto [rest, well] = std::from_chars(cell.data(), end, hours);
  if (well == std::errc{} && rest != end && *rest == ':') rest = std::from_chars(rest + 1, end, minutes).ptr;
  if (rest == end && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60)
    return std::chrono::hours{hours} + std::chrono::minutes{minutes};
  return std::unexpected(wrong("declaration.hour",
                               {fmt::format("\"{}\" is no time of day: it is written as 14:30.", cell),
                                fmt::format("“{}”不是有效时间，应写作 14:30。", cell)},
                               "hour"));
}

Result<std::vector<Stay>> stays_of(const std::string& cell) {
  if (cell.empty())
    return std::unexpected(wrong("declaration.stays", {"Say where they come from.", "请填写来自何地。"}, "from"));
  WARD_TRY(region, read_region(cell, "from"));
  return std::vector<Stay>{{.region = region}};
}

Result<Declaration> declaration_of(const tables::TableReader& reader, const tables::Record& record,
                                   const ListReading& with) {
  const auto text = [&](const char* name) { return std::string(reader.value(record, name)); };
  WARD_TRY(person, residents::read_person(residents::person_cells(reader, record), with.document_key, with.today));
  person.id = residents::row_id(person, with.premises, with.id_key);
  Declaration said{.id = person.id, .premises = with.premises, .source = Source::enterprise};
  WARD_TRY(stays, stays_of(text("from")));
  WARD_TRY(day, residents::read_day(text("arrives"), "arrives"));
  WARD_TRY(hour, hour_in(text("hour")));
  WARD_TRY(carrier, carrier_in(text("carrier")));
  said.stays = std::move(stays);
  said.arrives_at = with.zone.to_utc(LocalTime(day) + hour);
  said.carrier = carrier;
  said.vehicle = text("vehicle").substr(0, 60);
  if (const std::string number = text("room"); !number.empty()) {
    said.room = with.room(number);
    if (!said.room)
      return std::unexpected(
          wrong("room.unknown",
                {fmt::format("The house has no room {}.", number), fmt::format("该房屋没有 {} 室。", number)}, "room"));
  }
  said.persons.push_back({.person = std::move(person)});
  return said;
}

}  // namespace

Result<DeclaredList> read_list(std::string_view bytes, const ListReading& with) {
  WARD_TRY(source, tables::open_table(bytes, {}, {.rows = most_listed}));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), list_columns()));
  DeclaredList list;
  std::unordered_set<Id> known;
  tables::Record record;
  while (true) {
    WARD_TRY(more, reader.next(record));
    if (!more) break;
    ++list.rows;
    auto read = record.fault ? std::unexpected(*record.fault) : declaration_of(reader, record, with);
    if (read && !known.insert(read->id).second)
      read = std::unexpected(
          wrong("declaration.twice", {"This person is in a row before.", "此人已在前面的行中出现。"}, "name"));
    if (!read) {
      list.faults.push_back({int(record.number), read.error()});
      continue;
    }
    list.declarations.push_back(*std::move(read));
    list.row.push_back(int(record.number));
  }
  list.encoding = reader.description().encoding;
  list.ignored = reader.unknown();
  return list;
}

}  // namespace ward::city::declarations
