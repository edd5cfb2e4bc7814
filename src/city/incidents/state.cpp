#include "city/incidents/state.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/words.h"

namespace ward::city::incidents {

namespace {

constexpr Parts reporter = Parts(Part::reporter), grid = Parts(Part::grid), centre = Parts(Part::centre),
                platform = Parts(Part::platform), checker = Parts(Part::checker);
constexpr bool why = true;  // with words

using S = State;
using A = Action;
constexpr Rule rules[] = {
    {S::reported, A::accept, centre, S::accepted},
    {S::reported, A::void_, centre | reporter, S::void_, why},
    {S::reported, A::mark_duplicate, centre, S::duplicate},

    {S::accepted, A::verify, grid, S::verified, why, When::to_verify},
    {S::accepted, A::return_, grid, S::reported, why, When::to_verify},
    {S::accepted, A::file, centre, S::filed, !why, When::not_to_verify},
    {S::accepted, A::void_, centre, S::void_, why},
    {S::accepted, A::mark_duplicate, centre, S::duplicate},

    {S::verified, A::file, centre, S::filed},
    {S::verified, A::void_, centre, S::void_, why},
    {S::verified, A::mark_duplicate, centre, S::duplicate},

    {S::filed, A::dispatch, centre, S::dispatched},
    {S::filed, A::void_, centre, S::void_, why},
    {S::filed, A::suspend, centre, S::suspended, why},
    {S::filed, A::mark_duplicate, centre, S::duplicate},

    {S::dispatched, A::take_up, platform, S::handling},
    {S::dispatched, A::return_, platform | centre, S::filed, why},
    {S::dispatched, A::suspend, centre, S::suspended, why},
    {S::dispatched, A::mark_duplicate, centre, S::duplicate},

    {S::handling, A::feedback, platform, S::feedback, why},
    {S::handling, A::return_, platform | centre, S::filed, why},
    {S::handling, A::ask_extension, platform, S::handling, why},
    {S::handling, A::grant_extension, centre, S::handling},
    {S::handling, A::refuse_extension, centre, S::handling, why},
    {S::handling, A::suspend, centre, S::suspended, why},
    {S::handling, A::mark_duplicate, centre, S::duplicate},

    {S::feedback, A::check, checker, S::checked, why, When::to_check},
    {S::feedback, A::close, centre, S::closed, !why, When::not_to_check},
    {S::feedback, A::return_, checker | centre, S::filed, why},

    {S::checked, A::close, centre, S::closed},
    {S::checked, A::return_, centre, S::filed, why},

    {S::closed, A::assess, centre, S::assessed},
    {S::closed, A::reopen, centre | reporter, S::filed, why},
    {S::closed, A::appeal, platform, S::closed, why},
    {S::closed, A::grant_appeal, centre, S::closed},
    {S::closed, A::refuse_appeal, centre, S::closed, why},

    {S::suspended, A::resume, centre, S::suspended},
    {S::suspended, A::void_, centre, S::void_, why},

    {S::duplicate, A::separate, centre, S::reported, why},
    {S::duplicate, A::close_with_original, centre, S::closed},
};

constexpr bool holds(When when, bool verify, bool check) {
  switch (when) {
    case When::always:
      return true;
    case When::to_verify:
      return verify;
    case When::not_to_verify:
      return !verify;
    case When::to_check:
      return check;
    case When::not_to_check:
      return !check;
  }
  return false;
}

constexpr bool leads_somewhere(S from, S to) { return to != from || from == S::suspended; }

// Every state that is not final can be left, whatever its type asks for.
constexpr bool nothing_is_stuck() {
  for (std::size_t s = 0; s < state_count; ++s)
    for (int asks = 0; asks < 4; ++asks) {
      bool out = is_final(S(s));
      for (const Rule& rule : rules)
        out |= rule.from == S(s) && leads_somewhere(rule.from, rule.to) && holds(rule.when, asks & 1, asks & 2);
      if (!out) return false;
    }
  return true;
}
static_assert(nothing_is_stuck());

// Whoever receives what was returned cannot push it on: it lies where only the centre leads it forward.
constexpr bool the_centre_decides_on_returns() {
  for (const Rule& returned : rules)
    for (const Rule& next : rules)
      if (returned.action == A::return_ && next.from == returned.to && is_timed(next.to) && next.parts != centre)
        return false;
  return true;
}
static_assert(the_centre_decides_on_returns());

constexpr bool no_row_twice() {
  for (const Rule& a : rules)
    for (const Rule& b : rules)
      if (&a != &b && a.from == b.from && a.action == b.action && a.when == b.when) return false;
  return true;
}
static_assert(no_row_twice());

constexpr Words state_words[] = {
    {"reported", "reported", "已上报"},
    {"accepted", "accepted", "已受理"},
    {"verified", "verified", "已核实"},
    {"filed", "filed", "已立案"},
    {"dispatched", "dispatched", "已派遣"},
    {"handling", "being handled", "处置中"},
    {"feedback", "reported done", "已反馈"},
    {"checked", "checked", "已核查"},
    {"closed", "closed", "已结案"},
    {"assessed", "assessed", "已考核"},
    {"void", "void", "已作废"},
    {"suspended", "suspended", "已挂账"},
    {"duplicate", "a duplicate", "重复事件"},
};
static_assert(std::size(state_words) == state_count);

constexpr Words action_words[] = {
    {"report", "report", "上报"},
    {"accept", "accept", "受理"},
    {"verify", "verify", "核实"},
    {"file", "file", "立案"},
    {"dispatch", "dispatch", "派遣"},
    {"take_up", "take up", "接单处置"},
    {"feedback", "feedback", "反馈"},
    {"check", "check", "核查"},
    {"close", "close", "结案"},
    {"assess", "assess", "考核"},
    {"void", "void", "作废"},
    {"return", "return", "回退"},
    {"ask_extension", "ask for an extension", "申请延期"},
    {"grant_extension", "grant the extension", "同意延期"},
    {"refuse_extension", "refuse the extension", "不同意延期"},
    {"suspend", "suspend", "挂账"},
    {"resume", "resume", "恢复"},
    {"reopen", "reopen", "重新立案"},
    {"appeal", "appeal", "申诉"},
    {"grant_appeal", "grant the appeal", "同意申诉"},
    {"refuse_appeal", "refuse the appeal", "驳回申诉"},
    {"mark_duplicate", "mark as a duplicate", "标为重复"},
    {"separate", "separate", "取消重复"},
    {"close_with_original", "close with the original", "随原事件结案"},
    {"move_deadline", "move the deadline", "调整期限"},
    {"hear_from_elsewhere", "hear from another city", "收到其他城市的消息"},
};
static_assert(std::size(action_words) == action_count);

constexpr Words part_words[] = {{"reporter", "the reporter", "上报人"},
                                {"grid", "the grid", "网格"},
                                {"centre", "the command centre", "指挥部"},
                                {"platform", "the platform", "平台"},
                                {"checker", "the checker", "核查人"}};

const Words& words_of(Part part) { return part_words[std::countr_zero(unsigned(part))]; }

}  // namespace

std::span<const Rule> table() { return rules; }

const Rule* rule_for(State state, Action action, bool verify, bool check) {
  const auto found = std::ranges::find_if(rules, [&](const Rule& rule) {
    return rule.from == state && rule.action == action && holds(rule.when, verify, check);
  });
  return found == std::end(rules) ? nullptr : found;
}

std::vector<Action> possible(State state, Parts parts, bool verify, bool check) {
  std::vector<Action> out;
  for (const Rule& rule : rules)
    if (rule.from == state && (rule.parts & parts) && holds(rule.when, verify, check)) out.push_back(rule.action);
  return out;
}

std::string_view to_string(State state) { return state_words[std::size_t(state)].name; }
std::string_view to_string(Action action) { return action_words[std::size_t(action)].name; }
std::string_view to_string(Part part) { return words_of(part).name; }
std::optional<State> state_from(std::string_view name) { return named<State>(state_words, name); }
std::optional<Action> action_from(std::string_view name) { return named<Action>(action_words, name); }
Text words(State state) { return text_of(state_words[std::size_t(state)]); }
Text words(Action action) { return text_of(action_words[std::size_t(action)]); }
Text words(Part part) { return text_of(words_of(part)); }

}  // namespace ward::city::incidents
