// Pieces that anybody on the database may have sent: whatever they are, they are a message or nothing; and a text of
// these bytes comes together again.
#include <cstdlib>

#include "storage/postgres/pieces.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace ward::storage::postgres;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Assembly assembly;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    assembly.add(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::optional<Assembly::Message> whole;
  for (const auto& piece : cut("fuzz", 1, text)) whole = assembly.add(piece);
  if (!whole || whole->text != text) std::abort();
  return 0;
}
