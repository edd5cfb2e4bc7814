// Any bytes as a step of an enterprise, as its daily report, as a credit code and as a list of enterprises: what is
// read keeps its rules and is written and read again as itself, what is refused has a code and a sentence in both
// languages.
#include <cstdint>
#include <cstdlib>

#include "city/enterprises/credit_code.h"
#include "city/enterprises/list_file.h"
#include "city/enterprises/list_testing.h"
#include "city/enterprises/steps.h"

using namespace ward;
using namespace ward::city::enterprises;

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}
void must_say_why(const Error& error) {
  must(!error.code.empty() && !error.message.en.empty() && !error.message.zh.empty());
}

// Each row is at fault, or one enterprise; what was laid once changes nothing when it is laid again.
void read_list(std::string_view text) {
  const auto reach = [](std::string_view path) { return path != "1/3/"; };
  const Time now = from_millis(1);
  Known known{.units = {{"g1", {Id::make(now), "1/2/"}}, {"g2", {Id::make(now), "1/3/"}}},
              .premises = {{"H-1", Id::make(now)}}};
  const auto file = plan_file(text, known, reach, now);
  if (!file) return must_say_why(file.error());
  const ListPlan& plan = file->plan;
  for (const city::units::RowFault& one : plan.faults) must_say_why(one.error);
  must(plan.new_enterprises.size() + plan.changed_enterprises.size() + std::size_t(plan.unchanged) +
           plan.faults.size() ==
       std::size_t(file->rows));
  lay(known, plan);
  const auto again = plan_file(text, known, reach, now);
  must(again && again->plan.changes_nothing());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto code = read_credit_code(text)) must(code->size() == 18 && read_credit_code(*code) == *code);
  read_list(text);
  const auto value = parse_json(text);
  if (!value) return 0;
  if (const auto done = done_from_json(*value, from_millis(1))) {
    must((done->step == Step::apply) == done->plan.has_value());
    if (done->plan) must(plan_from_json(to_json(*done->plan), "plan") == *done->plan && done->plan->people() > 0);
  } else {
    must_say_why(done.error());
  }
  if (const auto day = day_from_json(Date{}, *value))
    must(day->fevers <= day->present + day->isolated);
  else
    must_say_why(day.error());
  if (const auto input = input_from_json(*value); !input) must_say_why(input.error());
  return 0;
}
