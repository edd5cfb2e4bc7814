// Any bytes as a configuration file: every getter answers, a fault names its key, and what is documented loads again.
#include <cstdint>
#include <cstdlib>

#include "base/config.h"

using namespace ward;

namespace {

// Asks for a key of every kind and for tables of their own.
void ask(Config& config) {
  config.text("a", "", "");
  config.integer("b.c", 1, 0, 9, "");
  config.number("b.d", 1, 0, 9, "");
  config.boolean("e", false, "");
  config.list("f", {}, "");
  config.choice("g", "x", {"x", "y"}, "");
  for (auto& table : config.tables("h", "")) {
    table.text("a", "", "");
    (void)table.finish();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto config = Config::parse({reinterpret_cast<const char*>(data), size});
  if (!config) return 0;
  ask(*config);
  if (const auto faults = config->finish(); !faults) {
    if (faults.error().code.empty()) std::abort();
    return 0;
  }
  if (!Config::parse(config->documented())) std::abort();
  return 0;
}
