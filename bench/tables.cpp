// ./do bench tables [--rows N] [--json]: rows a second from CSV (UTF-8 and GB18030) and XLSX into named columns, and
// the memory that it takes. One row in the middle of each CSV is broken; it must be found, and nothing else.
//
// The table is a city's list of residents: a code, a name, a telephone, an address, a date. Files are made before and
// lie in the page cache. The peak of memory is that of the whole process, so each reading runs in a process of its own.
#include <fmt/format.h>
#include <iconv.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/crypto.h"
#include "figures.h"
#include "formats/tables/csv.h"
#include "formats/tables/table_reader.h"
#include "formats/tables/xlsx.h"

namespace {

using namespace ward;
namespace fs = std::filesystem;

const std::vector<tables::Column> columns = {{"code", {"code", "编号"}},
                                             {"name", {"name", "姓名"}},
                                             {"phone", {"phone", "电话"}},
                                             {"address", {"address", "住址"}},
                                             {"arrived", {"arrived", "到达日期"}}};

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "bench tables: " << why << '\n';
  std::exit(1);
}

std::vector<std::string> row_of(int i) {
  static const char* const family[] = {"张", "王", "李", "赵", "陈"};
  static const char* const given[] = {"伟", "芳", "秀英", "小明", "丽娟", "建国", "阿依古丽"};
  return {fmt::format("330782{:09}", i), std::string(family[i % 5]) + given[i % 7], fmt::format("138{:08}", i),
          fmt::format("稠城街道第{}网格{}幢{}室", i % 997, i % 61, i % 2003),
          fmt::format("2026-{:02}-{:02}", i % 12 + 1, i % 28 + 1)};
}

// The row with a quotation mark in the wrong place.
int broken_row(int rows) { return rows / 2; }

std::string csv_text(int rows) {
  std::ostringstream out;
  tables::CsvWriter writer(out);
  writer.row(std::vector<std::string>{"编号", "姓名", "电话", "住址", "到达日期"});
  for (int i = 0; i < rows; ++i) {
    if (i == broken_row(rows)) {
      out << "1,\"张\"伟,2,3,4\r\n";
    } else {
      writer.row(row_of(i));
    }
  }
  return std::move(out).str();
}

std::string as_gb18030(std::string text) {
  const iconv_t converter = iconv_open("GB18030", "UTF-8");
  std::string out(text.size(), '\0');
  char *from = text.data() + 3, *to = out.data();  // without the mark
  std::size_t from_left = text.size() - 3, to_left = out.size();
  if (iconv(converter, &from, &from_left, &to, &to_left) == std::size_t(-1)) give_up("cannot convert to GB18030");
  iconv_close(converter);
  out.resize(out.size() - to_left);
  return out;
}

void write_xlsx(const fs::path& file, int rows) {
  auto writer = tables::XlsxWriter::create(file, "名单");
  if (!writer || !writer->row(std::vector<std::string>{"编号", "姓名", "电话", "住址", "到达日期"}))
    give_up("cannot write a workbook");
  for (int i = 0; i < rows; ++i)
    if (!writer->row(row_of(i))) give_up("cannot write a workbook");
  if (!writer->finish()) give_up("cannot write a workbook");
}

struct Read {
  int rows = 0, faults = 0;
  double seconds = 0, rss_mib = 0;
};

// In this process.
Read read(const fs::path& file) {
  const auto start = std::chrono::steady_clock::now();
  auto source = tables::open_table(file);
  if (!source) give_up(source.error().message.en);
  auto table = tables::TableReader::open(*std::move(source), columns);
  if (!table) give_up(table.error().message.en);
  Read result;
  tables::Record record;
  while (true) {
    const auto there = table->next(record);
    if (!there) give_up(there.error().message.en);
    if (!*there) break;
    record.fault ? ++result.faults : ++result.rows;
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  result.rss_mib = double(usage.ru_maxrss) / 1024;
  return result;
}

// In a process of its own, which is this program again: the peak of memory is a process's.
Read read_apart(const fs::path& file) {
  const std::string command = fmt::format("/proc/{}/exe --read '{}'", getpid(), file.string());
  FILE* pipe = popen(command.c_str(), "r");
  Read result;
  const bool well =
      pipe && std::fscanf(pipe, "%d %d %lf %lf", &result.rows, &result.faults, &result.seconds, &result.rss_mib) == 4;
  if (!pipe || pclose(pipe) != 0 || !well) give_up("cannot read " + file.string());
  return result;
}

json::object measure(const fs::path& directory, int rows) {
  const std::string text = csv_text(rows);
  std::ofstream(directory / "utf8.csv", std::ios::binary) << text;
  std::ofstream(directory / "gb18030.csv", std::ios::binary) << as_gb18030(text);
  write_xlsx(directory / "book.xlsx", std::min(rows, 1'000'000));
  json::object figures{{"rows", rows}};
  for (const std::string name : {"utf8.csv", "gb18030.csv", "book.xlsx"}) {
    const fs::path file = directory / name;
    const Read result = read_apart(file);
    const double mib = double(fs::file_size(file)) / (1 << 20);
    std::cout << fmt::format(
        "{:<12} {:>9} rows, {:>7.1f} MiB: {:>9.0f} rows/s, {:>6.1f} MiB/s, faults: {}, peak {:.0f} MiB\n", name,
        result.rows, mib, result.rows / result.seconds, mib / result.seconds, result.faults, result.rss_mib);
    const std::string key = name.substr(0, name.find('.'));
    figures[key + "_rows_per_s"] = bench::figure(result.rows / result.seconds);
    figures[key + "_rss_mib"] = bench::figure(result.rss_mib);
    figures[key + "_faults"] = result.faults;
  }
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Rows a second from CSV and XLSX, and the memory that it takes"};
  int rows = 1'000'000;
  bool as_json = false;
  std::string file;
  app.add_option("--rows", rows, "rows of each table")->check(CLI::Range(10, 1'000'000));
  app.add_option("--read", file, "only read this file and print rows, faults, seconds and MiB");
  app.add_flag("--json", as_json, "print the figures as JSON on the last line");
  CLI11_PARSE(app, argc, argv);
  if (!file.empty()) {
    const Read result = read(file);
    std::cout << fmt::format("{} {} {} {}\n", result.rows, result.faults, result.seconds, result.rss_mib);
    return 0;
  }
  const fs::path directory = fs::temp_directory_path() / ("ward-tables-" + crypto::random_token(8));
  fs::create_directories(directory);
  const json::object figures = measure(directory, rows);
  fs::remove_all(directory);
  if (as_json) bench::print_json(figures);
  return 0;
}
