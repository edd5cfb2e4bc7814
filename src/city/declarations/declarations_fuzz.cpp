// Any bytes as what a caller, a guest, a phone or the centre sends, and as a list: what is read keeps its rules and is
// written and read again as itself, what is refused has a code and a sentence in both languages.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "city/declarations/invitations.h"
#include "city/declarations/list_file.h"
#include "city/declarations/steps.h"

using namespace ward;
using namespace ward::city::declarations;

namespace {

const Date today = *parse_date("2020-02-19");
const Zone zone = *Zone::find("Asia/Shanghai");
const Time now = from_millis(1'582'100'000'000);

void must(bool holds) {
  if (!holds) std::abort();
}
void must_say_why(const Error& error) {
  must(!error.code.empty() && !error.message.en.empty() && !error.message.zh.empty());
}

void check_read(const Input& input) {
  const Declaration& said = input.declaration;
  must(!said.persons.empty() && said.persons.size() <= most_persons && said.persons.size() == input.documents.size());
  must(!said.stays.empty() && said.stays.size() <= most_stays);
  for (const Stay& stay : said.stays) must(read_region(stay.region, "at") == stay.region);
  for (const Declared& one : said.persons) must(!one.person.birth || *one.person.birth <= today);
}

void read_sent(const json::value& value) {
  for (const auto& read : {input_from_json(Id{}, value, today), guest_from_json(Id{}, value, today)})
    read ? check_read(*read) : must_say_why(read.error());
  if (const auto rules = rules_from_json(value)) {
    must(rules_from_json(to_json(*rules)) == *rules);
    for (const Rule& rule : rules->rules) must(rule.kind.has_value() == (rule.days > 0) && rule.why.contains("zh"));
  } else {
    must_say_why(rules.error());
  }
  if (const auto done = done_from_json(value, now))
    must(done->at <= now && (done->step == Step::prepare) == done->persons.empty());
  else
    must_say_why(done.error());
}

void read_as_list(std::string_view bytes) {
  const auto key = crypto::as_bytes("key");
  const auto list = read_list(bytes, {.premises = Id{},
                                      .room = [](std::string_view) { return std::nullopt; },
                                      .document_key = key,
                                      .id_key = key,
                                      .zone = zone,
                                      .today = today});
  if (!list) return must_say_why(list.error());
  must(list->declarations.size() == list->row.size());
  must(std::int64_t(list->declarations.size() + list->faults.size()) == list->rows);
  for (const city::units::RowFault& fault : list->faults) must_say_why(fault.error);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto value = parse_json(text)) read_sent(*value);
  const std::string head = "name,from,arrives,hour,by,vehicle,room\n";
  read_as_list(text);
  read_as_list(head + std::string(text));
  must(!invited_by(text, crypto::as_bytes("key")));
  return 0;
}
