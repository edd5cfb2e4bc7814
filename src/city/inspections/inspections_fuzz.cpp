// Any bytes as a frame, as a commitment and as a catalogue of offences: what is read keeps to its rules and reads back,
// a draw from it gives what it promised, and a fault has a code.
#include <cstdlib>
#include <set>

#include "city/inspections/catalogue.h"
#include "city/inspections/draw.h"
#include "city/inspections/frame_file.h"

using namespace ward;
using namespace ward::city::inspections;

namespace {

template <class T>
const T* value_of(const Result<T>& result) {
  if (!result && (result.error().code.empty() || result.error().message.en.empty())) std::abort();
  return result ? &*result : nullptr;
}

void draw_from(const Frame& frame) {
  const std::string secret(64, 'a');
  Takes takes;
  std::size_t wanted = 0;
  for (const StratumSize& size : sizes(frame)) wanted += std::size_t(takes[size.stratum] = (size.items + 1) / 2);
  const auto commitment = commit(frame, takes, secret, "", from_millis(0));
  if (!commitment || commitment_from_json(to_json(*commitment)) != *commitment) std::abort();
  const auto list = draw(frame, *commitment, {secret, ""});
  if (!list || list->size() != wanted) std::abort();
  std::set<std::string> ids;
  for (const Drawn& one : *list)
    if (!ids.insert(one.item.id).second) std::abort();
}

void read_frame(std::string_view bytes) {
  const auto read = frame_from_table(bytes);
  const Frame* frame = value_of(read);
  if (!frame) return;
  if (make_frame(frame->items) != *frame) std::abort();
  std::size_t lines = 0;
  for (const char c : canonical_text(*frame)) lines += c == '\n';
  if (lines != frame->items.size()) std::abort();
  draw_from(*frame);
}

void read_commitment(const json::value& value) {
  const auto read = commitment_from_json(value);
  const Commitment* commitment = value_of(read);
  if (!commitment) return;
  if (commitment_from_json(to_json(*commitment)) != *commitment) std::abort();
  const auto frame = make_frame({{"a", "b", "c"}});
  (void)value_of(draw(*frame, *commitment, {std::string(64, 'a'), "a value"}, 5));
}

void read_offences(const json::value& value) {
  const auto read = offences_from_json(value);
  const OffenceCatalogue* catalogue = value_of(read);
  if (!catalogue) return;
  if (offences_from_json(to_json(*catalogue)) != *catalogue) std::abort();
  for (const Offence& offence : catalogue->offences)
    if (offence.allows(Kind::fine) && (offence.least_fen < 1 || offence.most_fen < offence.least_fen)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_frame(bytes);
  if (const auto value = parse_json(bytes)) {
    read_commitment(*value);
    read_offences(*value);
  }
  return 0;
}
