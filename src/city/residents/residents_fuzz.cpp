// Any bytes as the number of a document, as a name and as a phone: what is read keeps to its form and is read again as
// itself, what is refused has a code and a sentence in both languages; two names relate from both sides alike.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "city/residents/country.h"
#include "city/residents/matching.h"

using namespace ward;
using namespace ward::city::residents;

namespace {

const Date today = *parse_date("2026-03-02");

void must(bool holds) {
  if (!holds) std::abort();
}

void read_as(DocumentKind kind, std::string_view text, std::string_view country) {
  const auto read = read_document(kind, text, country, today);
  if (!read) {
    const Error& error = read.error();
    must(!error.code.empty() && !error.message.en.empty() && !error.message.zh.empty() && !error.field.empty());
    return;
  }
  must(!read->number.empty() && read->number.size() <= 30 && !read->country.empty());
  must(std::ranges::all_of(read->number, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }));
  must(!read->birth || *read->birth <= today);
  const KeptDocument kept = keep(*read, crypto::as_bytes("key"));
  must(kept.last.size() <= 4 && kept.last.size() * 2 <= read->number.size());
  // A zone may hold a number that nobody would type.
  const auto again = read_document(kind, read->number, read->country, today);
  if (again)
    must(again->number == read->number && keep(*again, crypto::as_bytes("key")) == kept);
  else
    must(kind == DocumentKind::passport && read->checked);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (std::size_t kind = 0; kind < document_kind_count; ++kind)
    for (const std::string_view country : {"", "PAK", "CHN"}) read_as(DocumentKind(kind), text, country);
  if (const auto country = read_country(text)) must(read_country(*country) == *country);

  const std::string_view one = text.substr(0, size / 2), other = text.substr(size / 2);
  const auto names = names_in(one), more = names_in(other);
  must(names.size() <= 2);
  for (const Name& a : names) {
    must(!a.empty() && a.words.size() <= most_characters && a.han.size() == a.readings.size());
    must(likeness(a, a) == Likeness::same);
    for (const Name& b : more) {
      must(likeness(a, b) == likeness(b, a));
      must(similarity(a, b) == similarity(b, a) && similarity(a, b) >= 0 && similarity(a, b) <= 1);
    }
  }
  const Comparable a = comparable({.name = std::string(one), .phones = {std::string(other)}}),
                   b = comparable({.name = std::string(other), .phones = {std::string(one)}});
  must(compare(a, b).verdict == compare(b, a).verdict);
  for (const std::string& key : blocking_keys(a)) must(key.size() > 2);
  return 0;
}
