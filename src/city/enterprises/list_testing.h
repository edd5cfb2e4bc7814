// For tests of lists: lays a plan over what is known, as if it were stored.
#pragma once

#include <algorithm>

#include "city/enterprises/list_plan.h"

namespace ward::city::enterprises {

inline void lay(Known& known, const ListPlan& plan) {
  std::unordered_map<Id, const Entry*> changed;
  for (const Entry& one : plan.changed_enterprises) changed.emplace(one.id, &one);
  for (Entry& one : known.enterprises)
    if (const auto found = changed.find(one.id); found != changed.end()) one = *found->second;
  known.enterprises.insert(known.enterprises.end(), plan.new_enterprises.begin(), plan.new_enterprises.end());
}

}  // namespace ward::city::enterprises
