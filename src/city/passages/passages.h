// A passage: a person, or an unknown one, at a gate. The same type at the door and in the centre.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city {

enum class Outcome { admit, refuse, retest, call_staff };
std::string_view to_string(Outcome outcome);

// Why a gate decided as it did, and what to do next. A passage may carry several; the first is the one shown.
enum class Reason {
  fever,
  mask_missing,
  mask_badly_worn,
  mask_unsure,
  unknown_person,
  spoof_suspected,
  face_too_small,
  face_blurred,
  face_turned,
  face_cut_off,
  face_dark,
  glasses,
  grey_zone,  // too near the threshold to say; measured again
  sensor_fault,
  black_body_lost,
  out_of_room_limits,
  whitelist_stale,
  camera_fault,
  several_people,
  open_all,       // fire: everything is open
  storage_fault,  // the gate's own journal cannot be written
};
std::string_view to_string(Reason reason);
Text explain(Reason reason);  // one sentence: why
Text advise(Reason reason);   // one sentence: what to do now ("" where nothing can be done)

enum class Method { face, code, card, staff };  // how the person was known; face recognition is never the only way in
std::string_view to_string(Method method);

struct Passage {
  Id id;
  Id device;                         // the gate
  Time at;                           // the gate's clock
  std::int64_t clock_offset_ms = 0;  // gate minus server when last compared, for judging `at`
  std::optional<Id> person;          // nobody: a stranger, or recognition off
  Method method = Method::face;
  std::optional<int> similarity_milli;   // cosine x 1000
  std::optional<int> temperature_cc;     // estimate of the oral temperature, 1/100 °C
  std::optional<int> temperature_sd_cc;  // 1 SD
  std::string temperature_method;        // "" without a temperature
  bool simulated = false;                // painted, not measured: temperature and warmth
  std::string mask;                      // "none", "worn", "badly_worn", "unsure", "" when not looked at
  std::optional<int> live_milli, warmth_milli;
  int shots = 1;  // how many measurements
  Outcome outcome = Outcome::refuse;
  std::vector<Reason> reasons;
  bool opened = false;  // the barrier was told to open
  std::string policy_version;
  std::optional<Id> capture;  // a picture kept of it
};

// By name; nothing for an unknown one.
std::optional<Outcome> outcome_from(std::string_view name);
std::optional<Reason> reason_from(std::string_view name);
std::optional<Method> method_from(std::string_view name);

json::value to_json(const Passage& passage);
// Errors name the field; `path` is put before it ("passages[3]").
Result<Passage> passage_from_json(const json::value& value, std::string path = {});

}  // namespace ward::city
