// How a site's gates decide. A file at the gate (policy.toml), changed from the server. Plain data; the decision itself
// is gate/decision. Units are in the names: cc is 1/100 °C, milli is 1/1000.
#pragma once

#include <string>

#include "base/config.h"
#include "base/json.h"
#include "base/result.h"

namespace ward::city {

enum class Level { hard, soft, off };  // hard: refuse; soft: admit and record; off: not looked at
enum class Order { temperature_first, recognition_first, temperature_only };
enum class Strangers { refuse, call_staff, admit };
enum class MaskedRecognition { allow, lower_mask };  // lower_mask: a masked face alone does not open
enum class Fail { secure, safe };                    // what the barrier does when the gate cannot judge
enum class KeepPictures { none, refused, all };

struct Policy {
  Order order = Order::recognition_first;
  Level mask = Level::soft;
  Level temperature = Level::hard;
  Level liveness = Level::hard;
  int threshold_cc = 3730;
  int grey_zone_cc = 25;
  int max_retests = 2;
  int retest_wait_s = 0;
  Strangers strangers = Strangers::refuse;
  MaskedRecognition masked_recognition = MaskedRecognition::lower_mask;
  bool accept_passes = true;
  Fail fail = Fail::secure;
  bool open_all = false;
  int whitelist_max_age_h = 72;
  double false_accept_rate = 1e-3;
  int min_live_milli = 500;
  int min_warmth_milli = 500;
  KeepPictures keep_pictures = KeepPictures::refused;
  int hold_open_s = 5;

  // Digest of everything above: the same policy has the same version.
  std::string version() const;
  bool operator==(const Policy&) const = default;
};

json::value to_json(const Policy& policy);                  // with "version"
Result<Policy> policy_from_json(const json::value& value);  // "version" may be there and is not read
Result<Policy> policy_from_config(Config& config);          // the keys of policy.toml, by the same names

}  // namespace ward::city
