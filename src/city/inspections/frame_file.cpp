#include "city/inspections/frame_file.h"

#include <fmt/format.h>

#include "formats/tables/table_reader.h"

namespace ward::city::inspections {

namespace {

const std::vector<tables::Column>& columns() {
  static const std::vector<tables::Column> all = {
      {"id", {"id", "编号", "对象编号"}},
      {"stratum", {"stratum", "分层", "类别", "对象类别"}},
      {"unit", {"unit", "unit path", "单元", "单元路径"}},
  };
  return all;
}

}  // namespace

Result<Frame> frame_from_table(std::string_view bytes) {
  WARD_TRY(source, tables::open_table(bytes));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns()));
  std::vector<Item> items;
  tables::Record record;
  while (true) {
    WARD_TRY(more, reader.next(record));
    if (!more) break;
    if (record.fault)
      return fail(ErrorKind::invalid, "frame.row",
                  {"A row of the frame is at fault: " + record.fault->message.en,
                   "抽样框中有一行有误：" + record.fault->message.zh},
                  record.fault->field.empty() ? fmt::format("row {}", record.number) : record.fault->field);
    items.push_back({record.values[0], record.values[1], record.values[2]});
  }
  return make_frame(std::move(items));
}

}  // namespace ward::city::inspections
