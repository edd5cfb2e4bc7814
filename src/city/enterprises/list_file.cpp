#include "city/enterprises/list_file.h"

#include <algorithm>

#include "formats/tables/table_reader.h"

namespace ward::city::enterprises {

namespace {

const std::vector<tables::Column>& columns() {
  static const std::vector<tables::Column> all = {
      {"credit_code",
       {"credit_code", "credit code", "unified social credit code", "统一社会信用代码", "社会信用代码", "信用代码"},
       false},
      {"unit", {"unit", "单元", "单元编号", "所属单元", "网格编号"}, false},
      {"name", {"name", "enterprise", "名称", "企业名称", "单位名称"}},
      {"kind", {"kind", "type", "类型", "企业类型", "行业"}, false},
      {"premises", {"premises", "house", "房屋编号", "门牌编号", "所在房屋"}, false},
  };
  return all;
}

}  // namespace

Result<ListFile> plan_file(std::string_view bytes, const Known& known,
                           const std::function<bool(std::string_view path)>& may_change, Time now) {
  WARD_TRY(source, tables::open_table(bytes));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns()));
  ListFile out;
  std::vector<ListRow> rows;
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
      rows.push_back({number, text("credit_code"), text("unit"), text("name"), text("kind"), text("premises")});
  }
  out.plan = plan_rows(known, rows, may_change, now);
  out.plan.faults.insert(out.plan.faults.end(), faults.begin(), faults.end());
  std::ranges::stable_sort(out.plan.faults, {}, &units::RowFault::row);
  out.encoding = reader.description().encoding;
  out.ignored = reader.unknown();
  return out;
}

}  // namespace ward::city::enterprises
