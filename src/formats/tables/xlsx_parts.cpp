#include "formats/tables/xlsx_parts.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "formats/tables/xlsx_values.h"

namespace ward::tables {

namespace {

// More of them are no workbook that a person made.
constexpr std::size_t most_sheets = 1'000, most_styles = 100'000;

std::string_view value_or_empty(const char* value) { return value ? value : ""; }

bool is_true(const char* value) {
  return value && (std::string_view(value) == "1" || std::string_view(value) == "true");
}

int integer(const char* value) {
  int number = -1;
  const std::string_view text = value_or_empty(value);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

struct Relationship {
  std::string type, target;
};

// "xl/workbook.xml" and "../a/b.xml" or "/a/b.xml" -> "a/b.xml"
std::string resolve(const std::string& from, std::string_view target) {
  std::string joined = target.starts_with('/') ? std::string(target.substr(1))
                                               : from.substr(0, from.rfind('/') + 1) + std::string(target);
  return std::filesystem::path(joined).lexically_normal().string();
}

// What a part refers to, by id.
class RelationshipsReader final : public PartReader {
 public:
  explicit RelationshipsReader(std::string of) : of_(std::move(of)) {}

  Result<std::map<std::string, Relationship>> read_from(const ZipArchive& zip) {
    const auto slash = of_.rfind('/') + 1;  // 0 when there is none
    WARD_CHECK(read(zip, of_.substr(0, slash) + "_rels/" + of_.substr(slash) + ".rels"));
    return std::move(found_);
  }

 private:
  void start(std::string_view, std::string_view name, const xml::AttributeList& attributes) override {
    if (name != "Relationship" || found_.size() > 10 * most_sheets) return;
    if (value_or_empty(attributes.find("TargetMode")) == "External") return;
    found_[std::string(value_or_empty(attributes.find("Id")))] = {
        std::string(value_or_empty(attributes.find("Type"))), resolve(of_, value_or_empty(attributes.find("Target")))};
  }
  const std::string of_;
  std::map<std::string, Relationship> found_;
};

// The one of this kind, by the end of its type: the standard's strict and transitional names differ before it.
std::string find_part(const std::map<std::string, Relationship>& relationships, std::string_view type_end) {
  for (const auto& [id, relationship] : relationships)
    if (relationship.type.ends_with(type_end)) return relationship.target;
  return {};
}

class WorkbookReader final : public PartReader {
 public:
  explicit WorkbookReader(const std::map<std::string, Relationship>& relationships) : relationships_(relationships) {}
  Workbook workbook;

 private:
  void start(std::string_view, std::string_view name, const xml::AttributeList& attributes) override {
    if (name == "workbookPr") workbook.from_1904 = is_true(attributes.find("date1904"));
    if (name != "sheet" || workbook.sheets.size() >= most_sheets) return;
    const auto found = relationships_.find(std::string(value_or_empty(attributes.find("/relationships", "id"))));
    if (found == relationships_.end() || !found->second.type.ends_with("/worksheet")) return;
    const std::string_view state = value_or_empty(attributes.find("state"));
    workbook.sheets.push_back({.name = std::string(value_or_empty(attributes.find("name"))),
                               .part = found->second.target,
                               .is_hidden = state == "hidden" || state == "veryHidden"});
  }
  const std::map<std::string, Relationship>& relationships_;
};

class DateStylesReader final : public PartReader {
 public:
  std::vector<bool> is_date;

 private:
  void start(std::string_view, std::string_view name, const xml::AttributeList& attributes) override {
    const int id = integer(attributes.find("numFmtId"));
    if (name == "numFmt" && codes_.size() < most_styles) codes_[id] = value_or_empty(attributes.find("formatCode"));
    if (name == "cellXfs") inside_ = true;
    if (name != "xf" || !inside_ || is_date.size() >= most_styles) return;
    const auto code = codes_.find(id);
    is_date.push_back(is_date_format(id, code == codes_.end() ? std::string_view{} : code->second));
  }
  void end(std::string_view, std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }
  std::map<int, std::string> codes_;
  bool inside_ = false;
};

}  // namespace

Result<> PartReader::read(const ZipArchive& zip, const std::string& part) {
  WARD_TRY(bytes, zip.part(part));
  while (true) {
    WARD_TRY(piece, bytes.read());
    WARD_CHECK(parser.feed(piece, piece.empty()));
    if (piece.empty()) return {};
  }
}

class SharedStringsReader final : public PartReader {
 public:
  explicit SharedStringsReader(const Limits& limits) : most_(std::min<std::size_t>(limits.shared_bytes, UINT32_MAX)) {}
  SharedStrings strings;

 private:
  void start(std::string_view, std::string_view name, const xml::AttributeList&) override {
    if (name == "t") in_text_ = !phonetic_;
    if (name == "rPh") phonetic_ = true;  // how the text is spoken, beside it
  }
  void end(std::string_view, std::string_view name) override {
    if (name == "t") in_text_ = false;
    if (name == "rPh") phonetic_ = false;
    if (name == "si") finish_one();
  }
  void text(std::string_view text) override {
    if (!in_text_) return;
    if (used() + one_.size() + text.size() > most_) return too_large();
    one_ += text;
  }
  void finish_one() {
    strings.all_ += unescaped(one_);
    one_.clear();
    strings.ends_.push_back(std::uint32_t(strings.all_.size()));
    if (used() > most_) too_large();
  }
  std::size_t used() const { return strings.all_.size() + strings.ends_.size() * sizeof(std::uint32_t); }
  void too_large() {
    parser.stop(Error::make(ErrorKind::too_large, "table.unpacks_too_large",
                            {"The workbook is refused: its texts take too much memory. Divide it, or save it as CSV.",
                             "已拒绝该工作簿：文本占用内存过大。请拆分文件，或另存为 CSV。"}));
  }
  const std::size_t most_;
  std::string one_;
  bool in_text_ = false, phonetic_ = false;
};

Result<Workbook> read_workbook(const ZipArchive& zip) {
  const auto no_workbook = [] {
    return fail(ErrorKind::invalid, "table.not_a_workbook",
                {"This archive is no Excel workbook (.xlsx).", "该压缩包不是 Excel 工作簿（.xlsx）。"});
  };
  if (!zip.has("_rels/.rels")) return no_workbook();
  WARD_TRY(roots, RelationshipsReader("").read_from(zip));
  const std::string main = find_part(roots, "/officeDocument");
  if (main.empty()) return no_workbook();
  WARD_TRY(relationships, RelationshipsReader(main).read_from(zip));
  WorkbookReader reader(relationships);
  WARD_CHECK(reader.read(zip, main));
  reader.workbook.shared_strings = find_part(relationships, "/sharedStrings");
  reader.workbook.styles = find_part(relationships, "/styles");
  return std::move(reader.workbook);
}

Result<SharedStrings> read_shared_strings(const ZipArchive& zip, const std::string& part, const Limits& limits) {
  SharedStringsReader reader(limits);
  if (!part.empty()) WARD_CHECK(reader.read(zip, part));
  return std::move(reader.strings);
}

Result<std::vector<bool>> read_date_styles(const ZipArchive& zip, const std::string& part) {
  DateStylesReader reader;
  if (!part.empty()) WARD_CHECK(reader.read(zip, part));
  return std::move(reader.is_date);
}

}  // namespace ward::tables
