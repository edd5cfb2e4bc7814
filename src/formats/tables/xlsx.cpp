#include "formats/tables/xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

#include "formats/tables/xlsx_parts.h"
#include "formats/tables/xlsx_values.h"

namespace ward::tables {

namespace {

// A range of merged cells, ends included, from 1.
struct Merged {
  std::int64_t first_row, last_row;
  std::size_t first_column, last_column;
  std::string text;  // of its first cell, once that was read
};

// The merged ranges stand behind the rows that they are about: this reads a sheet for them alone.
class MergedReader final : public PartReader {
 public:
  explicit MergedReader(const Limits& limits) : limits_(limits) {}
  std::vector<Merged> ranges;  // by first row

 private:
  static constexpr std::size_t most = 200'000;

  void start(std::string_view, std::string_view name, const xml::AttributeList& attributes) override {
    if (name != "mergeCell" || ranges.size() >= most) return;
    const std::string_view ref = attributes.find("ref") ? attributes.find("ref") : "";
    const auto colon = ref.find(':');
    if (colon == std::string_view::npos) return;
    const auto from = cell_name(ref.substr(0, colon)), to = cell_name(ref.substr(colon + 1));
    if (!from || !to || to->row < from->row || to->column < from->column || from->column > limits_.columns) return;
    ranges.push_back({from->row, to->row, from->column, std::min(to->column, limits_.columns), {}});
  }
  const Limits limits_;
};

struct Cell {
  enum class Kind { number, shared, boolean, error, text } kind = Kind::number;
  std::size_t column = 0;
  std::size_t style = 0;
  std::string value, inline_text;
};

Cell::Kind kind_of(std::string_view type) {
  if (type == "s") return Cell::Kind::shared;
  if (type == "b") return Cell::Kind::boolean;
  if (type == "e") return Cell::Kind::error;
  if (type == "str" || type == "inlineStr" || type == "d") return Cell::Kind::text;
  return Cell::Kind::number;
}

std::size_t count_of(const char* text) {
  std::size_t number = 0;
  if (text) std::from_chars(text, text + std::string_view(text).size(), number);
  return number;
}

// What a cell needs to be read.
struct Reading {
  Limits limits;
  SharedStrings strings;
  std::vector<bool> is_date;
  bool from_1904 = false;
};

// The text of a cell, or what is wrong with it.
Result<std::string> text_of(const Cell& cell, const Reading& with) {
  const auto wrong = [](std::string code, Text what) {
    return fail(ErrorKind::invalid, std::move(code), std::move(what));
  };
  switch (cell.kind) {
    case Cell::Kind::text:
      return unescaped(cell.inline_text.empty() ? cell.value : cell.inline_text);
    case Cell::Kind::boolean:
      return cell.value == "1" || cell.value == "true" ? "TRUE" : "FALSE";
    case Cell::Kind::error:
      return wrong("table.cell_error", {"the formula of this cell failed (" + cell.value + ").",
                                        "该单元格的公式出错（" + cell.value + "）。"});
    case Cell::Kind::shared: {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(cell.value.data(), cell.value.data() + cell.value.size(), index);
      if (error != std::errc{} || index >= with.strings.size())
        return wrong("table.bad_number", {"the cell refers to a text that is not there.", "单元格引用的文本不存在。"});
      return std::string(with.strings[index]);
    }
    case Cell::Kind::number:
      break;
  }
  if (cell.value.empty()) return "";
  if (cell.style < with.is_date.size() && with.is_date[cell.style]) {
    auto date = iso_date(cell.value, with.from_1904);
    if (!date) return wrong("table.bad_date", {"the cell shows a date that does not exist.", "单元格中的日期不存在。"});
    return *std::move(date);
  }
  if (has_lost_digits(cell.value))
    return wrong(
        "table.lost_digits",
        {"a number of more than 15 digits, of which the spreadsheet has replaced the last by zeros. Format the "
         "column as text and enter it again.",
         "数字超过 15 位，表格软件已将末尾改为 0。请将该列设为文本格式后重新录入。"});
  auto number = plain_number(cell.value);
  if (!number)
    return wrong("table.bad_number", {"the cell holds no number that can be read.", "单元格中的数字无法识别。"});
  return *std::move(number);
}

// Takes the events of a sheet and puts finished rows into a queue.
class SheetHandler final : public xml::XmlHandler {
 public:
  explicit SheetHandler(const Reading& with) : with_(with) {}
  void set_parser(xml::XmlParser& parser) { parser_ = &parser; }
  std::deque<Row> rows;

 private:
  void start(std::string_view, std::string_view name, const xml::AttributeList& attributes) override {
    if (name == "row") return start_row(attributes);
    if (name == "c" && in_row_) return start_cell(attributes);
    if (!in_cell_) return;
    if (name == "rPh") phonetic_ = true;
    if (name == "v") into_ = &cell_.value;
    if (name == "t" && !phonetic_) into_ = &cell_.inline_text;
  }
  void end(std::string_view, std::string_view name) override {
    if (name == "v" || name == "t") into_ = nullptr;
    if (name == "rPh") phonetic_ = false;
    if (name == "c" && in_cell_) end_cell();
    if (name == "row" && in_row_) end_row();
  }
  void text(std::string_view text) override {
    // One byte more than allowed is enough to see that it is too long.
    if (into_)
      into_->append(text.substr(0, with_.limits.cell_bytes + 1 - std::min(with_.limits.cell_bytes + 1, into_->size())));
  }

  void start_row(const xml::AttributeList& attributes) {
    const std::size_t said = count_of(attributes.find("r"));
    const std::int64_t number = said == 0 ? number_ + 1 : std::int64_t(std::min<std::size_t>(said, INT64_MAX));
    if (in_row_ || number <= number_)
      return parser_->stop(fault_at(number, 0, ErrorKind::invalid, "table.broken_workbook",
                                    {"the rows of this sheet are not in order.", "工作表的行顺序错乱。"}));
    number_ = number;
    in_row_ = true;
    column_ = bytes_ = 0;
    row_ = {.number = number, .cells = {}, .fault = {}};
  }

  void start_cell(const xml::AttributeList& attributes) {
    const char* name = attributes.find("r");
    const auto place = name ? cell_name(name) : std::nullopt;
    column_ = place ? place->column : column_ + 1;
    const char* type = attributes.find("t");
    cell_.kind = kind_of(type ? type : "");
    cell_.column = column_;
    cell_.style = count_of(attributes.find("s"));
    cell_.value.clear();
    cell_.inline_text.clear();
    in_cell_ = true;
  }

  void fault(std::string code, const Text& what) {
    if (!row_.fault) row_.fault = fault_at(number_, cell_.column, ErrorKind::invalid, std::move(code), what);
  }

  void end_cell() {
    in_cell_ = false;
    if (row_.fault || (cell_.value.empty() && cell_.inline_text.empty())) return;
    auto text = text_of(cell_, with_);
    if (!text) return fault(text.error().code, text.error().message);
    if (text->empty()) return;
    const Limits& limits = with_.limits;
    bytes_ += text->size() + sizeof(std::string);
    if (cell_.column > limits.columns)
      return fault("table.too_many_columns", {fmt::format("there are more than {} columns.", limits.columns),
                                              fmt::format("超过 {} 列。", limits.columns)});
    if (text->size() > limits.cell_bytes)
      return fault("table.cell_too_long", {fmt::format("the cell is longer than {} bytes.", limits.cell_bytes),
                                           fmt::format("单元格超过 {} 字节。", limits.cell_bytes)});
    if (bytes_ > limits.row_bytes)
      return fault("table.row_too_long", {fmt::format("the row is longer than {} bytes.", limits.row_bytes),
                                          fmt::format("该行超过 {} 字节。", limits.row_bytes)});
    if (row_.cells.size() < cell_.column) row_.cells.resize(cell_.column);
    row_.cells[cell_.column - 1] = *std::move(text);
  }

  void end_row() {
    in_row_ = false;
    if (row_.cells.empty() && !row_.fault) return;
    if (number_ > with_.limits.rows)
      return parser_->stop(fault_at(number_, 0, ErrorKind::too_large, "table.too_many_rows",
                                    {"the table has too many rows; nothing from here on was read. Divide the file.",
                                     "表格行数过多，从此行起未读取。请拆分文件。"}));
    rows.push_back(std::move(row_));
  }

  const Reading& with_;
  xml::XmlParser* parser_ = nullptr;
  Row row_;
  Cell cell_;
  std::string* into_ = nullptr;  // where character data goes
  bool in_row_ = false, in_cell_ = false, phonetic_ = false;
  std::int64_t number_ = 0;
  std::size_t column_ = 0, bytes_ = 0;
};

const Sheet* find_sheet(const std::vector<Sheet>& sheets, const std::string& name) {
  const auto found = std::ranges::find_if(
      sheets, [&](const Sheet& sheet) { return name.empty() ? !sheet.is_hidden : sheet.name == name; });
  return found == sheets.end() ? nullptr : &*found;
}

std::unexpected<Error> no_sheet(const std::vector<Sheet>& sheets, const std::string& name) {
  std::string names;
  for (const Sheet& sheet : sheets) names += (names.empty() ? "" : ", ") + sheet.name;
  return fail(ErrorKind::invalid, "table.no_sheet",
              {fmt::format("The workbook has no visible sheet \"{}\"; it has: {}.", name, names),
               fmt::format("工作簿中没有工作表“{}”，现有：{}。", name, names)},
              "sheet");
}

}  // namespace

struct XlsxReader::Impl {
  Impl(ZipArchive archive, Sheet chosen, Reading how, std::vector<Merged> ranges, ZipPart bytes)
      : zip(std::move(archive)),
        sheet(std::move(chosen)),
        reading(std::move(how)),
        merged(std::move(ranges)),
        part(std::move(bytes)) {
    handler.set_parser(parser);
  }

  static Result<std::unique_ptr<RowSource>> make(Result<ZipArchive> opened, const std::string& name,
                                                 const Limits& limits) {
    WARD_TRY(zip, std::move(opened));
    WARD_TRY(workbook, read_workbook(zip));
    const Sheet* sheet = find_sheet(workbook.sheets, name);
    if (!sheet) return no_sheet(workbook.sheets, name);
    WARD_TRY(strings, read_shared_strings(zip, workbook.shared_strings, limits));
    WARD_TRY(is_date, read_date_styles(zip, workbook.styles));
    MergedReader merged(limits);
    WARD_CHECK(merged.read(zip, sheet->part));
    std::ranges::stable_sort(merged.ranges, {}, &Merged::first_row);
    WARD_TRY(part, zip.part(sheet->part));
    auto impl = std::make_unique<Impl>(std::move(zip), *sheet,
                                       Reading{limits, std::move(strings), std::move(is_date), workbook.from_1904},
                                       std::move(merged.ranges), std::move(part));
    return std::unique_ptr<RowSource>(new XlsxReader(std::move(impl)));
  }

  // Until there is a row or the sheet ends.
  Result<> parse() {
    while (handler.rows.empty() && !ended) {
      WARD_TRY(piece, part.read());
      ended = piece.empty();
      const auto fed = parser.feed(piece, ended);
      if (fed) continue;
      ended = true;
      fault = fed.error();  // what was read before it is given first
    }
    if (handler.rows.empty() && fault) return std::unexpected(*fault);
    return {};
  }

  // Gives the cells of merged ranges the text of the first.
  void fill_merged(Row& row) {
    for (; next_merged < merged.size() && merged[next_merged].first_row <= row.number; ++next_merged)
      active.push_back(&merged[next_merged]);
    std::erase_if(active, [&](const Merged* range) { return range->last_row < row.number; });
    for (Merged* range : active) {
      if (range->first_row == row.number && range->first_column <= row.cells.size())
        range->text = row.cells[range->first_column - 1];
      if (range->text.empty()) continue;
      if (row.cells.size() < range->last_column) row.cells.resize(range->last_column);
      for (std::size_t column = range->first_column; column <= range->last_column; ++column)
        row.cells[column - 1] = range->text;
    }
  }

  ZipArchive zip;
  const Sheet sheet;
  const Reading reading;
  std::vector<Merged> merged;  // by first row
  std::size_t next_merged = 0;
  std::vector<Merged*> active;
  ZipPart part;
  SheetHandler handler{reading};
  xml::XmlParser parser{handler, 64};
  bool ended = false;
  std::optional<Error> fault;
};

XlsxReader::XlsxReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
XlsxReader::~XlsxReader() = default;

Result<std::unique_ptr<RowSource>> XlsxReader::open(const std::filesystem::path& file, const std::string& sheet,
                                                    const Limits& limits) {
  return Impl::make(ZipArchive::open(file, limits), sheet, limits);
}
Result<std::unique_ptr<RowSource>> XlsxReader::open(std::string_view bytes, const std::string& sheet,
                                                    const Limits& limits) {
  return Impl::make(ZipArchive::open(bytes, limits), sheet, limits);
}

Result<bool> XlsxReader::next(Row& row) {
  WARD_CHECK(impl_->parse());
  if (impl_->handler.rows.empty()) return false;
  row = std::move(impl_->handler.rows.front());
  impl_->handler.rows.pop_front();
  impl_->fill_merged(row);
  return true;
}

Description XlsxReader::description() const { return {"xlsx", "", impl_->sheet.name}; }

}  // namespace ward::tables
