#include "city/inspections/measure_state.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "base/words.h"

namespace ward::city::inspections {

namespace {

constexpr Parts inspector = Parts(Part::inspector), office = Parts(Part::office), chief = Parts(Part::chief),
                party = Parts(Part::party), reviewer = Parts(Part::reviewer);
constexpr bool why = true;  // with words

using S = State;
using A = Action;
constexpr Rule rules[] = {
    {S::proposed, A::tell, inspector | office, S::told, why, For::fines},
    {S::proposed, A::decide, inspector | chief, S::decided, !why, For::not_fines},
    {S::proposed, A::drop, chief, S::dropped, why},

    {S::told, A::decide, chief, S::decided, why, For::fines},
    {S::told, A::drop, chief, S::dropped, why},

    {S::decided, A::deliver, inspector | office, S::delivered, !why, For::not_notices},
    {S::decided, A::deliver, inspector | office, S::carried_out, !why, For::notices},
    {S::decided, A::withdraw, chief, S::withdrawn, why},

    {S::delivered, A::ask_review, party, S::appealed, why},
    {S::delivered, A::sue, party, S::appealed, why},
    {S::delivered, A::carry_out, office, S::carried_out, why},
    {S::delivered, A::set_overdue, office, S::overdue},
    {S::delivered, A::defer, chief, S::delivered, why},
    {S::delivered, A::withdraw, chief, S::withdrawn, why},

    {S::appealed, A::take_back, party, S::upheld, why},
    {S::appealed, A::uphold, reviewer, S::upheld, why},
    {S::appealed, A::reduce, reviewer, S::reduced, why, For::fines},
    {S::appealed, A::withdraw, reviewer | chief, S::withdrawn, why},
    {S::appealed, A::carry_out, office, S::appealed, why, For::not_notices},

    {S::upheld, A::sue, party, S::appealed, why},
    {S::upheld, A::carry_out, office, S::carried_out, why},
    {S::upheld, A::set_overdue, office, S::overdue},
    {S::upheld, A::defer, chief, S::upheld, why},
    {S::upheld, A::withdraw, chief, S::withdrawn, why},

    {S::reduced, A::sue, party, S::appealed, why},
    {S::reduced, A::carry_out, office, S::carried_out, why},
    {S::reduced, A::set_overdue, office, S::overdue},
    {S::reduced, A::defer, chief, S::reduced, why},
    {S::reduced, A::withdraw, chief, S::withdrawn, why},

    {S::carried_out, A::ask_review, party, S::appealed, why},
    {S::carried_out, A::sue, party, S::appealed, why},
    {S::carried_out, A::withdraw, chief, S::withdrawn, why},

    {S::overdue, A::ask_review, party, S::appealed, why},
    {S::overdue, A::sue, party, S::appealed, why},
    {S::overdue, A::carry_out, office, S::carried_out, why},
    {S::overdue, A::defer, chief, S::delivered, why},
    {S::overdue, A::withdraw, chief, S::withdrawn, why},
};

constexpr bool holds(For kinds, Kind kind) {
  switch (kinds) {
    case For::all:
      return true;
    case For::fines:
      return kind == Kind::fine;
    case For::not_fines:
      return kind != Kind::fine;
    case For::notices:
      return kind == Kind::notice;
    case For::not_notices:
      return kind != Kind::notice;
  }
  return false;
}

constexpr Kind all_kinds[] = {Kind::instruction, Kind::notice, Kind::fine};

// Every state that is not final can be left, by somebody of the authority alone as well as by others: nobody waits for
// a party that does not move.
constexpr bool nothing_is_stuck() {
  for (std::size_t s = 0; s < state_count; ++s)
    for (const Kind kind : all_kinds) {
      bool out = is_final(S(s)) || (S(s) == S::told && kind != Kind::fine);
      for (const Rule& rule : rules)
        out |= rule.from == S(s) && rule.to != S(s) && holds(rule.kinds, kind) &&
               (rule.parts & (office | chief | reviewer));
      if (!out) return false;
    }
  return true;
}
static_assert(nothing_is_stuck());

// From nothing before `delivered` does a row lead behind it but delivery itself.
constexpr bool nothing_before_delivery() {
  for (const Rule& rule : rules) {
    const bool before = rule.from == S::proposed || rule.from == S::told || rule.from == S::decided;
    const bool stays = rule.to == S::told || rule.to == S::decided || is_final(rule.to);
    if (before && !stays && rule.action != A::deliver) return false;
  }
  return true;
}
static_assert(nothing_before_delivery());

constexpr bool no_inspector_decides_a_fine() {
  for (const Rule& rule : rules)
    if (rule.action == A::decide && holds(rule.kinds, Kind::fine) && rule.parts != chief) return false;
  return true;
}
static_assert(no_inspector_decides_a_fine());

constexpr bool no_row_twice() {
  for (const Rule& a : rules)
    for (const Rule& b : rules)
      if (&a != &b && a.from == b.from && a.action == b.action && a.kinds == b.kinds) return false;
  return true;
}
static_assert(no_row_twice());

constexpr Words state_words[] = {
    {"proposed", "proposed", "拟办"},
    {"told", "told of", "已告知"},
    {"decided", "decided", "已决定"},
    {"delivered", "delivered", "已送达"},
    {"appealed", "under review", "复议或诉讼中"},
    {"upheld", "upheld", "已维持"},
    {"reduced", "reduced", "已变更"},
    {"withdrawn", "withdrawn", "已撤销"},
    {"carried_out", "carried out", "已履行"},
    {"overdue", "overdue", "逾期未履行"},
    {"dropped", "dropped", "不予处理"},
};
static_assert(std::size(state_words) == state_count);

constexpr Words action_words[] = {
    {"propose", "propose", "拟办"},
    {"tell", "tell", "告知"},
    {"decide", "decide", "决定"},
    {"drop", "drop", "不予处理"},
    {"deliver", "deliver", "送达"},
    {"ask_review", "ask for reconsideration", "申请行政复议"},
    {"sue", "sue", "提起行政诉讼"},
    {"take_back", "take the appeal back", "撤回申请或起诉"},
    {"uphold", "uphold", "维持"},
    {"reduce", "reduce", "变更"},
    {"withdraw", "withdraw", "撤销"},
    {"carry_out", "write down that it was carried out", "登记履行"},
    {"set_overdue", "set overdue", "登记逾期"},
    {"defer", "defer", "延期或分期"},
};
static_assert(std::size(action_words) == action_count);

constexpr Words part_words[] = {{"inspector", "the inspectors", "检查人员"},
                                {"office", "the office", "承办单位"},
                                {"chief", "the head of the authority", "行政机关负责人"},
                                {"party", "the party", "当事人"},
                                {"reviewer", "the reviewing body", "复议机关或法院"}};

const Words& words_of(Part part) { return part_words[std::countr_zero(unsigned(part))]; }

}  // namespace

std::span<const Rule> table() { return rules; }

const Rule* rule_for(State state, Action action, Kind kind) {
  const auto found = std::ranges::find_if(
      rules, [&](const Rule& rule) { return rule.from == state && rule.action == action && holds(rule.kinds, kind); });
  return found == std::end(rules) ? nullptr : found;
}

std::vector<Action> possible(State state, Parts parts, Kind kind) {
  std::vector<Action> out;
  for (const Rule& rule : rules)
    if (rule.from == state && (rule.parts & parts) && holds(rule.kinds, kind)) out.push_back(rule.action);
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

}  // namespace ward::city::inspections
