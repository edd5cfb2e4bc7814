#include "city/enterprises/steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/words.h"
#include "city/fields.h"

namespace ward::city::enterprises {

namespace {

constexpr Words all_steps[] = {
    {"apply", "applied", "申请复工"},   {"withdraw", "withdrew", "撤回申请"},
    {"check", "looked at", "网格核查"}, {"approve", "approved", "同意复工"},
    {"return", "returned", "退回"},     {"set_cap", "set how many may be there", "调整人数上限"},
    {"close", "closed", "责令停业"},    {"reopen", "opened again", "恢复营业"}};
constexpr std::size_t step_count = std::size_t(Step::reopen) + 1;
static_assert(std::size(all_steps) == step_count);

struct Way {
  Step step;
  Part part;
  State from, to;
};
constexpr Way ways[] = {
    {Step::apply, Part::enterprise, State::known, State::applied},
    {Step::apply, Part::enterprise, State::returned, State::applied},
    {Step::apply, Part::enterprise, State::closed, State::applied},
    {Step::withdraw, Part::enterprise, State::applied, State::known},
    {Step::withdraw, Part::enterprise, State::checked, State::known},
    {Step::check, Part::grid, State::applied, State::checked},
    {Step::check, Part::grid, State::checked, State::checked},
    {Step::check, Part::grid, State::approved, State::approved},
    {Step::check, Part::grid, State::closed, State::closed},
    {Step::approve, Part::authority, State::checked, State::approved},
    {Step::send_back, Part::authority, State::applied, State::returned},
    {Step::send_back, Part::authority, State::checked, State::returned},
    {Step::set_cap, Part::authority, State::approved, State::approved},
    {Step::close, Part::authority, State::approved, State::closed},
    {Step::reopen, Part::authority, State::closed, State::approved},
};

bool has_cap(Step step) { return step == Step::approve || step == Step::set_cap || step == Step::reopen; }

Result<std::optional<Cap>> cap_in(JsonReader& in) {
  const json::value* value = in.maybe_any("cap");
  if (!value) return std::nullopt;
  JsonReader one(*value, "cap");
  const Cap cap{.from = date_in(one, "from"), .people = one.integer("people", 1, most_people)};
  WARD_CHECK(one.finish());
  return cap;
}

Result<> check_whole(const Done& done) {
  const bool whole = (done.step == Step::apply) == done.plan.has_value() &&
                     (done.step == Step::check) == done.passed.has_value() &&
                     has_cap(done.step) == done.cap.has_value();
  if (!whole)
    return fail(ErrorKind::invalid, "step.whole",
                {"An application has a plan, a check says whether it passed, an approval, another cap and a reopening "
                 "have a cap; no other step has one.",
                 "申请须附方案，核查须给出结论，同意、调整上限和恢复营业须给出人数上限；其他步骤不填。"},
                "step");
  const bool needs_reason =
      done.step == Step::send_back || done.step == Step::close || done.step == Step::reopen || done.passed == false;
  if (needs_reason && done.note.empty())
    return fail(ErrorKind::invalid, "step.note", {"Say why.", "请说明原因。"}, "note");
  return {};
}

// A cap joins the others by its day; what was set for later days ends with it.
void set_cap(std::vector<Cap>& caps, const Cap& cap) {
  std::erase_if(caps, [&](const Cap& one) { return one.from >= cap.from; });
  caps.push_back(cap);
}

void begin_anew(Enterprise& enterprise) {
  enterprise.check.reset();
  enterprise.trouble = Trouble::none;
}

}  // namespace

std::string_view to_string(Step step) { return all_steps[std::size_t(step)].name; }
std::optional<Step> step_from(std::string_view name) { return named<Step>(all_steps, name); }
Text name_of(Step step) { return text_of(all_steps[std::size_t(step)]); }

Part part_of(Step step) { return std::ranges::find(ways, step, &Way::step)->part; }

Result<Done> done_from_json(const json::value& value, Time now) {
  JsonReader in(value);
  Done done{.id = in.id("id")};
  done.step =
      step_from(in.choice("step", {"apply", "withdraw", "check", "approve", "return", "set_cap", "close", "reopen"}))
          .value_or(Step::apply);
  if (const json::value* plan = in.maybe_any("plan")) {
    WARD_TRY(read, plan_from_json(*plan, "plan"));
    done.plan = std::move(read);
  }
  done.passed = in.maybe_boolean("passed");
  WARD_TRY(cap, cap_in(in));
  done.cap = cap;
  done.note = in.maybe_text("note", 0, 2000).value_or("");
  done.at = now;
  WARD_CHECK(in.finish());
  WARD_CHECK(check_whole(done));
  return done;
}

bool is_sent_again(const Done& stored, const Done& sent) {
  return stored.step == sent.step && stored.plan == sent.plan && stored.passed == sent.passed &&
         stored.cap == sent.cap && stored.note == sent.note;
}

std::vector<Step> steps_for(const Enterprise& enterprise) {
  std::vector<Step> steps;
  for (const Way& way : ways)
    if (way.from == enterprise.state) steps.push_back(way.step);
  return steps;
}

Result<Enterprise> apply(Enterprise enterprise, const Done& done, Date today) {
  const auto* way =
      std::ranges::find_if(ways, [&](const Way& one) { return one.step == done.step && one.from == enterprise.state; });
  if (way == std::end(ways))
    return fail(ErrorKind::conflict, "step.not_now",
                {fmt::format("{} is \"{}\": this step is not for it.", enterprise.name, name_of(enterprise.state).en),
                 fmt::format("{}目前为“{}”，不能执行该步骤。", enterprise.name, name_of(enterprise.state).zh)},
                "step");
  const bool opens = done.step == Step::approve || done.step == Step::reopen;
  if (opens && enterprise.check != true)
    return fail(ErrorKind::conflict, "enterprise.check_failed",
                {"The grid has to look first, and to find it as it should be.", "须先由网格核查并合格。"}, "step");
  if (done.cap && done.cap->from < today)
    return fail(ErrorKind::invalid, "cap.order", {"A cap begins today or later.", "人数上限应自今日或以后起。"},
                "cap.from");
  enterprise.state = way->to;
  if (done.step == Step::apply || done.step == Step::close) begin_anew(enterprise);
  if (done.plan) enterprise.plan = done.plan;
  if (done.passed) enterprise.check = done.passed;
  if (opens) {
    enterprise.caps.clear();
    enterprise.open_since = done.cap->from;
    enterprise.last_report.reset();
  }
  if (done.cap) set_cap(enterprise.caps, *done.cap);
  if (done.step == Step::approve) enterprise.conditions = done.note;
  return enterprise;
}

}  // namespace ward::city::enterprises
