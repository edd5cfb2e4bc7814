#include "city/units/within.h"

#include "city/units/units.h"

namespace ward::city::units {

namespace {

std::string any_of(const std::vector<std::string>& tops, std::vector<storage::Value>& values, bool above) {
  if (tops.empty()) return "(1 = 0)";
  std::string any;
  for (const std::string& top : tops) {
    if (!any.empty()) any += " OR ";
    any += "(u.path >= ? AND u.path < ?)";
    values.insert(values.end(), {top, top.empty() ? std::string("~") : end_of(top)});
    if (!above) continue;
    any += " OR substr(?, 1, length(u.path)) = u.path";
    values.emplace_back(top);
  }
  return "(" + any + ")";
}

}  // namespace

std::string within(const std::vector<std::string>& tops, std::vector<storage::Value>& values) {
  return any_of(tops, values, false);
}

std::string within_or_above(const std::vector<std::string>& tops, std::vector<storage::Value>& values) {
  return any_of(tops, values, true);
}

}  // namespace ward::city::units
