#include "city/residents/search.h"

#include <fmt/format.h>

#include <algorithm>

#include "city/residents/record.h"
#include "city/residents/rows.h"
#include "city/units/within.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t shortest_beginning = 2;
// Records that are looked through at most, for one who typed a beginning that half a city shares.
constexpr std::int64_t most_looked_through = 2'000;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return all;
}

Result<Asked> name_asked(const std::string& text) {
  const auto names = names_in(text);
  if (!names.empty()) {
    const Name& name = names.front();
    NameAsked asked{.han = name.han, .letters = joined(name.words), .whole = letters_key(name)};
    if (!asked.han.empty() || asked.letters.size() >= shortest_beginning) return asked;
  }
  return fail(
      ErrorKind::invalid, "search.short",
      {"Type at least one Chinese character or two letters of the name.", "请至少输入姓名的一个汉字或两个字母。"},
      "name");
}

Result<Asked> phone_asked(const std::string& text) {
  const Comparable one = comparable({.id = {}, .name = {}, .phones = {text}});
  if (!one.phones.empty()) return "p:" + one.phones.front();
  return fail(ErrorKind::invalid, "search.phone", {"Type the whole number.", "请输入完整的电话号码。"}, "phone");
}

Result<Asked> document_asked(const json::value& value, crypto::ByteView key, Date today) {
  JsonReader in(value, "document");
  const auto kind = document_kind_from(
      in.choice("kind", {"resident_card", "passport", "hk_macao_permit", "taiwan_permit", "foreigner_card", "other"}));
  const std::string country = in.maybe_text("country", 0, 60).value_or(""), number = in.text("number", 1, 40);
  WARD_CHECK(in.finish());
  auto read = read_document(*kind, number, country, today);
  if (!read) {
    read.error().field = read.error().field == "country" ? "document.country" : "document.number";
    return std::unexpected(read.error());
  }
  return "d:" + crypto::hex(keep(*read, key).digest);
}

// Whose spelled name begins so; the range of a key is all that an index needs.
constexpr const char* by_beginning = "r.spelled >= ? AND r.spelled < ?";
constexpr const char* by_key = "r.id IN (SELECT k.resident FROM resident_key k WHERE k.key = ?)";

// Of a person who lives or lived within `tops`.
std::string lives_within(const std::vector<std::string>& tops, std::vector<storage::Value>& values) {
  if (std::ranges::find(tops, std::string()) != tops.end()) return "";
  return fmt::format(
      " AND EXISTS (SELECT 1 FROM resident o JOIN tenancy y ON y.resident = o.id JOIN room m ON m.id = y.room"
      " JOIN premises p ON p.id = m.premises JOIN unit w ON w.id = p.unit"
      " JOIN unit u ON u.id = coalesce(w.merged_into, w.id) WHERE o.head = r.head AND {})",
      units::within(tops, values));
}

class Search {
 public:
  Search(storage::Transaction& t, const std::vector<std::string>& tops, int limit)
      : t_(t), tops_(tops), limit_(limit) {}

  void take(const char* condition, std::vector<storage::Value> values, const std::u32string& han = {}) {
    const std::string within = lives_within(tops_, values);
    values.emplace_back(most_looked_through);
    std::int64_t seen = 0;
    t_.each(fmt::format("SELECT r.head, r.name FROM resident r WHERE {}{} ORDER BY r.spelled, r.id LIMIT ?", condition,
                        within),
            std::move(values), [&](const storage::Row& row) {
              ++seen;
              if (begins_with(row.text(1), han)) add(row.id(0));
            });
    if (seen == most_looked_through) found_.more = true;
  }
  FoundPeople found() { return std::move(found_); }

 private:
  static bool begins_with(const std::string& name, const std::u32string& han) {
    return han.empty() ||
           std::ranges::any_of(names_in(name), [&](const Name& one) { return one.han.starts_with(han); });
  }
  void add(const Id& head) {
    if (std::ranges::find(found_.heads, head) != found_.heads.end()) return;
    if (int(found_.heads.size()) == limit_)
      found_.more = true;
    else
      found_.heads.push_back(head);
  }

  storage::Transaction& t_;
  const std::vector<std::string>& tops_;
  int limit_;
  FoundPeople found_;
};

}  // namespace

std::string spelled(const Comparable& person) { return person.names.empty() ? "" : joined(person.names.front().words); }

Result<Asked> asked_from_json(const json::value& value, crypto::ByteView key, Date today) {
  JsonReader in(value);
  const auto name = in.maybe_text("name", 1, 200), phone = in.maybe_text("phone", 1, 40);
  const json::value* document = in.maybe_any("document");
  WARD_CHECK(in.finish());
  if (int(name.has_value()) + int(phone.has_value()) + int(document != nullptr) != 1)
    return fail(ErrorKind::invalid, "search.one",
                {"Look for a name, a phone or a document: exactly one.", "请填写姓名、电话或证件号码之一。"}, "name");
  if (name) return name_asked(*name);
  if (phone) return phone_asked(*phone);
  return document_asked(*document, key, today);
}

FoundPeople search(storage::Transaction& t, const Asked& asked, const std::vector<std::string>& tops, int limit) {
  if (tops.empty()) return {};
  Search search(t, tops, limit);
  if (const auto* key = std::get_if<std::string>(&asked)) {
    search.take(by_key, {storage::to_value(*key)});
    return search.found();
  }
  const auto& name = std::get<NameAsked>(asked);
  // The whole name first, also where its words stand in another order.
  if (!name.whole.empty()) search.take(by_key, {storage::to_value("n:" + name.whole)}, name.han);
  search.take(by_beginning, {storage::to_value(name.letters), storage::to_value(name.letters + "{")}, name.han);
  return search.found();
}

bool has_unspelled(storage::Transaction& t) {
  return t.first("SELECT 1 FROM resident WHERE spelled IS NULL LIMIT 1", [](const storage::Row&) { return true; })
      .has_value();
}

bool spell_missing(storage::Transaction& t, int count) {
  std::vector<std::pair<Id, std::string>> found;
  t.query(
      "SELECT id, name FROM resident WHERE spelled IS NULL LIMIT ?",
      [&](const storage::Row& row) { found.emplace_back(row.id(0), row.text(1)); }, count);
  for (const auto& [id, name] : found) {
    Person person{.id = id, .name = name};
    t.exec("UPDATE resident SET spelled = ? WHERE id = ?", spelled(comparable(person)), id);
  }
  return int(found.size()) == count;
}

}  // namespace ward::city::residents
