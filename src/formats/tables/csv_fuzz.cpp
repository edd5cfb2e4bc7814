// Any bytes as CSV: rows in order and within the limits, every fault with its place, and what was read is written and
// read the same again.
#include <cstdlib>
#include <spanstream>
#include <sstream>

#include "base/utf8.h"
#include "formats/tables/csv.h"
#include "formats/tables/table_reader.h"

using namespace ward;
using namespace ward::tables;

namespace {

constexpr Limits limits{.cell_bytes = 64, .row_bytes = 1024, .columns = 8, .rows = 1000};

std::vector<std::vector<std::string>> read(std::string_view bytes, bool ours) {
  std::ispanstream in(std::span<const char>(bytes.data(), bytes.size()));
  CsvReader reader(in, limits);
  std::vector<std::vector<std::string>> rows;
  Row row;
  std::int64_t last = 0;
  while (true) {
    const auto there = reader.next(row);
    if (!there && (ours || there.error().code.empty() || there.error().field.empty())) std::abort();
    if (!there || !*there) return rows;
    if (row.number <= last || row.number > limits.rows) std::abort();
    last = row.number;
    if (row.fault) {
      if (ours || row.fault->field.empty()) std::abort();
      continue;
    }
    if (row.cells.size() > limits.columns || row.cells.back().empty()) std::abort();
    for (const std::string& cell : row.cells)
      if (cell.size() > limits.cell_bytes || !is_utf8(cell)) std::abort();
    rows.push_back(row.cells);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto rows = read(bytes, false);
  // A cell at the very limit has no room for the apostrophe of a formula.
  for (const auto& cells : rows)
    for (const auto& cell : cells)
      if (cell.size() == limits.cell_bytes) return 0;
  std::ostringstream out;
  CsvWriter writer(out);
  // Our separator must be the one that is found: the first line has it.
  writer.row(std::vector<std::string>{"a", "b", "c", "d", "e", "f", "g", "h"});
  for (const auto& cells : rows) writer.row(cells);
  auto again = read(out.str(), true);
  again.erase(again.begin());
  if (again != rows) std::abort();

  if (auto source = open_table(bytes, "", limits))
    if (auto table = TableReader::open(*std::move(source), {{"code", {"code", "编号"}}, {"name", {"名称"}, false}})) {
      Record record;
      for (auto there = table->next(record); there && *there; there = table->next(record))
        if (record.values.size() != 2) std::abort();
    }
  return 0;
}
