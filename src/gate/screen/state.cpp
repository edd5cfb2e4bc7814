#include "gate/screen/state.h"

namespace ward::gate {

namespace {

Mood mood_of(const Decision& decision) {
  if (decision.hold_open) return Mood::open_all;
  switch (decision.outcome) {
    case city::Outcome::admit:
      return Mood::admitted;
    case city::Outcome::refuse:
      return Mood::refused;
    case city::Outcome::retest:
      return Mood::retest;
    case city::Outcome::call_staff:
      return Mood::staff;
  }
  return Mood::fault;
}

json::array to_json(const std::vector<Text>& texts) {
  json::array out;
  for (const Text& text : texts)
    if (!text.en.empty()) out.push_back({{"en", text.en}, {"zh", text.zh}});
  return out;
}

}  // namespace

std::string_view to_string(Mood mood) {
  switch (mood) {
    case Mood::idle:
      return "idle";
    case Mood::looking:
      return "looking";
    case Mood::guiding:
      return "guiding";
    case Mood::retest:
      return "retest";
    case Mood::admitted:
      return "admitted";
    case Mood::refused:
      return "refused";
    case Mood::staff:
      return "staff";
    case Mood::fault:
      return "fault";
    case Mood::open_all:
      return "open_all";
  }
  return "fault";
}

json::value to_json(const ScreenState& state) {
  return {{"mood", to_string(state.mood)},
          {"asks", state.asks},
          {"why", to_json(state.why)},
          {"what", to_json(state.what)},
          {"temperature_cc", or_null(state.temperature_cc)},
          {"temperature_sd_cc", or_null(state.temperature_sd_cc)},
          {"simulated", state.simulated},
          {"name", state.name},
          {"wait_s", state.wait_s},
          {"passage", state.passage}};
}

ScreenState screen_of(const Decision& decision, const city::Passage& passage, const std::string& name) {
  ScreenState state;
  state.mood = mood_of(decision);
  for (const city::Reason reason : decision.reasons) {
    state.why.push_back(city::explain(reason));
    state.what.push_back(city::advise(reason));
  }
  if (decision.show_temperature) {
    state.temperature_cc = passage.temperature_cc;
    state.temperature_sd_cc = passage.temperature_sd_cc;
    state.simulated = passage.simulated;
  }
  if (decision.identify && decision.open) state.name = name;
  state.wait_s = static_cast<int>(decision.wait.count());
  state.passage = passage.id.str();
  return state;
}

ScreenState screen_of(Guidance guidance) {
  ScreenState state;
  state.mood = Mood::guiding;
  state.asks = to_string(guidance);
  state.what.push_back(say(guidance));
  return state;
}

}  // namespace ward::gate
