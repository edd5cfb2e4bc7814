#include "city/residents/list_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "city/residents/country.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t longest_name = 100, longest_spelling = 300, longest_phone = 40, most_texts_of_row = 20;

Error invalid(const char* code, Text message, const char* field) {
  return Error::make(ErrorKind::invalid, code, std::move(message), field);
}

// Not of the comma: it stands inside of names.
constexpr std::string_view between[] = {";", "；", "、", "/", "|", "\n"};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::size_t end = text.size(), width = 0;
    for (const std::string_view mark : between)
      if (const std::size_t at = text.find(mark); at < end) end = at, width = mark.size();
    if (const auto part = trimmed(text.substr(0, end)); !part.empty()) parts.emplace_back(part);
    text.remove_prefix(end + width);
  }
  return parts;
}

Result<std::vector<std::string>> texts(const std::string& cell, std::size_t longest, const char* field) {
  auto parts = parts_of(cell);
  const bool fits = parts.size() <= most_texts_of_row && std::ranges::all_of(parts, [&](const auto& one) {
                      return one.size() <= longest && !one.contains('\0');
                    });
  if (fits) return parts;
  return std::unexpected(
      invalid("resident.too_many",
              {fmt::format("At most {} texts of {} bytes are taken, with ; between them.", most_texts_of_row, longest),
               fmt::format("最多 {} 项，每项不超过 {} 个字节，以“;”分隔。", most_texts_of_row, longest)},
              field));
}

// Three runs of digits with anything else between them, or eight digits.
std::optional<std::array<int, 3>> numbers_of_day(std::string_view text) {
  std::vector<std::string> runs(1);
  for (const char c : text) {
    if (c >= '0' && c <= '9')
      runs.back() += c;
    else if (!runs.back().empty())
      runs.emplace_back();
  }
  if (runs.back().empty()) runs.pop_back();
  if (runs.size() == 1 && runs[0].size() == 8) runs = {runs[0].substr(0, 4), runs[0].substr(4, 2), runs[0].substr(6)};
  if (runs.size() != 3 || runs[0].size() != 4 || runs[1].size() > 2 || runs[2].size() > 2) return std::nullopt;
  std::array<int, 3> numbers{};
  for (std::size_t i = 0; i < 3; ++i) std::from_chars(runs[i].data(), runs[i].data() + runs[i].size(), numbers[i]);
  return numbers;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  return text;
}

Result<Sex> sex_in(const std::string& cell) {
  const std::string text = lower(cell);
  if (text == "男" || text == "男性" || text == "male" || text == "m") return Sex::male;
  if (text == "女" || text == "女性" || text == "female" || text == "f") return Sex::female;
  return std::unexpected(
      invalid("resident.sex", {"The sex is written as 男 or 女, male or female.", "性别应填写“男”或“女”。"}, "sex"));
}

Result<DocumentKind> kind_in(const std::string& cell) {
  static constexpr std::pair<std::string_view, DocumentKind> called[] = {
      {"", DocumentKind::resident_card},
      {"身份证", DocumentKind::resident_card},
      {"居民身份证", DocumentKind::resident_card},
      {"港澳台居民居住证", DocumentKind::resident_card},
      {"护照", DocumentKind::passport},
      {"普通护照", DocumentKind::passport},
      {"外国护照", DocumentKind::passport},
      {"港澳居民来往内地通行证", DocumentKind::hk_macao_permit},
      {"港澳通行证", DocumentKind::hk_macao_permit},
      {"回乡证", DocumentKind::hk_macao_permit},
      {"台湾居民来往大陆通行证", DocumentKind::taiwan_permit},
      {"台胞证", DocumentKind::taiwan_permit},
      {"外国人永久居留身份证", DocumentKind::foreigner_card},
      {"外国人永久居留证", DocumentKind::foreigner_card},
      {"其他", DocumentKind::other},
  };
  const std::string text = lower(cell);
  if (const auto kind = document_kind_from(text)) return *kind;
  const auto found = std::ranges::find(called, std::string_view(text), [](const auto& one) { return one.first; });
  if (found != std::end(called)) return found->second;
  return std::unexpected(invalid("document.kind",
                                 {fmt::format("\"{}\" is no kind of document that is known here.", cell),
                                  fmt::format("“{}”不是已知的证件类型。", cell)},
                                 "document_kind"));
}

Result<> read_document_into(Person& person, const ListCells& cells, crypto::ByteView document_key, Date today) {
  if (cells.document_number.empty()) return {};
  WARD_TRY(kind, kind_in(cells.document_kind));
  auto read = read_document(kind, cells.document_number, cells.document_country, today);
  if (!read) {
    read.error().field = read.error().field == "country" ? "document_country" : "document_number";
    return std::unexpected(read.error());
  }
  person.documents = {keep(*read, document_key)};
  if (!person.birth) person.birth = read->birth;
  if (!person.sex) person.sex = read->sex;
  if (!person.nationality) person.nationality = read->nationality;
  return {};
}

Result<> check_whole(const ListCells& cells, const Reading& with) {
  if (cells.premises.empty() && cells.room.empty() && with.may_change("")) return {};
  if (!cells.premises.empty() && !cells.room.empty()) return {};
  const bool lacks_house = cells.premises.empty();
  return std::unexpected(invalid("resident.home",
                                 {"Name the house and the room where this person lives.", "请填写房屋编号和房号。"},
                                 lacks_house ? "premises" : "room"));
}

Result<std::optional<Home>> home_in(const ListCells& cells, const Reading& with) {
  WARD_CHECK(check_whole(cells, with));
  Date since = with.today;
  if (!cells.since.empty()) {
    WARD_TRY(said, read_day(cells.since, "since"));
    since = said;
  }
  if (cells.premises.empty()) return std::nullopt;
  const std::string* const path = with.rooms.path(cells.premises);
  if (!path)
    return std::unexpected(invalid(
        "premises.unknown",
        {fmt::format("There is no house {}.", cells.premises), fmt::format("没有编号为 {} 的房屋。", cells.premises)},
        "premises"));
  if (!with.may_change(*path))
    return fail(ErrorKind::forbidden, "access.unit",
                {"This house stands in a unit that this account may not change.", "该房屋所在单元不在此账号权限内。"},
                "premises");
  const auto room = with.rooms.room(cells.premises, cells.room);
  if (!room)
    return std::unexpected(invalid("room.unknown",
                                   {fmt::format("The house {} has no room {}.", cells.premises, cells.room),
                                    fmt::format("房屋 {} 没有 {} 室。", cells.premises, cells.room)},
                                   "room"));
  return Home{*room, since};
}

// Each part with its length before it, so that no two rows read the same.
void add(std::string& all, std::string_view part) { all += fmt::format("{}:{}", part.size(), part); }
void add(std::string& all, const Id& id) {
  add(all, std::string_view(reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()));
}

Id id_over(const std::string& all, crypto::ByteView key) {
  const crypto::Digest digest = crypto::hmac_sha256(key, crypto::as_bytes(all));
  std::array<std::uint8_t, 16> bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[6] = std::uint8_t(0x80 | (bytes[6] & 0x0f));
  bytes[8] = std::uint8_t(0x80 | (bytes[8] & 0x3f));
  return *Id::from_bytes(bytes);
}

}  // namespace

Result<Date> read_day(const std::string& text, const char* field) {
  constexpr std::size_t longest = 20;
  const auto numbers = text.size() <= longest ? numbers_of_day(text) : std::nullopt;
  if (numbers) {
    const std::chrono::year_month_day day{std::chrono::year{(*numbers)[0]}, std::chrono::month(unsigned((*numbers)[1])),
                                          std::chrono::day(unsigned((*numbers)[2]))};
    if (day.ok()) return std::chrono::local_days{day};
  }
  return std::unexpected(invalid("resident.date",
                                 {fmt::format("\"{}\" is no day: a day is written as 2020-02-19.", text),
                                  fmt::format("“{}”不是有效日期，应写作 2020-02-19。", text)},
                                 field));
}

Result<Person> read_person(const ListCells& cells, crypto::ByteView document_key, Date today) {
  if (cells.name.empty() || cells.name.size() > longest_name || cells.name.contains('\0'))
    return std::unexpected(invalid("resident.name",
                                   {fmt::format("A name of 1 to {} bytes is needed.", longest_name),
                                    fmt::format("姓名必填，不超过 {} 个字节。", longest_name)},
                                   "name"));
  Person person{.name = cells.name};
  WARD_TRY(spellings, texts(cells.spellings, longest_spelling, "spellings"));
  WARD_TRY(phones, texts(cells.phone, longest_phone, "phone"));
  person.spellings = std::move(spellings);
  person.phones = std::move(phones);
  if (!cells.birth.empty()) {
    WARD_TRY(birth, read_day(cells.birth, "birth"));
    if (birth > today)
      return std::unexpected(invalid("resident.birth", {"This day is still to come.", "该日期尚未到来。"}, "birth"));
    person.birth = birth;
  }
  if (!cells.sex.empty()) {
    WARD_TRY(sex, sex_in(cells.sex));
    person.sex = sex;
  }
  if (!cells.nationality.empty()) {
    WARD_TRY(nationality, read_country(cells.nationality, "nationality"));
    person.nationality = nationality;
  }
  WARD_CHECK(read_document_into(person, cells, document_key, today));
  return person;
}

Id row_id(const Person& person, const std::optional<Id>& room, crypto::ByteView key) {
  std::string all;
  add(all, "record");
  add(all, person.name);
  for (const std::string& one : person.spellings) add(all, one);
  add(all, person.birth ? to_text(*person.birth) : "");
  add(all, person.sex ? to_string(*person.sex) : "");
  add(all, person.nationality.value_or(""));
  for (const KeptDocument& one : person.documents)
    add(all, fmt::format("{} {} {}", to_string(one.kind), one.country, crypto::hex(one.digest)));
  add(all, "phones");
  for (const std::string& one : person.phones) add(all, one);
  if (room) add(all, *room);
  return id_over(all, key);
}

Id tenancy_id(const Id& record, const Home& home, crypto::ByteView key) {
  std::string all;
  add(all, "tenancy");
  add(all, record);
  add(all, home.room);
  add(all, to_text(home.since));
  return id_over(all, key);
}

Id proposal_id(const Id& record, const Id& other, crypto::ByteView key) {
  std::string all;
  add(all, "proposal");
  add(all, record);
  add(all, other);
  return id_over(all, key);
}

Result<Listed> read_cells(const ListCells& cells, const Reading& with) {
  WARD_TRY(person, read_person(cells, with.document_key, with.today));
  WARD_TRY(home, home_in(cells, with));
  person.id = row_id(person, home ? std::optional(home->room) : std::nullopt, with.id_key);
  return Listed{.row = cells.row, .person = std::move(person), .home = home};
}

}  // namespace ward::city::residents
