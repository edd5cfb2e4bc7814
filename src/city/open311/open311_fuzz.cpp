// Any bytes as each document of Open311 and as what clients send: refused with a code and a place, or the same again in
// both formats.
#include <cstdlib>

#include "city/open311/submission.h"
#include "city/open311/wire.h"

using namespace ward;
using namespace ward::city::open311;

namespace {

template <class T>
void read(std::string_view text) {
  for (const Format format : {Format::xml, Format::json}) {
    const auto document = from_wire<T>(text, format);
    if (!document) {
      if (document.error().code.empty()) std::abort();
      continue;
    }
    const auto again = from_wire<T>(to_wire(*document, Format::json), Format::json);
    if (!again || *again != *document) std::abort();
    if (format != Format::xml) continue;  // JSON can hold what XML cannot
    const auto xml = from_wire<T>(to_wire(*document, Format::xml), Format::xml);
    if (!xml || *xml != *document) std::abort();
  }
}

void read_form(std::string_view text) {
  const auto form = parse_form(text);
  if (!form) return;
  if (parse_form(to_form(*form)) != *form) std::abort();
  if (const auto it = submission_from(*form); !it && it.error().field.empty()) std::abort();
  if (const auto it = update_from(*form); !it && it.error().field.empty()) std::abort();
  const auto query = query_from({form->begin(), form->end()}, Time{});
  if (!query && query.error().field.empty()) std::abort();
  if (query && (query->from > query->to || query->to - query->from > most_span)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read<std::vector<Service>>(text);
  read<Definition>(text);
  read<std::vector<ServiceRequest>>(text);
  read<std::vector<TokenAnswer>>(text);
  read<std::vector<Update>>(text);
  read<std::vector<Fault>>(text);
  read<Discovery>(text);
  read_form(text);
  return 0;
}
