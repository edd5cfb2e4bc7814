// Whatever lies in a segment file after a crash: scanning ends, and what it calls good is whole and in order, with
// the damage between.
#include <spanstream>

#include "storage/segments.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::ispanstream in(std::span(reinterpret_cast<const char*>(data), size));
  const auto scan = ward::storage::scan_segment(in);
  std::int64_t end = 0;
  auto gap = scan.damage.begin();
  for (const auto& piece : scan.pieces) {
    if (gap != scan.damage.end() && gap->offset == end) end += (gap++)->size;
    if (piece.place.offset != end) __builtin_trap();
    end += 32 + piece.place.size;
  }
  if (gap != scan.damage.end()) __builtin_trap();
  if (end != scan.good_size || end > std::int64_t(size)) __builtin_trap();
  return 0;
}
