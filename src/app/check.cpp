// `ward check`: whether what a server stored is still what it wrote.
#include <fmt/format.h>

#include <iostream>

#include "app/command.h"
#include "app/data.h"
#include "city/captures/store.h"
#include "city/declarations/store.h"
#include "city/enterprises/store.h"
#include "city/files/store.h"
#include "city/incidents/store.h"
#include "city/journal/store.h"
#include "city/orders/receipts.h"
#include "city/passages/store.h"
#include "city/people/store.h"
#include "city/premises/store.h"
#include "city/residents/store.h"
#include "city/rounds/store.h"
#include "city/units/store.h"

namespace ward::app {

namespace {

std::string check_hint(const Error& error) {
  if (error.code == "storage.older") return "the next start of `ward serve` brings it up to date; then check again";
  if (error.code == "storage.newer") return "check it with the `ward` that serves it";
  return "name the directory that `ward serve` uses with --data";
}

// Runs one part, says how it went, and returns how much is wrong. A part that meets what it cannot even read has found
// a fault; the parts after it are still looked at.
std::size_t examine(const char* name, const std::function<std::vector<Text>()>& part) {
  std::vector<Text> faults;
  try {
    faults = part();
  } catch (const std::runtime_error& e) {
    faults.push_back({fmt::format("Cannot be read: {}.", e.what()), fmt::format("无法读取：{}。", e.what())});
  }
  std::cout << fmt::format("{:<24} {}\n", name, faults.empty() ? "well" : fmt::format("{} wrong", faults.size()));
  for (const Text& fault : faults) std::cout << "  " << (speaks_chinese() ? fault.zh : fault.en) << '\n';
  return faults.size();
}

Result<std::size_t> check(const Where& where) {
  WARD_TRY(data, open_data_to_read(where));
  const SystemClock clock;
  city::City city = city_of(data, clock);
  city::captures::Captures captures(city);
  std::size_t wrong = 0;
  wrong += examine("pages of the database", [&] { return data.db->damaged_pages(); });
  wrong += examine("references", [&] { return data.db->broken_references(); });
  data.db->read([&](storage::Transaction& t) {
    wrong += examine("chain of the journal", [&] { return city::journal::verify(t); });
    wrong += examine("units", [&] { return city::units::verify(t); });
    wrong += examine("incidents", [&] { return city::incidents::verify(t); });
    wrong += examine("rounds", [&] { return city::rounds::verify(t); });
    wrong += examine("premises", [&] { return city::premises::verify(t); });
    wrong += examine("declarations", [&] { return city::declarations::verify(t); });
    wrong += examine("enterprises", [&] { return city::enterprises::verify(t); });
    wrong += examine("residents", [&] { return city::residents::verify(t); });
    wrong += examine("batches of passages", [&] { return city::passages::verify(t); });
    wrong += examine("receipts of orders", [&] { return city::orders::verify(t); });
    wrong += examine("templates, whitelists", [&] { return city::people::verify(t, data.vault); });
  });
  wrong += examine("files", [&] { return city::files::Files(city, 0).verify(); });
  wrong += examine("captures", [&] { return captures.verify(); });
  return wrong;
}

}  // namespace

std::function<int()> define_check(CLI::App& app) {
  const auto data = std::make_shared<Where>(Where{.directory = "var/data"});
  add_where(app, *data);
  app.footer(
      "Reads everything and changes nothing; the server may run meanwhile. Exit codes: 0 all is well, 1 something is\n"
      "wrong (listed on stdout), 4 there is no database, no key to it, or it is of another version.");
  return [data]() -> int {
    const auto wrong = check(*data);
    if (!wrong) return report(wrong.error(), check_hint(wrong.error()));
    return *wrong == 0 ? done : failed;
  };
}

}  // namespace ward::app
