#include "formats/xml_events.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace ward::xml {

namespace {

// Between namespace and name in what expat hands over; it refuses a namespace that holds it itself.
constexpr char separator = '\n';

std::pair<std::string_view, std::string_view> split_name(std::string_view joined) {
  const auto at = joined.find(separator);
  if (at == std::string_view::npos) return {{}, joined};
  return {joined.substr(0, at), joined.substr(at + 1)};
}

}  // namespace

std::pair<std::string_view, std::string_view> AttributeList::split(std::string_view joined) {
  return split_name(joined);
}

const char* AttributeList::find(std::string_view name) const {
  for (const char** at = pairs_; *at; at += 2)
    if (name == *at) return at[1];
  return nullptr;
}

const char* AttributeList::find(std::string_view ns_end, std::string_view name) const {
  for (const char** at = pairs_; *at; at += 2)
    if (const auto [ns, local] = split_name(*at); local == name && ns.ends_with(ns_end)) return at[1];
  return nullptr;
}

struct XmlParser::Impl {
  Impl(XmlHandler& h, int depth_limit)
      : handler(h), max_depth(depth_limit), expat(XML_ParserCreateNS(nullptr, separator)) {
    XML_SetUserData(expat, this);
    XML_SetElementHandler(expat, on_start, on_end);
    XML_SetCharacterDataHandler(expat, on_text);
    XML_SetStartDoctypeDeclHandler(expat, on_doctype);
  }
  ~Impl() { XML_ParserFree(expat); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void stop(Error error) {
    if (!fault) fault = std::move(error);
    XML_StopParser(expat, XML_FALSE);
  }
  void stop(std::string code, const char* en, const char* zh) {
    stop(Error::make(ErrorKind::invalid, std::move(code),
                     {fmt::format("Line {}: {}", line(), en), fmt::format("第 {} 行：{}", line(), zh)}));
  }
  int line() const { return int(XML_GetCurrentLineNumber(expat)); }

  static void on_start(void* self, const char* joined, const char** attributes) {
    auto& impl = *static_cast<Impl*>(self);
    if (impl.fault) return;
    if (++impl.depth > impl.max_depth)
      return impl.stop("xml.depth", "the elements lie too deep in each other.", "元素嵌套过深。");
    const auto [ns, name] = split_name(joined);
    impl.handler.start(ns, name, AttributeList(attributes));
  }
  static void on_end(void* self, const char* joined) {
    auto& impl = *static_cast<Impl*>(self);
    if (impl.fault) return;
    --impl.depth;
    const auto [ns, name] = split_name(joined);
    impl.handler.end(ns, name);
  }
  static void on_text(void* self, const char* text, int length) {
    auto& impl = *static_cast<Impl*>(self);
    if (!impl.fault) impl.handler.text({text, std::size_t(length)});
  }
  static void on_doctype(void* self, const char*, const char*, const char*, int) {
    static_cast<Impl*>(self)->stop("xml.doctype", "documents with a DOCTYPE or entities of their own are refused.",
                                   "不接受带有 DOCTYPE 或自定义实体的文档。");
  }

  XmlHandler& handler;
  const int max_depth;
  int depth = 0;
  std::optional<Error> fault;
  XML_Parser expat;
};

XmlParser::XmlParser(XmlHandler& handler, int max_depth) : impl_(std::make_unique<Impl>(handler, max_depth)) {}
XmlParser::~XmlParser() = default;

void XmlParser::stop(Error error) { impl_->stop(std::move(error)); }
bool XmlParser::stopped() const { return impl_->fault.has_value(); }
int XmlParser::line() const { return impl_->line(); }

Result<> XmlParser::feed(std::string_view bytes, bool last) {
  constexpr std::size_t most = 1 << 20;  // expat counts in int
  do {
    if (impl_->fault) return std::unexpected(*impl_->fault);
    const std::string_view piece = bytes.substr(0, most);
    bytes.remove_prefix(piece.size());
    const auto status = XML_Parse(impl_->expat, piece.data(), int(piece.size()), last && bytes.empty());
    if (impl_->fault) return std::unexpected(*impl_->fault);
    if (status == XML_STATUS_OK) continue;
    const char* why = XML_ErrorString(XML_GetErrorCode(impl_->expat));
    impl_->fault = Error::make(ErrorKind::invalid, "xml.syntax",
                               {fmt::format("Line {}: this is not well-formed XML ({}).", line(), why),
                                fmt::format("第 {} 行：XML 格式不正确（{}）。", line(), why)});
    return std::unexpected(*impl_->fault);
  } while (!bytes.empty());
  return {};
}

}  // namespace ward::xml
