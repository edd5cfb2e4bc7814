#include "city/residents/register_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "city/residents/rows.h"

namespace ward::city::residents {

namespace {

constexpr std::size_t asked_at_once = 500;  // far below what either database takes

// `sql` has {} where the list of placeholders stands. It is asked in as many journeys as there are hundreds of values;
// always the same statement, so the last value fills the list up.
template <class T>
void ask(storage::Transaction& t, std::string_view sql, const std::vector<T>& all,
         const std::function<void(const storage::Row&)>& row) {
  static const std::string places = fmt::format("{}", fmt::join(std::vector<char>(asked_at_once, '?'), ", "));
  const std::string whole = fmt::format(fmt::runtime(sql), places);
  for (std::size_t from = 0; from < all.size(); from += asked_at_once) {
    std::vector<storage::Value> values;
    values.reserve(asked_at_once);
    for (std::size_t i = from; i < from + asked_at_once; ++i)
      values.push_back(storage::to_value(all[std::min(i, all.size() - 1)]));
    t.each(whole, std::move(values), row);
  }
}

}  // namespace

StoredRegister::StoredRegister(storage::Transaction& t)
    : t_(t),
      people_(*t.first("SELECT people FROM resident_head", [](const storage::Row& row) { return row.integer(0); })) {}

std::vector<RegisterView::Stored> StoredRegister::stored(const std::vector<Id>& records) {
  std::vector<Stored> found;
  if (people_ == 0) return found;
  ask(t_, "SELECT id, head FROM resident WHERE id IN ({})", records,
      [&](const storage::Row& row) { found.push_back({row.id(0), row.id(1)}); });
  return found;
}

void StoredRegister::sharing(const std::vector<std::string>& keys,
                             const std::function<void(const std::string& key, const Id& head)>& found) {
  if (people_ == 0) return;
  ask(t_, "SELECT k.key, r.head FROM resident_key k JOIN resident r ON r.id = k.resident WHERE k.key IN ({})", keys,
      [&](const storage::Row& row) { found(row.text(0), row.id(1)); });
}

std::vector<RegisterView::Known> StoredRegister::known(const std::vector<Id>& heads) {
  std::vector<Known> all;
  std::unordered_map<Id, std::size_t> place_of;
  for (const Id& head : heads) {
    place_of.emplace(head, all.size());
    all.push_back({.head = head, .records = {}, .tenancies = {}});
  }
  std::unordered_map<Id, std::vector<KeptDocument>> documents;
  ask(t_,
      "SELECT d.resident, d.kind, d.country, d.digest, d.ending FROM resident_document d JOIN resident r"
      " ON r.id = d.resident WHERE r.head IN ({}) ORDER BY d.resident, d.kind, d.digest",
      heads, [&](const storage::Row& row) { documents[row.id(0)].push_back(document_in(row, 1)); });
  ask(t_,
      fmt::format("SELECT {}, head FROM resident WHERE head IN ({{}}) ORDER BY merged_into IS NOT NULL, id",
                  record_columns),
      heads, [&](const storage::Row& row) {
        Person person = record_in(row).person;
        if (const auto own = documents.find(person.id); own != documents.end())
          person.documents = std::move(own->second);
        all[place_of.at(row.id(9))].records.push_back(std::move(person));
      });
  ask(t_,
      fmt::format("SELECT {}, r.head FROM tenancy y JOIN resident r ON r.id = y.resident WHERE r.head IN ({{}})"
                  " ORDER BY y.since, y.id",
                  tenancy_columns),
      heads, [&](const storage::Row& row) { all[place_of.at(row.id(6))].tenancies.push_back(tenancy_in(row)); });
  return all;
}

}  // namespace ward::city::residents
