#include "city/residents/packed.h"

#include <algorithm>
#include <cstring>

namespace ward::city::residents {

namespace {

class Packer {
 public:
  void number(std::uint32_t value) {  // seven bits a byte, the lowest first
    for (; value >= 0x80; value >>= 7) bytes_ += char(value | 0x80);
    bytes_ += char(value);
  }
  void text(std::string_view value) {
    number(std::uint32_t(value.size()));
    bytes_ += value;
  }
  void texts(const std::vector<std::string>& all) {
    number(std::uint32_t(all.size()));
    for (const std::string& one : all) text(one);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_(bytes) {}
  std::uint32_t number() {
    std::uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= std::uint32_t(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  std::string text() {
    const std::uint32_t size = number();
    std::string value(left_.substr(0, size));
    left_.remove_prefix(size);
    return value;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all(number());
    for (std::string& one : all) one = text();
    return all;
  }

 private:
  std::string_view left_;
};

// What most names have in common is written once: the words of Chinese characters are their readings.
void put(Packer& out, const Name& name) {
  const bool words_are_readings = name.words == name.readings;
  out.number(std::uint32_t(name.is_consonants) | std::uint32_t(words_are_readings) << 1);
  out.number(std::uint32_t(name.han.size()));
  for (const char32_t character : name.han) out.number(std::uint32_t(character));
  out.texts(name.readings);
  if (!words_are_readings) out.texts(name.words);
  out.texts(name.consonants);
}

Name name_from(Unpacker& in) {
  Name name;
  const std::uint32_t flags = in.number();
  name.is_consonants = (flags & 1) != 0;
  name.han.resize(in.number());
  for (char32_t& character : name.han) character = char32_t(in.number());
  name.readings = in.texts();
  name.words = (flags & 2) != 0 ? name.readings : in.texts();
  name.consonants = in.texts();
  return name;
}

void put(Packer& out, const KeptDocument& document) {
  out.number(std::uint32_t(document.kind));
  out.text(document.country);
  out.text({reinterpret_cast<const char*>(document.digest.data()), document.digest.size()});
  out.text(document.last);
}

KeptDocument document_from(Unpacker& in) {
  KeptDocument document{.kind = DocumentKind(in.number()), .country = in.text(), .digest = {}, .last = {}};
  std::ranges::copy(in.text(), document.digest.begin());
  document.last = in.text();
  return document;
}

// Days are counted from a day before which nobody was born.
constexpr Date first_day = std::chrono::local_days{std::chrono::year{0} / 1 / 1};

}  // namespace

std::string pack(const Comparable& person) {
  Packer out;
  out.number(std::uint32_t(person.names.size()));
  for (const Name& name : person.names) put(out, name);
  out.number(person.birth ? std::uint32_t((*person.birth - first_day).count()) + 1 : 0);
  out.number(person.sex ? std::uint32_t(*person.sex) + 1 : 0);
  out.text(person.nationality.value_or(""));
  out.number(std::uint32_t(person.documents.size()));
  for (const KeptDocument& document : person.documents) put(out, document);
  out.texts(person.phones);
  return out.take();
}

Comparable unpack(std::string_view packed) {
  Unpacker in(packed);
  Comparable person;
  const std::uint32_t names = in.number();
  for (std::uint32_t i = 0; i < names; ++i) person.names.push_back(name_from(in));
  if (const auto days = in.number()) person.birth = first_day + std::chrono::days(days - 1);
  if (const auto sex = in.number()) person.sex = Sex(sex - 1);
  if (std::string nationality = in.text(); !nationality.empty()) person.nationality = std::move(nationality);
  const std::uint32_t documents = in.number();
  for (std::uint32_t i = 0; i < documents; ++i) person.documents.push_back(document_from(in));
  person.phones = in.texts();
  return person;
}

}  // namespace ward::city::residents
