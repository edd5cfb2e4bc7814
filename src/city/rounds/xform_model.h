// What the model of an ODK XForm says of its questions besides: their types, words in several languages, lists of
// choices. For xform.cpp alone.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "city/incidents/catalogue.h"
#include "formats/xml.h"

namespace ward::city::rounds::xform {

inline constexpr std::size_t longest_name = 100;  // characters

// The first child of this name, of whatever namespace: a form mixes those of XForms and of XHTML.
const xml::Element* child(const xml::Element& parent, std::string_view name);
std::string attribute(const xml::Element& element, std::string_view name);
// All that is written in an element and in those within it: a label may have <output/> in its middle.
std::string words_in(const xml::Element& element);
// At most so many characters of it.
std::string shortened(std::string text, std::size_t most);
// Letters a to z, digits and _: whatever else is written becomes _.
std::string code_of(std::string_view name);
// The same as `wanted`, or with a number behind it when it is taken.
std::string free_code(const std::string& wanted, const std::function<bool(const std::string&)>& is_taken);

struct Bind {
  std::string type = "string";
  bool required = false, read_only = false, depends = false, computed = false;
};

class Model {
 public:
  // Of the element <model>, which must outlive it.
  explicit Model(const xml::Element& model);
  // By the path of the question.
  Bind bind(const std::string& path) const;
  // Of a control or an item. A label that says nothing leaves `otherwise`.
  Text label(const xml::Element& element, const std::string& otherwise) const;
  // The items in a control, or those of the list that it names.
  std::vector<incidents::Choice> choices_of(const xml::Element& control) const;

 private:
  void take_bind(const xml::Element& one);
  void take_words(const xml::Element& itext);
  Text in_languages(const std::string& id, const std::string& otherwise) const;
  Text label_of_item(const xml::Element& item, const std::string& label_name, const std::string& otherwise) const;
  std::vector<incidents::Choice> choices_in(const xml::Element& itemset) const;

  std::map<std::string, Bind> binds_;                                // by the path of their question
  std::map<std::string, std::map<std::string, std::string>> words_;  // by id, then by language
  std::map<std::string, const xml::Element*> instances_;             // by id
  std::string default_language_;
};

}  // namespace ward::city::rounds::xform
