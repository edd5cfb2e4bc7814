#include "city/incidents/escalation.h"

#include <algorithm>

namespace ward::city::incidents {

namespace {

constexpr int further = 50;  // percent between the steps beyond the ladder's own

// The share of the term at which a step comes; nothing once the top of the chain was reached.
std::optional<int> share_of(int step, std::size_t levels, const Ladder& ladder) {
  if (std::size_t(step) < ladder.shares.size()) return ladder.shares[std::size_t(step)];
  if (std::size_t(step) < levels) return ladder.shares.back() + further * (step + 1 - int(ladder.shares.size()));
  return std::nullopt;
}

// Where every minute counts two hours may be longer than all the time there is.
Millis holds(const calendar::Term& term, const Ladder& ladder) {
  if (term.pace == calendar::Pace::working_days) return ladder.holds;
  return std::min(ladder.holds, Millis(std::chrono::minutes{term.amount}));
}

std::optional<Time> latest(std::span<const Time> moments, Time since) {
  std::optional<Time> out;
  for (const Time moment : moments)
    if (moment >= since && (!out || moment > *out)) out = moment;
  return out;
}

}  // namespace

std::optional<Due> next_due(const Incident& incident, const calendar::Calendar& calendar, std::span<const Id> chain,
                            std::span<const Page> pages, std::span<const Time> acknowledged, const Ladder& ladder) {
  const Stage& stage = incident.stage;
  const auto term = extended_term(stage);
  if (!term || !stage.deadline || chain.empty()) return std::nullopt;

  int step = 0;
  Time last_page = stage.entered;
  for (const Page& page : pages)
    if (page.at >= stage.entered) {
      step = std::max(step, page.step + 1);
      last_page = std::max(last_page, page.at);
    }

  const auto heard = latest(acknowledged, stage.entered);
  const Time quiet_until = heard ? calendar::after(calendar, term->pace, *heard, holds(*term, ladder)) : stage.entered;
  Time at = quiet_until;
  if (const auto share = share_of(step, chain.size(), ladder))
    at = std::max(at, calendar::share_reached(calendar, *term, stage.entered, *share, stage.pauses));
  else if (!heard || *heard < last_page)
    return std::nullopt;
  return Due{at, step, chain[std::min(std::size_t(step), chain.size() - 1)]};
}

}  // namespace ward::city::incidents
