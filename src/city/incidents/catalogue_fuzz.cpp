// Any bytes as a catalogue and as answers to the forms of the default one: either an error with a code and a field, or
// something that survives its own text.
#include <cstdint>
#include <cstdlib>

#include "city/incidents/catalogue.h"

using namespace ward;
using namespace ward::city::incidents;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  const auto catalogue = catalogue_from_json(*value);
  if (catalogue ? *catalogue_from_json(to_json(*catalogue)) != *catalogue : catalogue.error().code.empty())
    std::abort();
  for (const Type& type : default_catalogue().types) {
    const auto answers = answers_from_json(type.form, *value, "answers");
    if (answers ? *answers_from_json(type.form, *answers) != *answers : answers.error().field.empty()) std::abort();
  }
  return 0;
}
