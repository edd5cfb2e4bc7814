// What must hold between people, their templates and the whitelists.
#include <fmt/format.h>

#include "city/people/store.h"

namespace ward::city::people {

namespace {

void check_templates(storage::Transaction& t, const crypto::Key& vault, std::vector<Text>& faults) {
  t.query("SELECT f.person, f.sealed, f.site, p.site FROM face f LEFT JOIN person p ON p.id = f.person",
          [&](const storage::Row& row) {
            const Id person = row.id(0);
            if (row.is_null(3) || row.id(2) != row.id(3))
              faults.push_back({fmt::format("People: the template of {} belongs to nobody of its site.", person.str()),
                                fmt::format("人员：{} 的人脸模板不属于其场所的任何人。", person.str())});
            if (!vault.open(row.blob(1), person.str()))
              faults.push_back(
                  {fmt::format("People: the template of {} was changed, or sealed with another key.", person.str()),
                   fmt::format("人员：{} 的人脸模板已被更改，或密钥不符。", person.str())});
          });
}

void check_whitelists(storage::Transaction& t, std::vector<Text>& faults) {
  const auto add = [&](const Id& person) {
    faults.push_back(
        {fmt::format("People: what gates are told of {} does not fit the template and the pass.", person.str()),
         fmt::format("人员：下发给闸机的 {} 的名单与模板、通行码不一致。", person.str())});
  };
  t.query(
      "SELECT p.id FROM person p LEFT JOIN face f ON f.person = p.id LEFT JOIN pass k ON k.person = p.id"
      " LEFT JOIN whitelist w ON w.site = p.site AND w.person = p.id AND w.removed = 0"
      " WHERE w.person IS NULL AND (f.person IS NOT NULL OR k.person IS NOT NULL)",
      [&](const storage::Row& row) { add(row.id(0)); });
  t.query(
      "SELECT w.person FROM whitelist w LEFT JOIN person p ON p.id = w.person AND p.site = w.site"
      " LEFT JOIN face f ON f.person = p.id LEFT JOIN pass k ON k.person = p.id"
      " WHERE w.removed = 0 AND f.person IS NULL AND k.person IS NULL",
      [&](const storage::Row& row) { add(row.id(0)); });
  t.query(
      "SELECT w.site FROM whitelist w LEFT JOIN whitelist_head h ON h.site = w.site GROUP BY w.site"
      " HAVING max(w.version) > coalesce(max(h.version), 0)",
      [&](const storage::Row& row) {
        faults.push_back(
            {fmt::format("People: the whitelist of site {} counts behind its own changes.", row.id(0).str()),
             fmt::format("人员：场所 {} 的名单版本号落后于其变更。", row.id(0).str())});
      });
}

}  // namespace

std::vector<Text> verify(storage::Transaction& t, const crypto::Key& vault) {
  std::vector<Text> faults;
  check_templates(t, vault, faults);
  check_whitelists(t, faults);
  return faults;
}

}  // namespace ward::city::people
