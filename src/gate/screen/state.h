// What the screen at the gate says at this moment. Both languages travel together; the page shows them together.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "gate/decision/decision.h"

namespace ward::gate {

enum class Mood {
  idle,     // nobody is here: the notice who processes what
  looking,  // a face is being looked at
  guiding,  // the person is asked for something
  retest,   // measured again in a moment
  admitted,
  refused,
  staff,     // somebody comes
  fault,     // the gate cannot work: camera
  open_all,  // fire: go through
};
std::string_view to_string(Mood mood);

struct ScreenState {
  Mood mood = Mood::idle;
  std::string_view asks;   // name of the guidance, for its drawing
  std::vector<Text> why;   // the reasons, the deciding one first; a guidance's own sentence
  std::vector<Text> what;  // what to do now
  std::optional<int> temperature_cc, temperature_sd_cc;
  bool simulated = false;
  std::string name;     // of the person admitted, where the site shows names; nobody else's ever
  int wait_s = 0;       // seconds until the person is measured again; 0: nothing to wait for
  std::string passage;  // its id, where this is the answer to one: the next person's same answer is another one

  bool operator==(const ScreenState&) const = default;
};
json::value to_json(const ScreenState& state);

// What a decision says to the person it is about. `name`: empty where the site shows none.
ScreenState screen_of(const Decision& decision, const city::Passage& passage, const std::string& name);
ScreenState screen_of(Guidance guidance);

}  // namespace ward::gate
