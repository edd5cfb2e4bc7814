// ODK forms from outside: what is taken is a form that Ward takes.
#include <cstdlib>

#include "city/rounds/xform.h"

using namespace ward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = city::rounds::read_xform({reinterpret_cast<const char*>(data), size});
  if (!read) {
    if (read.error().code.empty()) std::abort();
    return 0;
  }
  if (!city::incidents::form_from_json(city::incidents::to_json(read->form), "form")) std::abort();
  return 0;
}
