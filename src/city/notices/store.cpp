#include "city/notices/store.h"

namespace ward::city::notices {

bool add(storage::Transaction& t, const Notice& notice) {
  return t.exec(
             "INSERT INTO notice (id, member, key, about, subject, what_en, what_zh, place, step, at)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (member, key) DO NOTHING",
             notice.id, notice.member, notice.key, notice.about, notice.subject, notice.what.en, notice.what.zh,
             notice.place, notice.step, notice.at) > 0;
}

std::vector<Notice> list(storage::Transaction& t, const Id& member, bool unread, int limit) {
  std::vector<Notice> all;
  t.query(
      std::string("SELECT id, member, key, about, subject, what_en, what_zh, place, step, at, read_at FROM notice "
                  "WHERE member = ?") +
          (unread ? " AND read_at IS NULL" : "") + " ORDER BY at DESC, id DESC LIMIT ?",
      [&](const storage::Row& row) {
        Notice notice{.id = row.id(0),
                      .member = row.id(1),
                      .key = row.text(2),
                      .about = row.text(3),
                      .subject = row.id(4),
                      .what = {row.text(5), row.text(6)},
                      .place = row.text(7),
                      .step = int(row.integer(8)),
                      .at = row.time(9)};
        notice.read_at = row.maybe_time(10);
        all.push_back(std::move(notice));
      },
      member, limit);
  return all;
}

std::int64_t count_unread(storage::Transaction& t, const Id& member) {
  return t
      .first(
          "SELECT count(*) FROM notice WHERE member = ? AND read_at IS NULL",
          [](const storage::Row& row) { return row.integer(0); }, member)
      .value_or(0);
}

bool mark_read(storage::Transaction& t, const Id& id, const Id& member, Time at) {
  return t.exec("UPDATE notice SET read_at = coalesce(read_at, ?) WHERE id = ? AND member = ?", at, id, member) > 0;
}

void mark_all_read(storage::Transaction& t, const std::string& about, const Id& subject, Time at) {
  t.exec("UPDATE notice SET read_at = ? WHERE about = ? AND subject = ? AND read_at IS NULL", at, about, subject);
}

void mark_all_read(storage::Transaction& t, const Id& member, Time at) {
  t.exec("UPDATE notice SET read_at = ? WHERE member = ? AND read_at IS NULL", at, member);
}

void mark_keys_read(storage::Transaction& t, const Id& member, const std::string& beginning, Time at) {
  t.exec("UPDATE notice SET read_at = ? WHERE member = ? AND key >= ? AND key < ? AND read_at IS NULL", at, member,
         beginning, beginning + "\x7f");
}

}  // namespace ward::city::notices
