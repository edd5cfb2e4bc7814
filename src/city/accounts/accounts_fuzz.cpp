// Any JSON as an account: refused with the field at fault, or an account within its bounds.
#include "city/accounts/accounts.h"

#include <cstdlib>

#include "base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward;
  const auto body = parse_json({reinterpret_cast<const char*>(data), size});
  if (!body) return 0;
  const auto input = city::accounts::user_from_json(*body);
  if (!input) {
    if (input.error().code.empty()) std::abort();
    return 0;
  }
  if (input->name.empty() || characters(input->name) > 100) std::abort();
  if (input->password && !city::accounts::check_password(*input->password, input->name)) std::abort();
  return 0;
}
