#include "city/residents/record.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/residents/country.h"
#include "city/version.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t most_texts = 20;  // spellings, phones, documents of one record

template <class T>
void fill(std::optional<T>& field, const std::optional<T>& other) {
  if (!field) field = other;
}

std::vector<std::string> texts_in(JsonReader& in, std::string_view key, std::size_t longest) {
  std::vector<std::string> texts;
  const auto* list = in.maybe_array(key, most_texts);
  if (!list) return texts;
  for (const json::value& one : *list) {
    const auto* text = one.if_string();
    if (text && !text->empty() && text->size() <= longest)
      texts.emplace_back(text->c_str());
    else
      in.fault(key, "field.type", {"Texts are expected.", "应为文本列表。"});
  }
  return texts;
}

// Of a JSON text; a fault when it is none.
std::optional<Date> maybe_date(JsonReader& in, std::string_view key) {
  const auto text = in.maybe_text(key, 10, 10);
  if (!text) return std::nullopt;
  const auto date = parse_date(*text);
  if (date) return *date;
  in.fault(key, date.error().code, date.error().message);
  return std::nullopt;
}

Date date(JsonReader& in, std::string_view key) {
  if (in.has(key)) return maybe_date(in, key).value_or(Date{});
  in.text(key, 10, 10);  // says that it is missing
  return {};
}

Result<DocumentInput> document_from_json(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  DocumentInput input{.kind = document_kind_from(in.choice("kind", {"resident_card", "passport", "hk_macao_permit",
                                                                    "taiwan_permit", "foreigner_card", "other"}))
                                  .value_or(DocumentKind::other)};
  input.country = in.maybe_text("country", 0, 60).value_or("");
  input.number = in.maybe_text("number", 1, 100).value_or("");
  input.last = in.maybe_text("last", 1, 4).value_or("");
  if (input.number.empty() == input.last.empty())
    in.fault("number", "document.number",
             {"A document is given by its number, or by the end of one that is stored.",
              "请填写证件号码，或以已存证件号码的末尾几位指明。"});
  WARD_CHECK(in.finish());
  return input;
}

void read_documents(JsonReader& in, PersonInput& input, const std::string& path) {
  const auto* list = in.maybe_array("documents", most_texts);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const std::string at = fmt::format("documents[{}]", i);
    const auto document = document_from_json((*list)[i], path.empty() ? at : path + "." + at);
    if (document)
      input.documents.push_back(*document);
    else
      in.fault(document.error());
  }
}

// {tenancy, room, since}
Result<std::pair<Id, TenancyInput>> home_from_json(const Id& resident, const json::value& value) {
  JsonReader in(value, "home");
  const Id id = in.id("tenancy");
  TenancyInput input{.resident = resident, .room = in.id("room"), .since = date(in, "since")};
  WARD_CHECK(in.finish());
  return std::pair(id, input);
}

bool overlap(const Tenancy& a, const Tenancy& b) {
  return (!a.until || b.since < *a.until) && (!b.until || a.since < *b.until);
}

}  // namespace

Person together(std::span<const Person> records) {
  Person person = records.front();
  for (const Person& other : records.subspan(1)) {
    if (other.name != person.name) add_new(person.spellings, {other.name});
    add_new(person.spellings, other.spellings);
    add_new(person.documents, other.documents);
    add_new(person.phones, other.phones);
    fill(person.birth, other.birth);
    fill(person.sex, other.sex);
    fill(person.nationality, other.nationality);
  }
  std::erase(person.spellings, person.name);
  return person;
}

PersonInput person_in(JsonReader& in, const Id& id, const std::string& path, Date today) {
  PersonInput input{.person = {.id = id, .name = in.text("name", 1, 100)}, .documents = {}};
  Person& person = input.person;
  person.spellings = texts_in(in, "spellings", 300);
  person.phones = texts_in(in, "phones", 40);
  person.birth = maybe_date(in, "birth");
  if (person.birth && *person.birth > today)
    in.fault("birth", "resident.birth", {"This day is still to come.", "该日期尚未到来。"});
  if (in.has("sex")) person.sex = sex_from(in.choice("sex", {"female", "male"}));
  const auto nationality = in.maybe_text("nationality", 0, 60);
  read_documents(in, input, path);
  if (nationality && !nationality->empty()) {
    if (const auto country = read_country(*nationality, "nationality"))
      person.nationality = *country;
    else
      in.fault("nationality", country.error().code, country.error().message);
  }
  return input;
}

Result<RecordInput> record_from_json(const Id& id, const json::value& value, Date today) {
  JsonReader in(value);
  PersonInput read = person_in(in, id, "", today);
  RecordInput input{.person = std::move(read.person), .documents = std::move(read.documents)};
  input.version = in.integer("version", 0, max_version);
  if (const auto* home = in.maybe_any("home")) {
    WARD_TRY(where, home_from_json(id, *home));
    input.home = where;
  }
  WARD_CHECK(in.finish());
  return input;
}

Result<std::vector<KeptDocument>> kept(const std::vector<DocumentInput>& documents,
                                       const std::vector<KeptDocument>& stored, crypto::ByteView key, Date today) {
  std::vector<KeptDocument> all;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const DocumentInput& one = documents[i];
    if (!one.number.empty()) {
      auto read = read_document(one.kind, one.number, one.country, today);
      if (!read) {
        read.error().field = fmt::format("documents[{}].{}", i, read.error().field == "country" ? "country" : "number");
        return std::unexpected(read.error());
      }
      add_new(all, {keep(*read, key)});
      continue;
    }
    const auto found = std::ranges::find_if(stored, [&](const KeptDocument& other) {
      const bool of_country = one.country.empty() || read_country(one.country).value_or("") == other.country;
      return other.kind == one.kind && other.last == one.last && of_country &&
             std::ranges::find(all, other) == all.end();
    });
    if (found == stored.end())
      return fail(ErrorKind::invalid, "document.not_stored",
                  {fmt::format("No stored document ends with {}.", one.last),
                   fmt::format("没有末尾为 {} 的已存证件。", one.last)},
                  fmt::format("documents[{}].last", i));
    add_new(all, {*found});
  }
  return all;
}

Result<TenancyInput> tenancy_from_json(const json::value& value) {
  JsonReader in(value);
  TenancyInput input{.resident = in.id("resident"), .room = in.id("room"), .since = date(in, "since")};
  input.until = maybe_date(in, "until");
  input.version = in.integer("version", 0, max_version);
  WARD_CHECK(in.finish());
  if (!input.until || input.since <= *input.until) return input;
  return fail(ErrorKind::invalid, "tenancy.order", {"It ends before it begins.", "结束日期早于开始日期。"}, "until");
}

Result<> check_tenancy(const Tenancy& tenancy, std::span<const Tenancy> others) {
  for (const Tenancy& other : others)
    if (other.id != tenancy.id && other.room == tenancy.room && overlap(other, tenancy))
      return fail(ErrorKind::conflict, "tenancy.twice",
                  {"This person already lives in this room in that time.", "此人在该时段已登记居住于该房间。"},
                  "since");
  return {};
}

}  // namespace ward::city::residents
