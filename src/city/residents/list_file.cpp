#include "city/residents/list_file.h"

namespace ward::city::residents {

namespace {

constexpr std::int64_t most_rows = 5'000'000;

// Of a list of residents: who, and where they live.
const std::vector<tables::Column>& columns() {
  static const std::vector<tables::Column> all = [] {
    std::vector<tables::Column> columns = person_columns();
    columns.push_back({"premises", {"premises", "house", "房屋编号", "门牌编号", "房屋"}, false});
    columns.push_back({"room", {"room", "房间", "房号", "室号"}, false});
    columns.push_back({"since", {"since", "from", "入住日期", "起租日期", "开始日期"}, false});
    return columns;
  }();
  return all;
}

}  // namespace

const std::vector<tables::Column>& person_columns() {
  static const std::vector<tables::Column> all = {
      {"name", {"name", "姓名", "中文姓名"}},
      {"spellings",
       {"spellings", "other names", "other spellings", "其他姓名", "别名", "曾用名", "英文姓名", "外文姓名"},
       false},
      {"birth", {"birth", "date of birth", "born", "出生日期", "出生年月日", "生日"}, false},
      {"sex", {"sex", "gender", "性别"}, false},
      {"nationality", {"nationality", "国籍", "国籍或地区"}, false},
      {"document_kind", {"document kind", "document type", "document_kind", "证件类型", "证件种类"}, false},
      {"document_number",
       {"document number", "document", "document_number", "id number", "证件号码", "证件号", "身份证号", "身份证号码"},
       false},
      {"document_country",
       {"document country", "document_country", "issued by", "签发国", "签发国家", "发证国家或地区"},
       false},
      {"phone", {"phone", "mobile", "电话", "手机", "手机号", "联系电话"}, false},
  };
  return all;
}

ListCells person_cells(const tables::TableReader& reader, const tables::Record& record) {
  const auto text = [&](const char* name) { return std::string(reader.value(record, name)); };
  return {.row = int(record.number),
          .premises = {},
          .room = {},
          .name = text("name"),
          .spellings = text("spellings"),
          .phone = text("phone"),
          .birth = text("birth"),
          .sex = text("sex"),
          .nationality = text("nationality"),
          .document_kind = text("document_kind"),
          .document_number = text("document_number"),
          .document_country = text("document_country"),
          .since = {}};
}

Result<ListFile> ListFile::open(std::string_view bytes) {
  WARD_TRY(source, tables::open_table(bytes, {}, {.rows = most_rows}));
  WARD_TRY(reader, tables::TableReader::open(std::move(source), columns()));
  return ListFile(std::move(reader));
}

std::string ListFile::encoding() const { return reader_.description().encoding; }
const std::vector<std::string>& ListFile::ignored() const { return reader_.unknown(); }

ListCells ListFile::cells_of(const tables::Record& record) const {
  ListCells cells = person_cells(reader_, record);
  cells.premises = reader_.value(record, "premises");
  cells.room = reader_.value(record, "room");
  cells.since = reader_.value(record, "since");
  return cells;
}

Result<std::vector<Listed>> ListFile::next(std::size_t most, const Reading& with,
                                           std::vector<units::RowFault>& faults) {
  std::vector<Listed> well;
  tables::Record record;
  while (well.size() < most) {
    WARD_TRY(more, reader_.next(record));
    if (!more) break;
    ++rows_;
    if (record.fault) {
      faults.push_back({int(record.number), *record.fault});
      continue;
    }
    if (auto listed = read_cells(cells_of(record), with))
      well.push_back(*std::move(listed));
    else
      faults.push_back({int(record.number), std::move(listed).error()});
  }
  return well;
}

}  // namespace ward::city::residents
