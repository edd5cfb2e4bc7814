// XML from outside, piece by piece, over expat. What attacks parsers is refused before anything is done with it: a
// DOCTYPE (with it every entity of the document's own, inside or outside) and nesting without end.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"

namespace ward::xml {

// The attributes of one element; valid only inside XmlHandler::start.
class AttributeList {
 public:
  explicit AttributeList(const char** pairs) : pairs_(pairs) {}
  // The value of the attribute `name` of no namespace; nullptr when it is absent.
  const char* find(std::string_view name) const;
  // The value of the attribute `name` of any namespace that ends in `ns_end`; nullptr when it is absent.
  const char* find(std::string_view ns_end, std::string_view name) const;
  // Calls `each(ns, name, value)` in the document's order.
  template <class F>
  void each(F f) const {
    for (const char** at = pairs_; *at; at += 2) {
      const auto [ns, name] = split(*at);
      f(ns, name, std::string_view(at[1]));
    }
  }

 private:
  static std::pair<std::string_view, std::string_view> split(std::string_view joined);
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view ns, std::string_view name, const AttributeList& attributes) = 0;
  virtual void end(std::string_view ns, std::string_view name) = 0;
  // Character data; one text may come in several pieces. CDATA comes here too; comments never do.
  virtual void text(std::string_view text) = 0;
};

class XmlParser {
 public:
  // `handler` must outlive it. Elements may lie in each other `max_depth` deep.
  XmlParser(XmlHandler& handler, int max_depth);
  ~XmlParser();
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;

  // Errors: "xml.syntax", "xml.doctype", "xml.depth", each with the line; or what the handler gave to stop(). After an
  // error nothing more is read.
  Result<> feed(std::string_view bytes, bool last);
  // For the handler: ends the reading with this error, whose sentences are the handler's own.
  void stop(Error error);
  bool stopped() const;
  int line() const;  // where the reading is, from 1

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ward::xml
