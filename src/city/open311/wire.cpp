#include "city/open311/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "base/json.h"
#include "city/open311/tree.h"
#include "formats/xml.h"

namespace ward::city::open311 {

namespace {

constexpr std::size_t most_bytes = 16 << 20, most_entries = 10'000;

// ---- the one description: visited to write and to read ----

template <class V>
void describe(V& v, Service& it) {
  v.required("service_code", it.code);
  v.required("service_name", it.name);
  v.text("description", it.description);
  v.boolean("metadata", it.metadata);
  v.word("type", it.type);
  v.joined("keywords", it.keywords);
  v.text("group", it.group);
}

template <class V>
void describe(V& v, Choice& it) {
  v.required("key", it.key);
  v.text("name", it.name);
}

template <class V>
void describe(V& v, Attribute& it) {
  v.boolean("variable", it.variable);
  v.required("code", it.code);
  v.word("datatype", it.datatype);
  v.boolean("required", it.required);
  v.text("datatype_description", it.datatype_description);
  v.integer("order", it.order);
  v.text("description", it.description);
  v.list("values", it.values);
}

template <class V>
void describe(V& v, Definition& it) {
  v.required("service_code", it.service_code);
  v.list("attributes", it.attributes);
}

template <class V>
void describe(V& v, ServiceRequest& it) {
  v.required("service_request_id", it.id);
  v.word("status", it.status);
  v.text("status_notes", it.status_notes);
  v.text("service_name", it.service_name);
  v.text("service_code", it.service_code);
  v.text("description", it.description);
  v.text("agency_responsible", it.agency_responsible);
  v.text("service_notice", it.service_notice);
  v.time("requested_datetime", it.requested);
  v.time("updated_datetime", it.updated);
  v.time("expected_datetime", it.expected);
  v.text("address", it.address);
  v.text("address_id", it.address_id);
  v.text("zipcode", it.zipcode);
  v.number("lat", it.latitude, 90);
  v.number("long", it.longitude, 180);
  v.text("media_url", it.media_url);
}

template <class V>
void describe(V& v, Created& it) {
  v.text("service_request_id", it.id);
  v.text("token", it.token);
  v.text("service_notice", it.service_notice);
  v.text("account_id", it.account_id);
}

template <class V>
void describe(V& v, TokenAnswer& it) {
  v.text("service_request_id", it.id);
  v.required("token", it.token);
}

template <class V>
void describe(V& v, Update& it) {
  v.required("update_id", it.id);
  v.required("service_request_id", it.request_id);
  v.word("status", it.status);
  v.time("updated_datetime", it.updated);
  v.text("description", it.description);
  v.text("media_url", it.media_url);
}

template <class V>
void describe(V& v, Fault& it) {
  v.integer("code", it.code);
  v.text("description", it.description);
}

template <class V>
void describe(V& v, Endpoint& it) {
  v.required("specification", it.specification);
  v.required("url", it.url);
  v.time("changeset", it.changeset);
  v.text("type", it.type);
  v.strings("formats", it.formats);
}

template <class V>
void describe(V& v, Discovery& it) {
  v.time("changeset", it.changeset);
  v.text("contact", it.contact);
  v.text("key_service", it.key_service);
  v.list("endpoints", it.endpoints);
}

// The name of a document: the root in XML, the beginning of paths.
template <class T>
constexpr std::string_view document_name{};
template <>
constexpr std::string_view document_name<std::vector<Service>> = "services";
template <>
constexpr std::string_view document_name<Definition> = "service_definition";
template <>
constexpr std::string_view document_name<std::vector<ServiceRequest>> = "service_requests";
template <>
constexpr std::string_view document_name<std::vector<Created>> = "service_requests";
template <>
constexpr std::string_view document_name<std::vector<TokenAnswer>> = "service_requests";
template <>
constexpr std::string_view document_name<std::vector<Update>> = "service_requests_updates";
template <>
constexpr std::string_view document_name<std::vector<Fault>> = "errors";
template <>
constexpr std::string_view document_name<Discovery> = "discovery";

// ---- writing ----

template <class T>
json::value to_value(const T& it);
template <class T>
json::value to_value(const std::vector<T>& all);

class Writer {
 public:
  void text(std::string_view key, const std::string& it) {
    put(key, it.empty() ? json::value() : json::value(json::string(it)));
  }
  void required(std::string_view key, const std::string& it) { put(key, json::string(it)); }
  void boolean(std::string_view key, bool it) { put(key, it); }
  void integer(std::string_view key, std::int64_t it) { put(key, it); }
  void number(std::string_view key, const std::optional<double>& it, double) {
    put(key, it ? json::value(*it) : json::value());
  }
  void time(std::string_view key, const std::optional<Time>& it) {
    if (!it) return put(key, nullptr);
    put(key, json::string(to_rfc3339(*it).substr(0, 19) + "Z"));
  }
  template <class E>
  void word(std::string_view key, E it) {
    const std::string_view found = words<E>[std::size_t(it)];
    put(key, json::string(found.data(), found.size()));
  }
  void joined(std::string_view key, const std::vector<std::string>& it) {
    text(key, fmt::format("{}", fmt::join(it, ",")));
  }
  void strings(std::string_view key, const std::vector<std::string>& it) {
    put(key, json::array(it.begin(), it.end()));
  }
  template <class T>
  void list(std::string_view key, const std::vector<T>& it) {
    put(key, to_value(it));
  }
  json::object take() { return std::move(object_); }

 private:
  void put(std::string_view key, json::value value) {
    object_.emplace(json::string_view(key.data(), key.size()), std::move(value));
  }
  json::object object_;
};

template <class T>
json::value to_value(const T& it) {
  Writer out;
  T copy = it;  // describe() is for reading, too
  describe(out, copy);
  return out.take();
}
template <class T>
json::value to_value(const std::vector<T>& all) {
  json::array list;
  for (const T& it : all) list.push_back(to_value(it));
  return list;
}

template <class T>
std::string write(const T& document, Format format) {
  const json::value value = to_value(document);
  return format == Format::json ? json::serialize(value) : to_xml(value, document_name<T>);
}

// ---- reading ----

// Reads one object; the first fault of the whole document is kept.
class Reader {
 public:
  Reader(const json::value& value, std::string path, std::optional<Error>& fault)
      : object_(value.if_object()), path_(std::move(path)), fault_(fault) {
    if (!object_) wrong("open311.document", path_, {"it is no object.", "不是对象。"});
  }

  void text(std::string_view key, std::string& it) { it = find_text(key); }
  void required(std::string_view key, std::string& it) {
    it = find_text(key);
    if (it.empty()) wrong("open311.missing", at(key), {"it is missing or empty.", "缺少内容。"});
  }
  void boolean(std::string_view key, bool& it) {
    const std::string found = find_token(key);
    if (!found.empty() && found != "true" && found != "false" && found != "1" && found != "0")
      return wrong("open311.value", at(key), {"it is neither true nor false.", "应为 true 或 false。"});
    if (!found.empty()) it = found == "true" || found == "1";
  }
  void integer(std::string_view key, std::int64_t& it) {
    const std::string found = find_token(key);
    if (found.empty()) return;
    const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), it);
    if (error != std::errc{} || end != found.data() + found.size())
      wrong("open311.value", at(key), {"it is no whole number.", "应为整数。"});
  }
  // Degrees, between -most and most, rounded to 1e-7 (1 cm): what JSON parsers add in the last digit goes.
  void number(std::string_view key, std::optional<double>& it, double most) {
    const std::string found = find_token(key);
    if (found.empty()) return;
    double value = 0;
    const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error != std::errc{} || end != found.data() + found.size() || !(std::abs(value) <= most))
      return wrong("open311.value", at(key), {"it is no number, or out of its range.", "不是数字，或超出范围。"});
    it = std::round(value * 1e7) / 1e7;
  }
  void time(std::string_view key, std::optional<Time>& it) {
    const std::string found = find_token(key);
    if (found.empty()) return;
    const auto value = parse_rfc3339(found);
    if (!value) return wrong("open311.value", at(key), value.error().message);
    it = std::chrono::floor<std::chrono::seconds>(*value);
  }
  template <class E>
  void word(std::string_view key, E& it) {
    std::string found = find_token(key);
    std::ranges::transform(found, found.begin(), [](unsigned char c) { return char(std::tolower(c)); });  // FixMyStreet
    const auto word = std::ranges::find(words<E>, found);
    if (word == words<E>.end())
      return wrong("open311.value", at(key),
                   {fmt::format("it must be one of: {}.", fmt::join(words<E>, ", ")),
                    fmt::format("应为以下之一：{}。", fmt::join(words<E>, "、"))});
    it = E(word - words<E>.begin());
  }
  void joined(std::string_view key, std::vector<std::string>& it) {
    const std::string all = find_text(key);
    std::string_view rest = all;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(','), rest.size());
      if (const auto word = xml::trimmed(rest.substr(0, end)); !word.empty()) it.emplace_back(word);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  void strings(std::string_view key, std::vector<std::string>& it) {
    each(key, [&](const json::value& entry, const std::string& path) { it.push_back(text_of(entry, path)); });
  }
  template <class T>
  void list(std::string_view key, std::vector<T>& it) {
    each(key, [&](const json::value& entry, const std::string& path) {
      Reader inside(entry, path, fault_);
      describe(inside, it.emplace_back());
    });
  }

 private:
  std::string at(std::string_view key) const { return fmt::format("{}.{}", path_, key); }
  void wrong(std::string code, const std::string& field, const Text& what) {
    if (fault_) return;
    fault_ = Error::make(ErrorKind::invalid, std::move(code),
                         {fmt::format("{}: {}", field, what.en), fmt::format("{}：{}", field, what.zh)}, field);
  }
  const json::value* find(std::string_view key) const {
    const json::value* value = object_ ? object_->if_contains(json::string_view(key.data(), key.size())) : nullptr;
    return value && !value->is_null() ? value : nullptr;
  }
  std::string text_of(const json::value& value, const std::string& path) {
    if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
    if (value.is_bool() || value.is_number()) return json::serialize(value);
    wrong("open311.value", path, {"it is no text.", "应为文本。"});
    return {};
  }
  std::string find_text(std::string_view key) {
    const json::value* value = find(key);
    return value ? text_of(*value, at(key)) : std::string();
  }
  std::string find_token(std::string_view key) { return std::string(xml::trimmed(find_text(key))); }
  template <class F>
  void each(std::string_view key, F read) {
    const json::value* value = find(key);
    if (!value) return;
    const json::array* list = value->if_array();
    if (!list) return wrong("open311.value", at(key), {"it is no list.", "应为列表。"});
    if (list->size() > most_entries)
      return wrong("open311.too_many", at(key), {"it has too many entries.", "条目过多。"});
    for (std::size_t i = 0; i < list->size(); ++i) read((*list)[i], fmt::format("{}[{}]", at(key), i));
  }

  const json::object* object_;
  const std::string path_;
  std::optional<Error>& fault_;
};

template <class T>
void read_document(const json::value& value, T& it, std::optional<Error>& fault) {
  Reader in(value, std::string(document_name<T>), fault);
  describe(in, it);
}
template <class T>
void read_document(const json::value& value, std::vector<T>& all, std::optional<Error>& fault) {
  const std::string name(document_name<std::vector<T>>);
  const json::array* list = value.if_array();
  if (!list || list->size() > most_entries) {
    fault = Error::make(ErrorKind::invalid, list ? "open311.too_many" : "open311.document",
                        list ? Text{"The document has too many entries.", "文档条目过多。"}
                             : Text{"The document is no list of " + name + ".", "文档不是 " + name + " 列表。"},
                        name);
    return;
  }
  for (std::size_t i = 0; i < list->size() && !fault; ++i) {
    Reader in((*list)[i], fmt::format("{}[{}]", name, i), fault);
    describe(in, all.emplace_back());
  }
}

}  // namespace

std::string to_wire(const std::vector<Service>& services, Format format) { return write(services, format); }
std::string to_wire(const Definition& definition, Format format) { return write(definition, format); }
std::string to_wire(const std::vector<ServiceRequest>& requests, Format format) { return write(requests, format); }
std::string to_wire(const std::vector<Created>& created, Format format) { return write(created, format); }
std::string to_wire(const std::vector<TokenAnswer>& tokens, Format format) { return write(tokens, format); }
std::string to_wire(const std::vector<Update>& updates, Format format) { return write(updates, format); }
std::string to_wire(const std::vector<Fault>& faults, Format format) { return write(faults, format); }
std::string to_wire(const Discovery& discovery, Format format) { return write(discovery, format); }

template <class T>
Result<T> from_wire(std::string_view text, Format format) {
  if (text.size() > most_bytes)
    return fail(ErrorKind::too_large, "open311.too_many", {"The document is too large.", "文档过大。"});
  WARD_TRY(value, format == Format::json ? parse_json(text) : from_xml(text, document_name<T>));
  T document{};
  std::optional<Error> fault;
  read_document(value, document, fault);
  if (fault) return std::unexpected(*fault);
  return document;
}

template Result<std::vector<Service>> from_wire(std::string_view, Format);
template Result<Definition> from_wire(std::string_view, Format);
template Result<std::vector<ServiceRequest>> from_wire(std::string_view, Format);
template Result<std::vector<Created>> from_wire(std::string_view, Format);
template Result<std::vector<TokenAnswer>> from_wire(std::string_view, Format);
template Result<std::vector<Update>> from_wire(std::string_view, Format);
template Result<std::vector<Fault>> from_wire(std::string_view, Format);
template Result<Discovery> from_wire(std::string_view, Format);

}  // namespace ward::city::open311
