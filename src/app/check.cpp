// `ward check`: whether what a server stored is still what it wrote.
#include <fmt/format.h>

#include <iostream>

#include "app/command.h"
#include "app/data.h"
#include "city/captures/store.h"
#include "city/journal/store.h"
#include "city/passages/store.h"
#include "city/people/store.h"
#include "city/units/store.h"

namespace ward::app {

namespace {

std::string hint_for(const Error& error) {
  if (error.code == "storage.older") return "the next start of `ward serve` brings it up to date; then check again";
  if (error.code == "storage.newer") return "check it with the `ward` that serves it";
  return "name the directory that `ward serve` uses with --data";
}

std::vector<Text> broken_pages(storage::Transaction& t) {
  std::vector<Text> faults;
  t.query("PRAGMA integrity_check(20)", [&](const storage::Row& row) {
    if (row.text(0) != "ok") faults.push_back({"Database: " + row.text(0) + ".", "数据库：" + row.text(0) + "。"});
  });
  return faults;
}

std::vector<Text> broken_references(storage::Transaction& t) {
  std::vector<Text> faults;
  t.query("SELECT \"table\", parent FROM pragma_foreign_key_check", [&](const storage::Row& row) {
    faults.push_back(
        {fmt::format("Database: a row of {} names a row of {} that is not there.", row.text(0), row.text(1)),
         fmt::format("数据库：{} 中有一行引用了 {} 中不存在的行。", row.text(0), row.text(1))});
  });
  return faults;
}

// Runs one part, says how it went, and returns how much is wrong. A part that meets what it cannot even read has found
// a fault; the parts after it are still looked at.
std::size_t examine(const char* name, const std::function<std::vector<Text>()>& part) {
  std::vector<Text> faults;
  try {
    faults = part();
  } catch (const storage::DatabaseError& e) {
    faults.push_back({fmt::format("Cannot be read: {}.", e.what()), fmt::format("无法读取：{}。", e.what())});
  }
  std::cout << fmt::format("{:<24} {}\n", name, faults.empty() ? "well" : fmt::format("{} wrong", faults.size()));
  for (const Text& fault : faults) std::cout << "  " << (speaks_chinese() ? fault.zh : fault.en) << '\n';
  return faults.size();
}

Result<std::size_t> check(const std::filesystem::path& directory) {
  WARD_TRY(data, open_data_to_read(directory));
  const SystemClock clock;
  city::City city = city_of(data, clock);
  city::captures::Captures captures(city);
  std::size_t wrong = 0;
  data.db->read([&](storage::Transaction& t) {
    wrong += examine("pages of the database", [&] { return broken_pages(t); });
    wrong += examine("references", [&] { return broken_references(t); });
    wrong += examine("chain of the journal", [&] { return city::journal::verify(t); });
    wrong += examine("units", [&] { return city::units::verify(t); });
    wrong += examine("batches of passages", [&] { return city::passages::verify(t); });
    wrong += examine("templates, whitelists", [&] { return city::people::verify(t, data.vault); });
  });
  wrong += examine("captures", [&] { return captures.verify(); });
  return wrong;
}

}  // namespace

std::function<int()> define_check(CLI::App& app) {
  const auto data = std::make_shared<std::string>("var/data");
  app.add_option("--data", *data, "Directory of the server's data.")->capture_default_str();
  app.footer(
      "Reads everything and changes nothing; the server may run meanwhile. Exit codes: 0 all is well, 1 something is\n"
      "wrong (listed on stdout), 4 there is no database, no key to it, or it is of another version.");
  return [data]() -> int {
    const auto wrong = check(*data);
    if (!wrong) return report(wrong.error(), hint_for(wrong.error()));
    return *wrong == 0 ? done : failed;
  };
}

}  // namespace ward::app
