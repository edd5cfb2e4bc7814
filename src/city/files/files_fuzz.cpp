// Any bytes under any name: refused with a reason, or of the one type that they are.
#include "city/files/files.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward::city::files;
  const std::string_view all{reinterpret_cast<const char*>(data), size};
  const std::string_view said = all.substr(0, all.find('\n')), content = all.substr(std::min(said.size() + 1, size));
  const auto type = checked_type(said, content);
  if (type ? media_type_of(content) != *type : type.error().code.empty()) std::abort();
  return 0;
}
