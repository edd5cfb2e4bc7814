#include "thermal/clinical.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

namespace ward::thermal {

namespace {

using Row = std::vector<std::string>;

// One line of CSV; quotes protect commas.
Row split(std::string_view line) {
  Row cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

std::optional<float> number(const Row& row, std::size_t column) {
  if (column >= row.size()) return std::nullopt;
  const std::string& text = row[column];
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// Reads one person's row by the names of its columns.
class Reader {
 public:
  Reader(const std::map<std::string, std::size_t>& columns, const Row& row, ClinicalData& data)
      : columns_(columns), row_(row), data_(data), id_(row.front()) {}

  std::optional<float> value(const std::string& column, float min, float max) {
    const auto found = number(row_, columns_.at(column));
    if (found && !(*found >= min && *found <= max)) {
      data_.rejected.push_back(fmt::format("{}: {} = {}", id_, column, *found));
      return std::nullopt;
    }
    return found;
  }
  std::optional<ClinicalShot> shot(int round, float room);
  std::optional<ClinicalPerson> person();

 private:
  const std::map<std::string, std::size_t>& columns_;
  const Row& row_;
  ClinicalData& data_;
  std::string id_;
};

// The publisher's name of the left canthus in the fourth round has a slip.
std::string left_canthus(int round) { return round == 4 ? "T_LC14" : fmt::format("T_LC{}", round); }

std::optional<ClinicalShot> Reader::shot(int round, float room) {
  const auto skin = [&](const std::string& name) { return value(name, 25, 43); };
  const auto numbered = [&](const char* name) { return skin(fmt::format("{}{}", name, round)); };
  const auto canthi = numbered("canthi4Max"), forehead = numbered("T_FH_Max"), face = numbered("T_Max"),
             mouth = numbered("T_OR_Max"), right = numbered("T_RC"), left = skin(left_canthus(round));
  const auto offset = value(fmt::format("T_offset{}", round), -10, 10);
  if (!canthi || !forehead || !face || !mouth || !right || !left || !offset) return std::nullopt;
  return ClinicalShot{.skin = {.canthi = *canthi,
                               .cooler = std::min(*right, *left),
                               .forehead = *forehead,
                               .face = *face,
                               .room = room},
                      .mouth = *mouth,
                      .offset = *offset};
}

std::optional<ClinicalPerson> Reader::person() {
  const auto oral = value("aveOralM", 34, 43), fast = value("aveOralF", 34, 43), room = value("T_atm", 10, 40);
  value("Humidity", 0, 100);  // not used by the estimator; an impossible one is named all the same
  value("Distance", 0.1F, 3);
  if (!oral || !fast || !room) {
    data_.rejected.push_back(fmt::format("{}: no oral or room temperature", id_));
    return std::nullopt;
  }
  ClinicalPerson person{.id = id_, .oral = *oral, .oral_fast = *fast, .shots = {}};
  for (int round = 1; round <= 4; ++round) {
    auto& found = person.shots[static_cast<std::size_t>(round - 1)];
    found = shot(round, *room);
    data_.missing_rounds += !found;
  }
  return person;
}

Result<std::map<std::string, std::size_t>> find_columns(const Row& header) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < header.size(); ++i) columns.emplace(header[i], i);
  std::vector<std::string> needed{"aveOralM", "aveOralF", "T_atm", "Humidity", "Distance"};
  for (int round = 1; round <= 4; ++round) {
    for (const char* name : {"canthi4Max", "T_FH_Max", "T_Max", "T_OR_Max", "T_RC", "T_offset"})
      needed.push_back(fmt::format("{}{}", name, round));
    needed.push_back(left_canthus(round));
  }
  for (const auto& name : needed)
    if (!columns.contains(name))
      return fail(ErrorKind::invalid, "clinical.malformed",
                  {fmt::format("The third line of the clinical data has no column {}.", name),
                   fmt::format("临床数据第三行缺少列 {}。", name)},
                  name);
  return columns;
}

}  // namespace

Result<ClinicalData> parse_clinical(std::string_view csv) {
  ClinicalData data;
  std::map<std::string, std::size_t> columns;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = std::min(csv.find('\n', at), csv.size());
    const Row row = split(csv.substr(at, end - at));
    at = end + 1;
    ++line_number;
    if (line_number == 3) {
      WARD_TRY(found, find_columns(row));
      columns = std::move(found);
    }
    if (line_number <= 3 || row.front().empty()) continue;
    if (auto person = Reader(columns, row, data).person()) data.people.push_back(std::move(*person));
  }
  if (data.people.empty())
    return fail(ErrorKind::invalid, "clinical.malformed", {"The clinical data has no people.", "临床数据中没有人员。"},
                "SubjectID");
  return data;
}

Result<ClinicalData> load_clinical(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(ErrorKind::unavailable, "clinical.unreadable",
                {fmt::format("{} cannot be read.", file.string()), fmt::format("无法读取 {}。", file.string())},
                file.string());
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  auto data = parse_clinical(text);
  if (data) return data;
  Error error = std::move(data.error());
  error.message.en = fmt::format("{}: {}", file.string(), error.message.en);
  error.message.zh = fmt::format("{}：{}", file.string(), error.message.zh);
  return std::unexpected(std::move(error));
}

}  // namespace ward::thermal
