#include "city/units/files.h"

#include <algorithm>
#include <sstream>

#include "formats/tables/csv.h"
#include "formats/tables/table_reader.h"
#include "formats/tables/xlsx.h"

namespace ward::city::units {

namespace {

using tables::Column;

const std::vector<Column>& columns_of(FileKind kind) {
  static const std::vector<Column> of_units = {{"code", {"code", "编号", "单元编号"}},
                                               {"name", {"name", "名称", "单元名称"}},
                                               {"kind", {"kind", "type", "类型", "单元类型"}},
                                               {"parent", {"parent", "上级", "上级编号"}, false}};
  static const std::vector<Column> of_members = {{"unit", {"unit", "单元", "单元编号"}},
                                                 {"name", {"name", "姓名"}},
                                                 {"phone", {"phone", "mobile", "电话", "手机", "手机号"}},
                                                 {"duty", {"duty", "post", "职务"}, false},
                                                 {"since", {"since", "from", "任职日期", "开始日期"}, false},
                                                 {"until", {"until", "to", "离任日期", "结束日期"}, false}};
  return kind == FileKind::units ? of_units : of_members;
}

// A day of the zone ("2020-02-19": its first moment) or a time.
Result<std::optional<Time>> moment(std::string_view text, const Zone& zone, const char* field) {
  if (text.empty()) return std::nullopt;
  if (const auto date = parse_date(text)) return zone.to_utc(LocalTime{*date});
  if (const auto time = parse_rfc3339(text)) return *time;
  return fail(ErrorKind::invalid, "post.date",
              {"A date is written as 2020-02-19, or with its time as 2020-02-19T08:00:00+08:00.",
               "日期应写作 2020-02-19，或带时间写作 2020-02-19T08:00:00+08:00。"},
              field);
}

int row_of(const tables::Record& record) { return static_cast<int>(record.number); }

struct Read {
  std::vector<UnitRow> units;
  std::vector<MemberRow> members;
  std::vector<RowFault> faults;
  std::int64_t rows = 0;
};

Result<MemberRow> member_row(const tables::TableReader& reader, const tables::Record& record, const Zone& zone) {
  const auto text = [&](const char* name) { return std::string(reader.value(record, name)); };
  WARD_TRY(since, moment(reader.value(record, "since"), zone, "since"));
  WARD_TRY(until, moment(reader.value(record, "until"), zone, "until"));
  return MemberRow{row_of(record), text("unit"), text("name"), text("phone"), text("duty"), since, until};
}

Result<Read> read_rows(FileKind kind, tables::TableReader& reader, const Zone& zone) {
  Read read;
  tables::Record record;
  while (true) {
    WARD_TRY(more, reader.next(record));
    if (!more) return read;
    ++read.rows;
    if (record.fault) {
      read.faults.push_back({row_of(record), *record.fault});
      continue;
    }
    const auto text = [&](const char* name) { return std::string(reader.value(record, name)); };
    if (kind == FileKind::units)
      read.units.push_back({row_of(record), text("code"), text("name"), text("kind"), text("parent")});
    else if (auto row = member_row(reader, record, zone))
      read.members.push_back(*std::move(row));
    else
      read.faults.push_back({row_of(record), row.error()});
  }
}

std::string text_of(const std::optional<Time>& time) { return time ? to_rfc3339(*time) : std::string(); }

using PutRow = std::function<Result<>(const std::vector<std::string>& cells)>;

Result<> write_units(const PutRow& put, const Roster& roster) {
  const RosterIndex index(roster);
  std::vector<const Unit*> units;
  for (const Unit& unit : roster.units) units.push_back(&unit);
  std::ranges::sort(units, {}, [](const Unit* unit) { return std::tie(unit->kind, unit->code); });
  for (const Unit* unit : units)
    WARD_CHECK(put({unit->code, unit->name, std::string(to_string(unit->kind)),
                    unit->parent ? index.unit(*unit->parent)->code : ""}));
  return {};
}

Result<> write_members(const PutRow& put, const Roster& roster) {
  const RosterIndex index(roster);
  std::vector<std::pair<std::string, const Post*>> posts;
  for (const Post& post : roster.posts)
    if (const Unit* unit = index.unit(post.unit)) posts.emplace_back(unit->code, &post);
  std::ranges::sort(posts, {}, [](const auto& post) { return std::pair(post.first, post.second->id); });
  for (const auto& [code, post] : posts) {
    const Member& member = index.member(post->member);
    WARD_CHECK(put({code, member.name, member.phone, std::string(to_string(post->duty)), to_rfc3339(post->span.since),
                    text_of(post->span.until)}));
  }
  return {};
}

Result<> write_rows(FileKind kind, const PutRow& put, const Roster& roster) {
  std::vector<std::string> titles;
  for (const Column& column : columns_of(kind)) titles.push_back(column.name);
  WARD_CHECK(put(titles));
  return kind == FileKind::units ? write_units(put, roster) : write_members(put, roster);
}

}  // namespace

std::optional<FileKind> file_kind_from(std::string_view text) {
  if (text == "units") return FileKind::units;
  if (text == "members") return FileKind::members;
  return std::nullopt;
}

Result<FilePlan> plan_file(FileKind kind, std::string_view bytes, const Roster& roster, Time now, const Zone& zone) {
  WARD_TRY(source, tables::open_table(bytes));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns_of(kind)));
  WARD_TRY(read, read_rows(kind, reader, zone));
  FilePlan out;
  out.plan = kind == FileKind::units ? plan_units(roster, std::move(read.units), now)
                                     : plan_members(roster, std::move(read.members), now);
  out.plan.faults.insert(out.plan.faults.end(), read.faults.begin(), read.faults.end());
  std::ranges::stable_sort(out.plan.faults, {}, &RowFault::row);
  out.rows = read.rows;
  out.encoding = reader.description().encoding;
  out.ignored = reader.unknown();
  return out;
}

std::string write_csv(FileKind kind, const Roster& roster) {
  std::ostringstream stream;
  tables::CsvWriter out(stream);
  const auto put = [&](const std::vector<std::string>& cells) -> Result<> {
    out.row(cells);
    return {};
  };
  (void)write_rows(kind, put, roster);  // CSV takes every row
  return stream.str();
}

Result<std::string> write_xlsx(FileKind kind, const Roster& roster) {
  return tables::xlsx_bytes(kind == FileKind::units ? "units" : "members", [&](tables::XlsxWriter& out) {
    return write_rows(kind, [&](const std::vector<std::string>& cells) { return out.row(cells); }, roster);
  });
}

}  // namespace ward::city::units
