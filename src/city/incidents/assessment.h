// 考核: how well units did, counted from the stages that are over. Every number says by which rule it was counted and
// which incidents are behind it, so that who is judged by it can look.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "city/incidents/incidents.h"

namespace ward::city::incidents {

// So many of so many incidents; both lists ascending, each incident once, the oldest first.
struct Figure {
  std::string name;           // "on_time.handling", "returned", "reopened", "exempt"
  Text rule;                  // how it is counted, in a sentence
  std::vector<Id> incidents;  // those that it counts
  std::vector<Id> among;      // of these
  bool operator==(const Figure&) const = default;
};

// Whose number a stage counts in, by the path of the unit: the one of `tops` (paths) that it lies in; with
// `right_below`, the unit right below that top that it lies in, or the top itself for its own. "" in no top.
std::string part_of(std::string_view path, std::span<const std::string> tops, bool right_below);

// on_time.<stage>: incidents that were in time whenever they passed through that stage, among those that passed through
//   it with a deadline; without those exempted by an appeal.
// returned, reopened: incidents returned or reopened at least once, among all.
// exempt: incidents with a stage that ended late and was exempted, among all.
struct Assessment {
  std::vector<Figure> all;
  std::map<std::string, std::vector<Figure>> by_part;  // by path, as `part` says of Finished::path
  std::map<std::string, std::vector<Figure>> by_type;
};

// `stages` in any order. A stage that was entered again counts again for whether its incident was in time.
Assessment assess(std::span<const Finished> stages, const std::function<std::string(const std::string& path)>& part);

// {"name", "rule": {"en", "zh"}, "value", "of"}
json::value to_json(const Figure& figure);

}  // namespace ward::city::incidents
