// What the APIs that take in and give out whole tables have in common.
#pragma once

#include <string>
#include <utility>

#include "base/json.h"
#include "http/http.h"

namespace ward::city {

inline constexpr std::size_t max_table_file = 64 << 20;  // bytes: a million rows
inline constexpr std::size_t max_told_faults = 1'000;    // in an answer; the number of all of them is said

// What a file changes, or would change. `changes`: how many of each thing, by the names of the answer.
template <class FilePlan>
json::value import_report(const FilePlan& file, json::object changes, bool stored, http::Language language) {
  json::array faults, ignored;
  for (const auto& [row, error] : file.plan.faults) {
    if (faults.size() == max_told_faults) break;
    faults.push_back(json::object{{"row", row},
                                  {"code", error.code},
                                  {"field", error.field},
                                  {"message", language == http::Language::zh ? error.message.zh : error.message.en}});
  }
  for (const std::string& title : file.ignored) ignored.emplace_back(title);
  changes["stored"] = stored;
  changes["rows"] = file.rows;
  changes["unchanged"] = file.plan.unchanged;
  changes["faulty"] = file.plan.faults.size();
  changes["faults"] = std::move(faults);
  changes["encoding"] = file.encoding;
  changes["ignored_columns"] = std::move(ignored);
  return changes;
}

// A table to keep as a file: `bytes` of a workbook when `format` is "xlsx", else of CSV.
inline http::Response table_response(const std::string& name, const std::string& format, std::string bytes) {
  http::Response response;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=" + name + "." + format);
  response.content_type = format == "xlsx" ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                                           : "text/csv; charset=utf-8";
  response.body = std::move(bytes);
  return response;
}

}  // namespace ward::city
