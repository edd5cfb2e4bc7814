#include "city/captures/store.h"

#include <fmt/format.h>

#include <set>

#include "city/journal/store.h"
#include "city/passages/store.h"

namespace ward::city::captures {

namespace {

struct Kept {
  Id passage, site;
  std::chrono::sys_days day;
  storage::Place place;
  bool gone;
};

std::optional<Kept> find(storage::Transaction& t, const Id& id) {
  return t.first(
      "SELECT passage, site, day, place, size, gone FROM capture WHERE id = ?",
      [](const storage::Row& row) {
        return Kept{row.id(0),
                    row.id(1),
                    std::chrono::sys_days{std::chrono::days{row.integer(2)}},
                    {row.integer(3), row.integer(4)},
                    row.boolean(5)};
      },
      id);
}

bool is_jpeg(std::string_view bytes) { return bytes.size() > 4 && bytes.starts_with("\xff\xd8\xff"); }

std::int64_t number_of(std::chrono::sys_days day) { return day.time_since_epoch().count(); }

std::chrono::sys_days day_of(Time time) { return std::chrono::floor<std::chrono::days>(time); }

// When the passage was, by the server's clock. A gate whose clock runs ahead keeps no picture longer.
Time own_time(const passages::StoredPassage& row) {
  return std::min(row.passage.at - Millis{row.passage.clock_offset_ms}, row.received_at);
}

// A picture of day D is kept through day D + capture_days.
bool is_over(std::chrono::sys_days day, std::int64_t capture_days, Time now) {
  return day + std::chrono::days{capture_days} < day_of(now);
}

// 0 for a site that is not known.
std::int64_t days_kept(storage::Transaction& t, const Id& site) {
  return t
      .first(
          "SELECT capture_days FROM site WHERE id = ?", [](const storage::Row& row) { return row.integer(0); }, site)
      .value_or(0);
}

}  // namespace

Result<> Captures::put(const devices::DeviceCaller& device, const Id& id, std::string_view jpeg) {
  if (!is_jpeg(jpeg))
    return fail(ErrorKind::invalid, "image.format", {"The picture is not a JPEG.", "图片不是 JPEG 格式。"}, "image");
  std::optional<passages::StoredPassage> passage;
  std::int64_t days = 0;
  bool is_there = false;
  city_.db.read([&](storage::Transaction& t) {
    if (const auto named = passages::passage_of_capture(t, device.device, id)) passage = passages::find(t, *named);
    days = days_kept(t, device.site);
    is_there = find(t, id).has_value();
  });
  if (!passage)
    return fail(ErrorKind::conflict, "capture.passage",
                {"No stored passage of this device has this picture.", "该设备没有引用此图片的通行记录。"}, "id");
  const auto day = day_of(own_time(*passage));
  if (is_there || days == 0 || is_over(day, days, city_.clock.now())) return {};

  // First the file, then the row: a crash between leaves bytes that nobody refers to, never a row without a picture.
  const crypto::Bytes sealed = city_.vault.seal(crypto::as_bytes(jpeg), id.str());
  WARD_TRY(place, segments_.append(device.site.str(), day, id, sealed));
  return city_.db.write([&](storage::Transaction& t) -> Result<> {
    const auto added = t.exec(
        "INSERT INTO capture (id, passage, site, day, place, size) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id, passage->passage.id, device.site, number_of(day), place.offset, place.size);
    if (added > 0)
      journal::append(t, city_.clock,
                      {.type = "capture.kept",
                       .subject = id.str(),
                       .actor = "device:" + device.device.str(),
                       .purpose = "passage",
                       .payload = {{"passage", passage->passage.id.str()}},
                       .unit = device.site.str()});
    return {};
  });
}

Result<std::optional<Captures::Picture>> Captures::get(const Id& id, const std::string& actor,
                                                       const std::function<bool(const Id& site)>& may_see) {
  std::optional<Kept> kept;
  city_.db.read([&](storage::Transaction& t) { kept = find(t, id); });
  if (!kept || kept->gone || !may_see(kept->site)) return std::nullopt;
  WARD_TRY(sealed, segments_.read(kept->site.str(), kept->day, id, kept->place));
  WARD_TRY(jpeg, city_.vault.open(sealed, id.str()));
  const auto journalled = city_.db.write([&](storage::Transaction& t) -> Result<> {
    journal::append(t, city_.clock,
                    {.type = "capture.seen",
                     .subject = id.str(),
                     .actor = actor,
                     .purpose = "review of a passage",
                     .payload = {{"passage", kept->passage.str()}},
                     .unit = kept->site.str()});
    return {};
  });
  WARD_CHECK(journalled);
  return Picture{kept->site, std::string(jpeg.begin(), jpeg.end())};
}

Result<std::int64_t> Captures::sweep() {
  // What the rows name and what lies there: neither may stay behind alone.
  std::set<std::pair<Id, std::chrono::sys_days>> due;
  city_.db.read([&](storage::Transaction& t) {
    t.query("SELECT DISTINCT site, day FROM capture WHERE gone = 0", [&](const storage::Row& row) {
      due.emplace(row.id(0), std::chrono::sys_days{std::chrono::days{row.integer(1)}});
    });
    for (const auto& [shelf, day] : segments_.days())
      if (const auto site = Id::parse(shelf)) due.emplace(*site, day);
    std::erase_if(due, [&](const auto& d) { return !is_over(d.second, days_kept(t, d.first), city_.clock.now()); });
  });
  std::int64_t gone = 0;
  for (const auto& [site, day] : due) {
    // First the file: rows that outlive it by a crash are met again by the next sweep.
    WARD_CHECK(segments_.remove(site.str(), day));
    std::int64_t rows = 0;
    const auto written = city_.db.write([&](storage::Transaction& t) -> Result<> {
      rows = t.exec("UPDATE capture SET gone = 1 WHERE site = ? AND day = ? AND gone = 0", site, number_of(day));
      journal::append(t, city_.clock,
                      {.type = "captures.deleted",
                       .subject = site.str(),
                       .actor = "system",
                       .purpose = "retention",
                       .payload = {{"day", number_of(day)}, {"count", rows}},
                       .unit = site.str()});
      return {};
    });
    WARD_CHECK(written);
    gone += rows;
  }
  return gone;
}

void Captures::verify_rows(storage::Transaction& t, std::vector<Text>& faults) {
  t.query("SELECT id, passage, site, day, place, size FROM capture WHERE gone = 0 ORDER BY site, day, place",
          [&](const storage::Row& row) {
            const Id id = row.id(0), passage = row.id(1), site = row.id(2);
            const std::chrono::sys_days day{std::chrono::days{row.integer(3)}};
            if (!passages::find(t, passage))
              faults.push_back({fmt::format("Captures: {} belongs to a passage that is not there.", id.str()),
                                fmt::format("抓拍：{} 所属的通行记录不存在。", id.str())});
            const auto sealed = segments_.read(site.str(), day, id, {row.integer(4), row.integer(5)});
            const auto opened =
                sealed ? city_.vault.open(*sealed, id.str()) : Result<crypto::Bytes>(std::unexpected(sealed.error()));
            if (!opened)
              faults.push_back({fmt::format("Captures: {} cannot be read: {}", id.str(), opened.error().message.en),
                                fmt::format("抓拍：无法读取 {}：{}", id.str(), opened.error().message.zh)});
          });
}

// What lies in a file without a row. A crash between file and row leaves such a picture, but not in the journal: one
// that was journalled as kept has lost its row.
void Captures::verify_segment(storage::Transaction& t, const storage::Segments::Day& segment,
                              std::vector<Text>& faults) {
  const auto site = Id::parse(segment.shelf);
  if (!site) return;
  const auto scan = segments_.scan(segment.shelf, segment.day);
  for (const storage::Piece& piece : scan.pieces)
    if (!find(t, piece.id) &&
        !journal::list(t, {.type = "capture.kept", .subject = piece.id.str(), .limit = 1}).empty())
      faults.push_back({fmt::format("Captures: the row of {} is gone, its picture is there.", piece.id.str()),
                        fmt::format("抓拍：{} 的图片仍在，但其记录已丢失。", piece.id.str())});
  const std::string file = segments_.file_of(segment.shelf, segment.day).string();
  for (const storage::Place& gap : scan.damage) {
    const auto row = t.first(
        "SELECT id FROM capture WHERE site = ? AND day = ? AND place >= ? AND place < ?",
        [](const storage::Row& r) { return r.id(0); }, *site, number_of(segment.day), gap.offset,
        gap.offset + gap.size);
    if (!row)  // else the picture that lies there was reported
      faults.push_back({fmt::format("Captures: {} is damaged for {} bytes at {}.", file, gap.size, gap.offset),
                        fmt::format("抓拍：{} 自第 {} 字节起有 {} 字节损坏。", file, gap.offset, gap.size)});
  }
}

std::vector<Text> Captures::verify() {
  std::vector<Text> faults;
  city_.db.read([&](storage::Transaction& t) {
    verify_rows(t, faults);
    for (const auto& segment : segments_.days()) verify_segment(t, segment, faults);
  });
  return faults;
}

}  // namespace ward::city::captures
