// Any bytes as a warning: refused with a code, or an alert that is written and read the same again.
#include <cstdlib>

#include "city/cap/cap.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward::city::cap;
  const auto alert = read_cap({reinterpret_cast<const char*>(data), size});
  if (!alert) {
    if (alert.error().code.empty()) std::abort();
    return 0;
  }
  const auto xml = write_cap(*alert);
  if (!xml) std::abort();
  const auto again = read_cap(*xml);
  if (!again || *again != *alert) std::abort();
  return 0;
}
