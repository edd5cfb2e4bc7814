#include "city/incidents/incidents.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace ward::city::incidents {

namespace {

constexpr std::size_t max_text = 2'000;
constexpr std::size_t max_extensions = 20;  // of one stage

std::unexpected<Error> conflict(std::string code, Text message) {
  return fail(ErrorKind::conflict, std::move(code), std::move(message));
}
std::unexpected<Error> wrong(std::string field, Text message) {
  return fail(ErrorKind::invalid, "incident." + field, std::move(message), field);
}

// ---- clocks
// -------------------------------------------------------------------------------------------------------------

// The deadline of a stage whose clock runs.
std::optional<Time> deadline_of(const Stage& stage, const calendar::Calendar& calendar) {
  const auto term = extended_term(stage);
  if (!term || stage.suspended_at) return std::nullopt;
  return calendar::deadline(calendar, *term, stage.entered, stage.pauses);
}

Stage entered(State state, const Type& type, const Context& context, Time now) {
  Stage stage{.state = state, .entered = now, .term = {}};
  if (const auto term = type.deadlines.find(state); term != type.deadlines.end()) stage.term = term->second;
  stage.deadline = deadline_of(stage, context.calendar);
  return stage;
}

void let_run_again(Stage& stage, const calendar::Calendar& calendar, Time now) {
  stage.pauses.push_back({*stage.suspended_at, now});
  stage.suspended_at.reset();
  stage.deadline = deadline_of(stage, calendar);
}

// ---- what must be so before
// ---------------------------------------------------------------------------------------------

Result<> somebody_was_first(const Incident& incident, const Request& request) {
  if (request.version == incident.version) return {};
  const Text did = words(incident.last.action), is = words(incident.state);
  return fail(ErrorKind::conflict, "incident.version",
              {fmt::format("Somebody was first: the last step was \"{}\" and the incident is {} now. "
                           "Look at it again before you act.",
                           did.en, is.en),
               fmt::format("已有人先行操作：最近一步是“{}”，事件现为“{}”。请刷新后再操作。", did.zh, is.zh)},
              "version");
}

std::unexpected<Error> no_such_step(const Incident& incident, Action action, const Type& type) {
  const Text is = words(incident.state), want = words(action);
  // Is it only a step that the type asks for, and that was left out?
  if (action == Action::file && rule_for(incident.state, action, false, type.check))
    return conflict("incident.verify_first", {"It must be verified before it is filed.", "立案前应先核实。"});
  if (action == Action::close && rule_for(incident.state, action, type.verify, false))
    return conflict("incident.check_first", {"It must be checked before it is closed.", "结案前应先核查。"});
  return conflict("incident.state", {fmt::format("The incident is {}; \"{}\" is not possible now.", is.en, want.en),
                                     fmt::format("事件{}，现在不能“{}”。", is.zh, want.zh)});
}

std::unexpected<Error> not_yours(const Rule& rule) {
  Text who;
  for (unsigned bit = 1; bit <= unsigned(Part::checker); bit *= 2)
    if (rule.parts & bit) {
      const Text part = words(Part(bit));
      who.en += (who.en.empty() ? "" : " or ") + part.en;
      who.zh += (who.zh.empty() ? "" : "或") + part.zh;
    }
  return fail(ErrorKind::forbidden, "incident.part",
              {fmt::format("Only {} may \"{}\" now.", who.en, words(rule.action).en),
               fmt::format("现在只有{}可以“{}”。", who.zh, words(rule.action).zh)});
}

Result<const Rule*> find_rule(const Incident& incident, const Request& request, const Actor& actor, const Type& type) {
  const Rule* rule = rule_for(incident.state, request.action, type.verify, type.check);
  if (!rule) return no_such_step(incident, request.action, type);
  if (!(rule->parts & actor.parts)) return not_yours(*rule);
  const std::size_t length = characters(request.text);
  if (rule->text && length == 0) return wrong("text", {"Say why, or what was done.", "请说明原因或处理情况。"});
  if (length > max_text) return wrong("text", {"At most 2,000 characters.", "不超过 2000 个字符。"});
  return rule;
}

Extension* open_extension(Stage& stage) {
  if (stage.extensions.empty() || stage.extensions.back().decided_at) return nullptr;
  return &stage.extensions.back();
}

Result<> may_ask_extension(const Incident& incident, const Request& request, Time now) {
  const Stage& stage = incident.stage;
  if (!stage.term || !stage.deadline)
    return conflict("incident.extension_none", {"This stage has no deadline.", "本阶段没有期限。"});
  if (!stage.extensions.empty() && !stage.extensions.back().decided_at)
    return conflict("incident.extension_open",
                    {"An extension was asked for and is not decided yet.", "已有延期申请待审批。"});
  if (now > *stage.deadline)
    return conflict("incident.extension_late", {"The deadline is over: an extension must be asked for before it.",
                                                "期限已过，延期应在到期前申请。"});
  if (stage.extensions.size() >= max_extensions)
    return conflict("incident.extension_full", {"This stage was extended often enough.", "本阶段延期次数已达上限。"});
  const int most = stage.term->pace == calendar::Pace::working_days ? 366 : 525'600;
  if (!request.amount || *request.amount < 1 || *request.amount > most)
    return wrong("amount", {fmt::format("Say how much more time: 1 to {}.", most),
                            fmt::format("请填写延长的时间：1 到 {}。", most)});
  return {};
}

Result<> may_appeal(const Incident& incident) {
  if (incident.appeal)
    return conflict("incident.appeal_twice", {"It was appealed before; once only.", "只能申诉一次。"});
  if (incident.late.empty())
    return conflict("incident.appeal_on_time",
                    {"Nothing was late: there is nothing to appeal.", "没有超期，无需申诉。"});
  return {};
}

bool appeal_is_open(const Incident& incident) { return incident.appeal && !incident.appeal->decided_at; }

Result<> may_be_duplicate(const Incident& incident, const Request& request, const Type& type, const Context& context) {
  const Incident* original = context.original;
  if (!request.original || !original || original->id != *request.original || original->id == incident.id)
    return wrong("original", {"Name another incident that is the original.", "请指定另一起事件作为原事件。"});
  const State state = original->state;
  if (state == State::duplicate || state == State::closed || is_final(state))
    return conflict("incident.original_over",
                    {"The original must be open and no duplicate itself; one that is closed can be reopened.",
                     "原事件应未结案且本身不是重复事件；已结案的可重新立案。"});
  const Type* its_type = context.catalogue.find(original->type);
  if (type.check && !(its_type && its_type->check))
    return conflict("incident.original_unchecked",
                    {"This incident must be checked before it is closed, and the original is closed without a check.",
                     "本事件结案前应核查，而原事件结案不需核查。"});
  return {};
}

Result<> may_close_with_original(const Incident& incident, const Type& type, const Context& context) {
  const Incident* original = context.original;
  if (!original || original->id != incident.duplicate_of ||
      (original->state != State::closed && original->state != State::assessed))
    return conflict("incident.original_open", {"The original is not closed yet.", "原事件尚未结案。"});
  if (type.check && !original->checked)
    return conflict("incident.original_unchecked",
                    {"The original was closed without the check that this one asks for: separate it.",
                     "原事件未经核查即结案，而本事件需要核查：请取消重复。"});
  return {};
}

Result<> ready(const Incident& incident, const Request& request, const Type& type, const Context& context, Time now) {
  switch (request.action) {
    case Action::dispatch:
      if (!request.assignee) return wrong("assignee", {"Name the unit that shall handle it.", "请指定处置单位。"});
      return {};
    case Action::ask_extension:
      return may_ask_extension(incident, request, now);
    case Action::grant_extension:
    case Action::refuse_extension:
      if (incident.stage.extensions.empty() || incident.stage.extensions.back().decided_at)
        return conflict("incident.extension_none", {"No extension was asked for.", "没有待审批的延期申请。"});
      return {};
    case Action::appeal:
      return may_appeal(incident);
    case Action::grant_appeal:
    case Action::refuse_appeal:
      if (!appeal_is_open(incident))
        return conflict("incident.appeal_none", {"Nobody appealed.", "没有待审批的申诉。"});
      return {};
    case Action::assess:
      if (appeal_is_open(incident))
        return conflict("incident.appeal_open", {"The appeal must be decided first.", "请先审批申诉。"});
      return {};
    case Action::mark_duplicate:
      return may_be_duplicate(incident, request, type, context);
    case Action::close_with_original:
      return may_close_with_original(incident, type, context);
    default:
      return {};
  }
}

// ---- what changes
// -------------------------------------------------------------------------------------------------------

Finished finished(const Incident& incident, Action by, Time now) {
  const Stage& stage = incident.stage;
  const bool handled = stage.state == State::dispatched || stage.state == State::handling;
  return {incident.id,
          incident.type,
          handled ? incident.assignee.value_or(incident.unit) : incident.unit,
          stage.state,
          stage.entered,
          now,
          stage.deadline,
          by};
}

// Ends the stage and begins that of `to`.
Finished move(Incident& incident, State to, Action action, const Type& type, const Context& context, Time now) {
  if (incident.stage.suspended_at) let_run_again(incident.stage, context.calendar, now);
  Finished over = finished(incident, action, now);
  if (!over.on_time()) incident.late.push_back(over.state);
  incident.returned.reset();
  incident.state = to;
  incident.stage = entered(to, type, context, now);
  if (to == State::filed || to == State::reported) {  // it is decided again who handles it, and done again
    incident.assignee.reset();
    incident.checked = false;
  }
  return over;
}

// What an action does besides moving.
void change(Incident& incident, const Request& request, const Actor& actor, State from, const Context& context,
            Time now) {
  Stage& stage = incident.stage;
  switch (request.action) {
    case Action::dispatch:
      incident.assignee = request.assignee;
      break;
    case Action::check:
      incident.checked = true;
      break;
    case Action::return_:
      incident.returned = Return{from, now, actor.name, request.text};
      ++incident.returns;
      break;
    case Action::reopen:
      ++incident.reopened;
      break;
    case Action::suspend:
      incident.state = State::suspended;
      stage.suspended_at = now;
      stage.deadline.reset();
      break;
    case Action::resume:
      incident.state = stage.state;
      let_run_again(stage, context.calendar, now);
      break;
    case Action::ask_extension:
      stage.extensions.push_back(
          {.amount = *request.amount, .asked_at = now, .asked_by = actor.name, .reason = request.text});
      break;
    case Action::grant_extension:
    case Action::refuse_extension: {
      Extension& asked = *open_extension(stage);
      asked.decided_at = now;
      asked.decided_by = actor.name;
      asked.granted = request.action == Action::grant_extension;
      stage.deadline = deadline_of(stage, context.calendar);
      break;
    }
    case Action::appeal:
      incident.appeal = Appeal{.asked_at = now, .asked_by = actor.name, .reason = request.text};
      break;
    case Action::grant_appeal:
    case Action::refuse_appeal:
      incident.appeal->decided_at = now;
      incident.appeal->decided_by = actor.name;
      incident.appeal->granted = request.action == Action::grant_appeal;
      break;
    case Action::mark_duplicate:
      incident.duplicate_of = request.original;
      break;
    case Action::separate:
      incident.duplicate_of.reset();
      break;
    default:
      break;
  }
}

json::object payload(const Incident& before, const Request& request) {
  json::object out;
  if (request.action == Action::dispatch) out["assignee"] = request.assignee->str();
  if (request.action == Action::ask_extension) out["amount"] = *request.amount;
  if (request.action == Action::mark_duplicate) out["original"] = request.original->str();
  if (request.action == Action::separate || request.action == Action::close_with_original)
    out["original"] = before.duplicate_of->str();
  if (!request.pictures.empty()) {
    auto& pictures = out["pictures"].emplace_array();
    for (const Id& picture : request.pictures) pictures.emplace_back(picture.str());
  }
  return out;
}

Happening happening(const Incident& after, State from, std::string text, json::object more) {
  return {after.id, after.unit,  after.last.request, after.last.action, after.last.actor, after.last.at,
          from,     after.state, after.version,      std::move(text),   std::move(more)};
}

// Suspending and resuming stay in the stage; so does what keeps the state.
bool ends_stage(const Rule& rule) {
  return rule.to != rule.from && rule.action != Action::suspend && rule.action != Action::resume;
}

std::unexpected<Error> unknown_type(ErrorKind kind, const std::string& code) {
  return fail(kind, "incident.type_unknown",
              {fmt::format("There is no type of incident {} in the catalogue.", code),
               fmt::format("事件目录中没有类型 {}。", code)},
              "type");
}

}  // namespace

std::optional<calendar::Term> extended_term(const Stage& stage) {
  auto term = stage.term;
  if (!term) return term;
  for (const Extension& extension : stage.extensions)
    if (extension.granted) term->amount += extension.amount;
  return term;
}

journal::Entry entry(const Happening& happening) {
  json::object payload = happening.payload;
  payload["from"] = json_view(to_string(happening.from));
  payload["to"] = json_view(to_string(happening.to));
  payload["version"] = happening.version;
  return {.type = fmt::format("incident.{}", to_string(happening.action)),
          .subject = happening.incident.str(),
          .actor = happening.actor,
          .purpose = "incident",
          .payload = std::move(payload),
          .unit = happening.unit.str()};
}

std::vector<std::pair<Id, std::string>> pictures_of(const Report& report, const Type& type) {
  std::vector<std::pair<Id, std::string>> all;
  for (std::size_t i = 0; i < report.pictures.size(); ++i)
    all.emplace_back(report.pictures[i], fmt::format("pictures[{}]", i));
  for (const Field& field : type.form) {
    const json::value* answer = field.kind == Kind::picture ? report.answers.if_contains(field.key) : nullptr;
    if (const auto* text = answer ? answer->if_string() : nullptr)
      if (const auto id = Id::parse({text->data(), text->size()})) all.emplace_back(*id, "answers." + field.key);
  }
  return all;
}

std::vector<Id> pictures_of(const Happening& happening) {
  std::vector<Id> all;
  const json::value* pictures = happening.payload.if_contains("pictures");
  if (!pictures) return all;
  for (const json::value& one : pictures->as_array())
    if (const auto id = Id::parse(json::string_view(one.as_string()))) all.push_back(*id);
  return all;
}

Result<Step> report(const Report& report, const Actor& reporter, const Context& context) {
  const Type* type = context.catalogue.find(report.type);
  if (!type) return unknown_type(ErrorKind::invalid, report.type);
  if (type->retired)
    return fail(ErrorKind::invalid, "incident.type_retired",
                {fmt::format("{} is not used any more.", type->name.en), fmt::format("“{}”已停用。", type->name.zh)},
                "type");
  Incident incident{.id = report.id,
                    .type = report.type,
                    .unit = report.unit,
                    .reporter = reporter.name,
                    .assignee = {},
                    .place = report.place,
                    .description = report.description,
                    .answers = report.answers,
                    .pictures = report.pictures,
                    .site = report.site,
                    .alarm = report.alarm,
                    .passage = report.passage,
                    .reported_at = context.now,
                    .stage = entered(State::reported, *type, context, context.now)};
  incident.last = {report.id, Action::report, reporter.name, context.now};
  Happening told = happening(incident, State::reported, report.description, {{"type", report.type}});
  return Step{std::move(incident), std::move(told)};
}

Result<Step> apply(const Incident& incident, const Request& request, const Actor& actor, const Context& context) {
  if (request.id == incident.last.request && request.action == incident.last.action) return Step{incident};
  WARD_CHECK(somebody_was_first(incident, request));
  const Type* type = context.catalogue.find(incident.type);
  if (!type) return unknown_type(ErrorKind::conflict, incident.type);
  const Time now = std::max(context.now, incident.last.at);
  WARD_TRY(rule, find_rule(incident, request, actor, *type));
  WARD_CHECK(ready(incident, request, *type, context, now));

  Step step{incident};
  Incident& after = step.incident;
  if (ends_stage(*rule)) step.finished = move(after, rule->to, rule->action, *type, context, now);
  change(after, request, actor, incident.stage.state, context, now);
  ++after.version;
  after.last = {request.id, request.action, actor.name, now};
  step.happening = happening(after, incident.state, request.text, payload(incident, request));
  return step;
}

std::optional<Step> redeadline(const Incident& incident, const calendar::Calendar& calendar, Time now,
                               const Id& amendment, const std::string& actor) {
  const auto deadline = deadline_of(incident.stage, calendar);
  if (deadline == incident.stage.deadline) return std::nullopt;
  Step step{incident};
  Incident& after = step.incident;
  after.stage.deadline = deadline;
  ++after.version;
  after.last = {amendment, Action::move_deadline, actor, std::max(now, incident.last.at)};
  step.happening = happening(after, incident.state, {}, {{"deadline", to_rfc3339(*deadline)}});
  return step;
}

Step hear_from_elsewhere(const Incident& incident, const Id& id, std::string text, json::object payload, Time now) {
  Step step{incident};
  Incident& after = step.incident;
  ++after.version;
  after.last = {id, Action::hear_from_elsewhere, "system", std::max(now, incident.last.at)};
  step.happening = happening(after, incident.state, std::move(text), std::move(payload));
  return step;
}

}  // namespace ward::city::incidents
