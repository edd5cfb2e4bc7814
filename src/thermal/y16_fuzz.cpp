// A recording from outside, already decompressed: whatever the bytes, frames or an error.
#include <cstddef>
#include <cstdint>

#include "thermal/recording.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ward::thermal;
  auto reader = RecordingReader::open(bytes_in_memory(std::as_bytes(std::span(data, size))));
  if (!reader) return 0;
  while (true) {
    const auto frame = reader->next();
    if (!frame && frame.error().code == "thermal.end") break;
    if (!frame && frame.error().code != "thermal.corrupt") __builtin_trap();
    if (frame && frame->celsius.size() != reader->header().size) __builtin_trap();
    if (!frame && reader->header().size.area() > 100'000) break;  // slow, and nothing new
  }
  return 0;
}
