#include "city/residents/rows.h"

#include <algorithm>

namespace ward::city::residents {

namespace {

std::vector<std::string> texts_from(const std::string& list) {
  std::vector<std::string> texts;
  const json::value all = json::parse(list);
  for (const json::value& one : all.as_array()) texts.emplace_back(one.as_string().c_str());
  return texts;
}

}  // namespace

std::string text_of_list(const std::vector<std::string>& texts) {
  return json::serialize(json::array(texts.begin(), texts.end()));
}

Record record_in(const storage::Row& row) {
  Record record{.person = {.id = row.id(0), .name = row.text(1), .spellings = texts_from(row.text(2))}};
  Person& person = record.person;
  if (!row.is_null(3)) person.birth = parse_date(row.text(3)).value();
  if (!row.is_null(4)) person.sex = sex_from(row.text(4));
  if (!row.is_null(5)) person.nationality = row.text(5);
  person.phones = texts_from(row.text(6));
  record.version = row.integer(7);
  if (!row.is_null(8)) record.merged_into = row.id(8);
  return record;
}

KeptDocument document_in(const storage::Row& row, int first) {
  KeptDocument document{.kind = document_kind_from(row.text(first)).value_or(DocumentKind::other),
                        .country = row.text(first + 1),
                        .last = row.text(first + 3)};
  std::ranges::copy(row.blob(first + 2), document.digest.begin());
  return document;
}

storage::Values row_of_document(const Id& record, const KeptDocument& document) {
  return storage::row_of(record, to_string(document.kind), document.country,
                         storage::Blob(document.digest.begin(), document.digest.end()), document.last);
}

Tenancy tenancy_in(const storage::Row& row) {
  Tenancy tenancy{.id = row.id(0), .resident = row.id(1), .room = row.id(2), .since = {}};
  tenancy.since = parse_date(row.text(3)).value();
  if (!row.is_null(4)) tenancy.until = parse_date(row.text(4)).value();
  tenancy.version = row.integer(5);
  return tenancy;
}

}  // namespace ward::city::residents
