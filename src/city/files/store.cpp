#include "city/files/store.h"

#include <fmt/format.h>

#include <set>

#include "city/journal/store.h"

namespace ward::city::files {

namespace {

constexpr const char* shelf = "sent";

struct Kept {
  File file;
  std::string sender;
  storage::Blob digest;
  std::chrono::sys_days day;
  storage::Place place;
  bool gone = false;
};

std::optional<Kept> find(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT media_type, bytes, at, sender, digest, day, place, size, gone FROM file WHERE id = ?",
      [&](const storage::Row& row) {
        return Kept{{id, row.text(0), row.integer(1), row.time(2)},
                    row.text(3),
                    row.blob(4),
                    std::chrono::sys_days{std::chrono::days{row.integer(5)}},
                    {row.integer(6), row.integer(7)},
                    row.boolean(8)};
      },
      id);
}

std::int64_t number_of(std::chrono::sys_days day) { return day.time_since_epoch().count(); }

storage::Blob digest_of(std::string_view content) {
  const auto digest = crypto::sha256(crypto::as_bytes(content));
  return {digest.begin(), digest.end()};
}

Files::Seen seen_at(storage::Transaction& t, const Id& id, std::string sender) {
  Files::Seen seen{.sender = std::move(sender), .paths = {}, .sites = {}};
  t.query(
      "SELECT coalesce(m.path, u.path), f.site FROM file_use f JOIN unit u ON u.id = f.unit"
      " LEFT JOIN unit m ON m.id = u.merged_into WHERE f.file = ?",
      [&](const storage::Row& row) {
        seen.paths.push_back(row.text(0));
        if (!row.is_null(1)) seen.sites.push_back(row.id(1));
      },
      id);
  return seen;
}

}  // namespace

bool was_sent_by(storage::Transaction& t, const Id& file, const std::string& actor) {
  const auto kept = find(t, file);
  return kept && !kept->gone && kept->sender == actor;
}

void use(storage::Transaction& t, const Id& file, const Id& unit, const std::optional<Id>& site) {
  t.exec(
      "INSERT INTO file_use (file, unit, site) VALUES (?, ?, ?) ON CONFLICT (file, unit) DO UPDATE SET"
      " site = coalesce(file_use.site, excluded.site)",
      file, unit, site);
}

// What was sent on day D is kept through day D + days.
bool Files::is_over(std::chrono::sys_days day) const {
  return day + std::chrono::days{days_} < std::chrono::floor<std::chrono::days>(city_.clock.now());
}

Result<File> Files::put(const Id& id, std::string_view said_type, std::string_view content, const std::string& actor) {
  WARD_TRY(type, checked_type(said_type, content));
  const auto digest = digest_of(content);
  const auto same = [&](const std::optional<Kept>& kept) -> Result<File> {
    if (kept->sender == actor && kept->digest == digest) return kept->file;
    return fail(ErrorKind::conflict, "files.taken", {"Another file has this id.", "该编号已用于另一个文件。"}, "id");
  };
  std::optional<Kept> before;
  city_.db.read([&](storage::Transaction& t) { before = find(t, id); });
  if (before) return same(before);

  // First the file, then the row: a crash between leaves bytes that nobody refers to, never a row without a file.
  const File file{id, type, std::int64_t(content.size()), city_.clock.now()};
  const auto day = std::chrono::floor<std::chrono::days>(file.at);
  const crypto::Bytes sealed = city_.vault.seal(crypto::as_bytes(content), id.str());
  WARD_TRY(place, segments_.append(shelf, day, id, sealed));
  Result<File> stored = file;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    if (const auto first = find(t, id)) {  // sent twice at the same time
      stored = same(first);
      return {};
    }
    t.exec(
        "INSERT INTO file (id, sender, media_type, digest, bytes, at, day, place, size) VALUES (?, ?, ?, ?, ?, ?, ?, "
        "?, "
        "?)",
        id, actor, type, digest, file.bytes, file.at, number_of(day), place.offset, place.size);
    journal::append(t, city_.clock,
                    {.type = "file.kept",
                     .subject = id.str(),
                     .actor = actor,
                     .purpose = "files",
                     .payload = {{"media_type", type}, {"bytes", file.bytes}}});
    return {};
  }));
  return stored;
}

Result<std::optional<Files::Content>> Files::get(const Id& id, const std::string& actor,
                                                 const std::function<bool(const Seen&)>& may_see) {
  std::optional<Kept> kept;
  bool allowed = false;
  city_.db.read([&](storage::Transaction& t) {
    kept = find(t, id);
    allowed = kept && !kept->gone && may_see(seen_at(t, id, kept->sender));
  });
  if (!allowed) return std::nullopt;
  WARD_TRY(sealed, segments_.read(shelf, kept->day, id, kept->place));
  WARD_TRY(bytes, city_.vault.open(sealed, id.str()));
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    journal::append(
        t, city_.clock,
        {.type = "file.seen", .subject = id.str(), .actor = actor, .purpose = "files", .payload = json::object()});
    return {};
  }));
  return Content{kept->file.media_type, std::string(bytes.begin(), bytes.end())};
}

Result<std::int64_t> Files::sweep() {
  std::set<std::chrono::sys_days> due;  // what the rows name and what lies there: neither may stay behind alone
  city_.db.read([&](storage::Transaction& t) {
    t.query("SELECT DISTINCT day FROM file WHERE gone = 0",
            [&](const storage::Row& row) { due.insert(std::chrono::sys_days{std::chrono::days{row.integer(0)}}); });
  });
  for (const auto& segment : segments_.days()) due.insert(segment.day);
  std::int64_t gone = 0;
  for (const auto day : due) {
    if (!is_over(day)) continue;
    WARD_CHECK(segments_.remove(shelf, day));  // first the file: rows that outlive it are met by the next sweep
    std::int64_t rows = 0;
    WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
      rows = t.exec("UPDATE file SET gone = 1 WHERE day = ? AND gone = 0", number_of(day));
      journal::append(t, city_.clock,
                      {.type = "files.deleted",
                       .subject = "files",
                       .actor = "system",
                       .purpose = "retention",
                       .payload = {{"day", number_of(day)}, {"count", rows}}});
      return {};
    }));
    gone += rows;
  }
  return gone;
}

std::vector<Text> Files::verify() {
  std::vector<Text> faults;
  std::set<Id> named;
  city_.db.read([&](storage::Transaction& t) {
    t.query("SELECT id, day, place, size FROM file WHERE gone = 0 ORDER BY day, place", [&](const storage::Row& row) {
      const Id id = row.id(0);
      const std::chrono::sys_days day{std::chrono::days{row.integer(1)}};
      named.insert(id);
      const auto sealed = segments_.read(shelf, day, id, {row.integer(2), row.integer(3)});
      const auto opened =
          sealed ? city_.vault.open(*sealed, id.str()) : Result<crypto::Bytes>(std::unexpected(sealed.error()));
      if (!opened)
        faults.push_back({fmt::format("Files: {} cannot be read: {}", id.str(), opened.error().message.en),
                          fmt::format("文件：无法读取 {}：{}", id.str(), opened.error().message.zh)});
    });
    for (const auto& segment : segments_.days())
      for (const storage::Piece& piece : segments_.scan(segment.shelf, segment.day).pieces)
        // A crash between file and row leaves such bytes, but not in the journal.
        if (!named.contains(piece.id) && !find(t, piece.id) &&
            !journal::list(t, {.type = "file.kept", .subject = piece.id.str(), .limit = 1}).empty())
          faults.push_back({fmt::format("Files: the row of {} is gone, its content is there.", piece.id.str()),
                            fmt::format("文件：{} 的内容仍在，但其记录已丢失。", piece.id.str())});
  });
  return faults;
}

}  // namespace ward::city::files
