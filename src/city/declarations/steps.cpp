#include "city/declarations/steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/words.h"
#include "city/fields.h"

namespace ward::city::declarations {

namespace {

constexpr Words all_steps[] = {{"prepare", "ready for them", "已做好准备"},
                               {"meet", "arrived", "已接到"},
                               {"verify", "verified", "已核实"},
                               {"register", "registered", "已登记"},
                               {"observe", "in medical observation", "开始医学观察"},
                               {"release", "released", "解除观察"},
                               {"withdraw", "will not come", "不再前来"},
                               {"miss", "did not come", "未到"},
                               {"correct", "a mistake: expected still", "更正：仍为待到"}};
constexpr std::size_t step_count = std::size_t(Step::correct) + 1;
static_assert(std::size(all_steps) == step_count);

// Of each step what it makes of whom.
struct Way {
  Step step;
  State from, to;
};
constexpr Way ways[] = {
    {Step::meet, State::expected, State::arrived},      {Step::meet, State::overdue, State::arrived},
    {Step::meet, State::withdrawn, State::arrived},     {Step::meet, State::not_come, State::arrived},
    {Step::verify, State::arrived, State::verified},    {Step::enrol, State::verified, State::registered},
    {Step::enrol, State::released, State::registered},  {Step::observe, State::verified, State::observed},
    {Step::observe, State::observed, State::observed},  {Step::observe, State::registered, State::observed},
    {Step::release, State::observed, State::released},  {Step::withdraw, State::expected, State::withdrawn},
    {Step::withdraw, State::overdue, State::withdrawn}, {Step::miss, State::expected, State::not_come},
    {Step::miss, State::overdue, State::not_come},      {Step::correct, State::arrived, State::expected},
    {Step::correct, State::verified, State::expected},  {Step::correct, State::withdrawn, State::expected},
    {Step::correct, State::not_come, State::expected},
};

bool needs_a_reason(Step step) { return step == Step::withdraw || step == Step::miss || step == Step::correct; }

Error without_a_reason() { return Error::make(ErrorKind::invalid, "step.note", {"Say why.", "请说明原因。"}, "note"); }

Result<std::optional<Observation>> observation_in(JsonReader& in) {
  const json::value* value = in.maybe_any("observation");
  if (!value) return std::nullopt;
  JsonReader one(*value, "observation");
  Observation read{
      .kind = observed_from(one.choice("kind", {"station", "central", "home", "enterprise"})).value_or(Observed::home)};
  read.from = date_in(one, "from");
  read.until = date_in(one, "until");
  WARD_CHECK(one.finish());
  const auto days = read.until - read.from;
  if (days >= std::chrono::days{1} && days <= std::chrono::days{most_days}) return read;
  return fail(
      ErrorKind::invalid, "step.observation",
      {fmt::format("An observation lasts 1 to {} days.", most_days), fmt::format("观察期为 1 至 {} 天。", most_days)},
      "observation.until");
}

Result<> check_whole(const Done& done) {
  if ((done.step == Step::prepare) != done.persons.empty())
    return fail(ErrorKind::invalid, "step.persons",
                {"Name the persons whom it is about; to be ready is of the declaration.",
                 "请指明相关人员；“已做好准备”针对整份申报，不填人员。"},
                "persons");
  if ((done.step == Step::observe) != done.observation.has_value())
    return fail(ErrorKind::invalid, "step.observation",
                {"An observation has its kind, its first day and its end; no other step has one.",
                 "医学观察须填写方式、起始日和解除日；其他步骤不填。"},
                "observation");
  const bool may_have_room = done.step == Step::enrol || done.step == Step::observe || done.step == Step::release;
  if (done.room && !may_have_room)
    return fail(ErrorKind::invalid, "step.room", {"This step says nothing of a room.", "该步骤不涉及房间。"}, "room");
  if (needs_a_reason(done.step) && done.note.empty()) return std::unexpected(without_a_reason());
  return {};
}

Result<State> state_after(const Declared& one, const Done& done, Date day) {
  const auto to = after(one.state, done.step);
  if (!to)
    return fail(ErrorKind::conflict, "step.not_now",
                {fmt::format("{} is {}: this step is not for them.", one.person.name, name_of(one.state).en),
                 fmt::format("{}目前为“{}”，不能执行该步骤。", one.person.name, name_of(one.state).zh)},
                "persons");
  if (done.step == Step::release && one.observation && day < one.observation->until)
    return fail(ErrorKind::conflict, "observation.not_over",
                {fmt::format("The observation of {} ends on {}: move its end first, with a reason.", one.person.name,
                             to_text(one.observation->until)),
                 fmt::format("{}的观察期至 {} 止：如需提前解除，请先说明原因并调整解除日。", one.person.name,
                             to_text(one.observation->until))},
                "persons");
  if (done.step == Step::observe && one.observation && one.state == State::observed && done.note.empty())
    return std::unexpected(without_a_reason());
  return *to;
}

}  // namespace

std::string_view to_string(Step step) { return all_steps[std::size_t(step)].name; }
std::optional<Step> step_from(std::string_view name) { return named<Step>(all_steps, name); }
Text name_of(Step step) { return text_of(all_steps[std::size_t(step)]); }

Result<Done> done_from_json(const json::value& value, Time now) {
  JsonReader in(value);
  Done done{.id = in.id("id")};
  done.step = step_from(in.choice("step", {"prepare", "meet", "verify", "register", "observe", "release", "withdraw",
                                           "miss", "correct"}))
                  .value_or(Step::prepare);
  if (const auto* persons = in.maybe_array("persons", most_persons)) done.persons = ids_of(in, "persons", *persons);
  done.at = std::min(in.maybe_time("at").value_or(now), now);
  done.note = in.maybe_text("note", 0, 2000).value_or("");
  WARD_TRY(observation, observation_in(in));
  done.observation = observation;
  done.room = in.maybe_id("room");
  done.received_at = now;
  WARD_CHECK(in.finish());
  WARD_CHECK(check_whole(done));
  return done;
}

bool is_sent_again(const Done& stored, const Done& sent) {
  // Not by its time: the phone's clock may have been set since.
  return stored.step == sent.step && stored.persons == sent.persons && stored.note == sent.note &&
         stored.observation == sent.observation && stored.room == sent.room;
}

std::optional<State> after(State state, Step step) {
  const auto* found = std::ranges::find_if(ways, [&](const Way& way) { return way.step == step && way.from == state; });
  return found == std::end(ways) ? std::nullopt : std::optional(found->to);
}

std::vector<Step> steps_for(State state) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < step_count; ++i)
    if (after(state, Step(i))) steps.push_back(Step(i));
  return steps;
}

Result<Declaration> apply(Declaration declaration, const Done& done, Date day) {
  if (done.step == Step::prepare && !declaration.prepared_at) declaration.prepared_at = done.at;
  for (const Id& id : done.persons) {
    const auto one = std::ranges::find(declaration.persons, id, [](const Declared& other) { return other.person.id; });
    if (one == declaration.persons.end())
      return fail(ErrorKind::not_found, "declaration.person_unknown",
                  {"This person is not in the declaration.", "该申报中没有此人。"}, "persons");
    WARD_TRY(to, state_after(*one, done, day));
    if (to != one->state) one->since = done.at;
    one->state = to;
    if (done.observation) one->observation = done.observation;
    if (done.step == Step::enrol || done.room) one->registered = true;
  }
  return declaration;
}

}  // namespace ward::city::declarations
