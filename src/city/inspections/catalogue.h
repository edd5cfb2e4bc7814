// What a finding may lead to: the offences 违法行为 that a city inspects for, each with its legal basis and the limits
// of its fine. A city fills it in from the laws that hold there; the program knows no amounts of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace ward::city::inspections {

enum class Kind {
  instruction,  // 责令改正: put it right by a day
  notice,       // 书面通知: a written notice, nothing to be done
  fine,         // 罚款
};
std::string_view to_string(Kind kind);
std::optional<Kind> kind_from(std::string_view name);
Text words(Kind kind);

inline constexpr std::int64_t max_fen = 1'000'000'000;  // ten million yuan

// Amounts are fen 分, 1/100 yuan.
struct Offence {
  std::string code;         // a-z, 0-9 and _, at most 40; stays
  Text name;                // what is wrong
  std::string basis;        // law and article, as it stands in the decision: "《…条例》第二十八条第一款"
  std::vector<Kind> kinds;  // what it may lead to: at least one
  std::int64_t least_fen = 0, most_fen = 0;  // of a fine; 1 <= least <= most where `kinds` has one, else 0
  int days_to_correct = 15;                  // of an instruction, 1 to 365
  bool operator==(const Offence&) const = default;

  bool allows(Kind kind) const;
};

struct OffenceCatalogue {
  std::vector<Offence> offences;
  const Offence* find(std::string_view code) const;
  bool operator==(const OffenceCatalogue&) const = default;
};

// The offence by its code, when it may lead to that. Errors: "measure.offence" (none of the catalogue), "measure.kind".
Result<const Offence*> offence_for(const OffenceCatalogue& catalogue, const std::string& code, Kind kind);
// Whether a measure of this kind may have this amount. Errors: "measure.fen".
Result<> check_fen(const Offence& offence, Kind kind, std::int64_t fen);
// "500.00"
std::string yuan(std::int64_t fen);

// {"offences": [{"code": "tenant_undeclared", "name": {"en": "…", "zh": "…"}, "basis": "…", "kinds": ["instruction",
//  "fine"], "least_fen": 50000, "most_fen": 100000, "days_to_correct": 3}]}
json::value to_json(const OffenceCatalogue& catalogue);
// Errors name the field: "offence.code", "offence.twice", "offence.kinds", "offence.limits", and those of JsonReader.
Result<OffenceCatalogue> offences_from_json(const json::value& value);

}  // namespace ward::city::inspections
