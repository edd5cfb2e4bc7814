// Any bytes as a text: what is given is UTF-8 without NUL, and the same however the bytes are divided.
#include <cstdlib>
#include <spanstream>

#include "base/utf8.h"
#include "formats/tables/encoding.h"

using namespace ward;
using namespace ward::tables;

namespace {

// Gives one byte a read.
class Dripping final : public std::streambuf {
 public:
  explicit Dripping(std::string_view bytes) : bytes_(bytes) {}

 private:
  int_type underflow() override {
    if (at_ == bytes_.size()) return traits_type::eof();
    byte_ = bytes_[at_++];
    setg(&byte_, &byte_, &byte_ + 1);
    return traits_type::to_int_type(byte_);
  }
  std::string_view bytes_;
  std::size_t at_ = 0;
  char byte_ = 0;
};

std::string decode(std::istream& in, std::optional<Encoding> known) {
  TextDecoder decoder(in, known);
  std::string text;
  while (true) {
    const auto more = decoder.more(text);
    if (!more) text += "\nfault: " + more.error().code;
    if (!more || !*more) break;
  }
  if (!is_utf8(text) || text.contains('\0')) std::abort();
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::optional<Encoding> known : {std::optional<Encoding>{}, std::optional(Encoding::gb18030),
                                              std::optional(Encoding::utf16le), std::optional(Encoding::utf8)}) {
    std::ispanstream whole(std::span<const char>(bytes.data(), bytes.size()));
    Dripping buffer(bytes);
    std::istream dripping(&buffer);
    if (decode(whole, known) != decode(dripping, known)) std::abort();
  }
  return 0;
}
