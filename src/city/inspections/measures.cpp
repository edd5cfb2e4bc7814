#include "city/inspections/measure_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/utf8.h"

namespace ward::city::inspections {

namespace {

constexpr std::size_t max_field = 2'000, max_inspectors = 20;
constexpr std::array<std::string_view, 5> how_names = {"in_person", "left", "mail", "electronic", "by_notice"};
constexpr std::array<std::string_view, 4> outcome_names = {"upheld", "reduced", "withdrawn", "taken_back"};

template <class Enum, std::size_t n>
std::optional<Enum> among(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(Enum(found - names.begin()));
}

// ---- what must be so before -----------------------------------------------------------------------------------------

Result<> check_proposal(const Proposal& proposal, const std::string& proposer) {
  if (proposal.party.empty() || characters(proposal.party) > max_name)
    return wrong("party", {"Say whom it concerns, in at most 200 characters.", "请填写当事人，不超过 200 个字符。"});
  const std::set<std::string> different(proposal.inspectors.begin(), proposal.inspectors.end());
  const std::size_t needed = proposal.kind == Kind::fine ? 2 : 1;
  if (different.size() < needed || different.size() != proposal.inspectors.size() ||
      different.size() > max_inspectors || !different.contains(proposer))
    return wrong("inspectors", {"Name who found it, each once, you among them: two at least for a fine.",
                                "请列出检查人员（含本人），不得重复；罚款须至少两人。"});
  return {};
}

Result<> somebody_was_first(const Measure& measure, const Request& request) {
  if (request.version == measure.version) return {};
  const Text did = words(measure.last.action), is = words(measure.state);
  return fail(ErrorKind::conflict, "measure.version",
              {fmt::format("Somebody was first: the last step was \"{}\" and the measure is {} now. "
                           "Look at it again before you act.",
                           did.en, is.en),
               fmt::format("已有人先行操作：最近一步是“{}”，措施现为“{}”。请刷新后再操作。", did.zh, is.zh)},
              "version");
}

std::unexpected<Error> not_yours(const Rule& rule) {
  Text who;
  for (unsigned bit = 1; bit <= unsigned(Part::reviewer); bit *= 2)
    if (rule.parts & bit) {
      const Text part = words(Part(bit));
      who.en += (who.en.empty() ? "" : " or ") + part.en;
      who.zh += (who.zh.empty() ? "" : "或") + part.zh;
    }
  return fail(ErrorKind::forbidden, "measure.part",
              {fmt::format("Only {} may \"{}\" now.", who.en, words(rule.action).en),
               fmt::format("现在只有{}可以“{}”。", who.zh, words(rule.action).zh)});
}

Result<const Rule*> find_rule(const Measure& measure, const Request& request, const Actor& actor) {
  const Rule* rule = rule_for(measure.state, request.action, measure.kind);
  const Text is = words(measure.state), want = words(request.action);
  if (!rule && measure.state == State::proposed && request.action == Action::decide)
    return conflict(
        "measure.tell_first",
        {"Before a fine is decided the party is told what is intended, why and by which law, and may be "
         "heard (Administrative Penalty Law, articles 44 and 45).",
         "作出罚款决定前，应告知当事人拟处罚内容及事实、理由、依据，并听取陈述申辩（行政处罚法第四十四、四十五条）。"});
  if (!rule)
    return conflict("measure.state", {fmt::format("The measure is {}; \"{}\" is not possible now.", is.en, want.en),
                                      fmt::format("措施{}，现在不能“{}”。", is.zh, want.zh)});
  if (!(rule->parts & actor.parts)) return not_yours(*rule);
  if (rule->text && request.text.empty()) return wrong("text", {"Say why, or how it was done.", "请说明理由或经过。"});
  if (characters(request.text) > max_field) return wrong("text", {"At most 2,000 characters.", "不超过 2000 个字符。"});
  return rule;
}

bool may_be_dated(Action action) {
  return action == Action::deliver || action == Action::ask_review || action == Action::sue ||
         action == Action::take_back || action == Action::uphold || action == Action::reduce ||
         action == Action::withdraw || action == Action::carry_out;
}

// Before which nothing that is written down now can have happened.
Time earliest(const Measure& measure, Action action) {
  if (action == Action::deliver) return *measure.decided_at;
  if (const Appeal* appeal = open_appeal(measure); appeal && action != Action::carry_out) return appeal->asked_at;
  if (action == Action::sue && measure.review) return *measure.review->decided_at;
  if (measure.delivery) return measure.delivery->at;
  return measure.last.at;
}

Result<Time> happened_at(const Measure& measure, const Request& request, Time now) {
  if (!request.at) return now;
  if (!may_be_dated(request.action))
    return wrong("at", {"This step is taken now; it has no other date.", "该操作以当前时间为准，不能另填日期。"});
  if (*request.at > now) return wrong("at", {"It lies in the future.", "时间不能晚于现在。"});
  if (*request.at < earliest(measure, request.action))
    return wrong("at", {"It lies before what must have been first: the decision, its delivery, or the appeal.",
                        "时间早于前一步（决定、送达或申请）。"});
  return *request.at;
}

Happening happening_of(const Measure& before, const Measure& after, const Request& request, Time happened) {
  return {.measure = after.id,
          .request = request.id,
          .action = request.action,
          .actor = after.last.actor,
          .at = after.last.at,
          .happened = happened,
          .from = before.state,
          .to = after.state,
          .version = after.version,
          .fen = after.fen,
          .text = request.text};
}

}  // namespace

Result<Step> propose(const Proposal& proposal, const Actor& actor, const Context& context) {
  if (!(actor.parts & Parts(Part::inspector)))
    return fail(ErrorKind::forbidden, "measure.part",
                {"Only the inspectors may propose a measure.", "只有检查人员可以提出措施。"});
  WARD_CHECK(check_proposal(proposal, actor.name));
  WARD_TRY(offence, offence_for(context.catalogue, proposal.offence, proposal.kind));
  WARD_CHECK(check_fen(*offence, proposal.kind, proposal.fen));
  const int days = proposal.kind == Kind::fine          ? context.terms.pay_days
                   : proposal.kind == Kind::instruction ? offence->days_to_correct
                                                        : 0;
  const Measure measure{.id = proposal.id,
                        .finding = proposal.finding,
                        .kind = proposal.kind,
                        .offence = proposal.offence,
                        .basis = offence->basis,
                        .party = proposal.party,
                        .inspectors = proposal.inspectors,
                        .fen = proposal.fen,
                        .days = days,
                        .last = {proposal.id, Action::propose, actor.name, context.now}};
  const Request request{.id = proposal.id, .action = Action::propose, .fen = {}, .at = {}, .how = {}, .due = {}};
  return Step{measure, happening_of(measure, measure, request, context.now)};
}

Result<Step> apply(const Measure& measure, const Request& request, const Actor& actor, const Context& context) {
  if (request.id == measure.last.request) return Step{measure};
  WARD_CHECK(somebody_was_first(measure, request));
  WARD_TRY(rule, find_rule(measure, request, actor));
  const Time now = std::max(context.now, measure.last.at);  // clocks are set back
  WARD_TRY(at, happened_at(measure, request, now));
  Measure after = measure;
  after.state = rule->to;
  ++after.version;
  after.last = {request.id, request.action, actor.name, now};
  const Context then{context.catalogue, context.calendar, context.terms, now};
  Move move{after, request, actor, then, at};
  WARD_CHECK(take_step(move));
  return Step{after, happening_of(measure, after, request, at)};
}

std::string_view to_string(How how) { return how_names[std::size_t(how)]; }
std::optional<How> how_from(std::string_view name) { return among<How>(how_names, name); }
std::string_view to_string(Outcome outcome) { return outcome_names[std::size_t(outcome)]; }
std::optional<Outcome> outcome_from(std::string_view name) { return among<Outcome>(outcome_names, name); }

}  // namespace ward::city::inspections
