// Questions of an ODK XForm (ODK XForms Specification, getodk.github.io/xforms-spec): a form that was written for
// another program asks its questions in Ward's rounds and inspections.
//
// Taken: input of text, whole and decimal numbers, dates and booleans; one answer of several (select1, with its items
// in place or in a secondary instance); several answers (select), as a question of yes or no for each; pictures. Groups
// are flattened. Left out, and named: whatever else is asked, and what a question depends on, for Ward's forms have no
// conditions: such a question is asked always, and never required.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "city/incidents/catalogue.h"

namespace ward::city::rounds {

struct LeftOut {
  std::string name;  // path of the question in the form's data
  Text why;
};

struct XForm {
  std::string title;
  std::vector<incidents::Field> form;  // one at least, with keys of their own
  std::vector<LeftOut> left_out = {};
};

// Errors: those of xml::parse(); "xform.not_one", "xform.nothing" (no question that can be asked), "xform.too_many".
Result<XForm> read_xform(std::string_view document);

}  // namespace ward::city::rounds
