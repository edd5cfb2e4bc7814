#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <fstream>

#include "base/utf8.h"
#include "formats/tables/xlsx.h"
#include "formats/tables/xlsx_values.h"

namespace ward::tables {

namespace {

constexpr std::size_t most_characters = 32'767, most_columns = 16'384, most_rows = 1'048'576;
constexpr double column_width = 18;  // characters

}  // namespace

struct XlsxWriter::Impl {
  ~Impl() {
    if (book) workbook_close(book);
  }
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format *text = nullptr, *header = nullptr;
  std::size_t rows = 0;
};

XlsxWriter::XlsxWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
XlsxWriter::~XlsxWriter() = default;
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;

Result<XlsxWriter> XlsxWriter::create(const std::filesystem::path& file, const std::string& sheet) {
  if (sheet.empty() || characters(sheet) > 31 || sheet.find_first_of("[]:*?/\\'") != std::string::npos)
    return fail(ErrorKind::invalid, "table.bad_sheet_name",
                {"The name of a sheet has 1 to 31 characters and none of []:*?/\\'.",
                 "工作表名称须为 1 到 31 个字符，且不含 []:*?/\\'。"},
                "sheet");
  auto impl = std::make_unique<Impl>();
  // Each row goes to a temporary file as soon as the next begins.
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  impl->book = workbook_new_opt(file.c_str(), &options);
  impl->sheet = impl->book ? workbook_add_worksheet(impl->book, sheet.c_str()) : nullptr;
  if (!impl->sheet)
    return fail(ErrorKind::unavailable, "file.unwritable", {"The file cannot be written.", "无法写入文件。"});
  impl->text = workbook_add_format(impl->book);
  format_set_num_format(impl->text, "@");
  impl->header = workbook_add_format(impl->book);
  format_set_num_format(impl->header, "@");
  format_set_bold(impl->header);
  worksheet_freeze_panes(impl->sheet, 1, 0);
  return XlsxWriter(std::move(impl));
}

Result<> XlsxWriter::row(std::span<const std::string> cells) {
  Impl& it = *impl_;
  const auto refuse = [&](std::size_t column, const char* code, const Text& what) {
    return std::unexpected(fault_at(std::int64_t(it.rows + 1), column, ErrorKind::too_large, code, what));
  };
  if (it.rows == most_rows)
    return refuse(0, "table.too_many_rows", {"a sheet holds no more rows.", "工作表行数已达上限。"});
  if (cells.size() > most_columns)
    return refuse(0, "table.too_many_columns", {"a sheet holds no more columns.", "工作表列数已达上限。"});
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (characters(cells[i]) > most_characters)
      return refuse(i + 1, "table.cell_too_long",
                    {"a cell holds at most 32,767 characters.", "单元格最多 32767 个字符。"});
  if (it.rows == 0 && !cells.empty())
    worksheet_set_column(it.sheet, 0, lxw_col_t(cells.size() - 1), column_width, it.text);
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty())
      worksheet_write_string(it.sheet, lxw_row_t(it.rows), lxw_col_t(i), escaped(cells[i]).c_str(),
                             it.rows == 0 ? it.header : it.text);
  ++it.rows;
  return {};
}

Result<> XlsxWriter::finish() {
  lxw_workbook* const book = std::exchange(impl_->book, nullptr);
  if (!book || workbook_close(book) != LXW_NO_ERROR)
    return fail(ErrorKind::unavailable, "file.unwritable", {"The file cannot be written.", "无法写入文件。"});
  return {};
}

Result<std::string> xlsx_bytes(const std::string& sheet, const std::function<Result<>(XlsxWriter&)>& write) {
  // The library writes to a name alone: that of a file which lives in memory.
  const int memory = ::memfd_create("workbook", MFD_CLOEXEC);
  if (memory < 0)
    return fail(ErrorKind::unavailable, "file.unwritable", {"The file cannot be written.", "无法写入文件。"});
  struct Close {
    int file;
    ~Close() { ::close(file); }
  } const close{memory};
  const std::string name = fmt::format("/proc/self/fd/{}", memory);
  WARD_TRY(writer, XlsxWriter::create(name, sheet));
  WARD_CHECK(write(writer));
  WARD_CHECK(writer.finish());
  std::ifstream in(name, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace ward::tables
