#include "city/captures/store.h"

#include <fmt/format.h>

#include "city/journal/journal.h"
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

}  // namespace

Result<std::unique_ptr<Captures>> Captures::open(City& city) {
  WARD_TRY(segments, storage::Segments::open(city.data / "captures"));
  return std::unique_ptr<Captures>(new Captures(city, std::move(segments)));
}

Result<> Captures::put(const devices::DeviceCaller& device, const Id& id, std::string_view jpeg) {
  if (!is_jpeg(jpeg))
    return fail(ErrorKind::invalid, "image.format", {"The picture is not a JPEG.", "图片不是 JPEG 格式。"}, "image");
  std::optional<Id> passage;
  std::int64_t days = 0;
  bool is_there = false;
  city_.db.read([&](storage::Transaction& t) {
    passage = passages::passage_of_capture(t, device.device, id);
    days = t.first(
                "SELECT capture_days FROM site WHERE id = ?", [](const storage::Row& row) { return row.integer(0); },
                device.site)
               .value_or(0);
    is_there = find(t, id).has_value();
  });
  if (!passage)
    return fail(ErrorKind::conflict, "capture.passage",
                {"No stored passage of this device has this picture.", "该设备没有引用此图片的通行记录。"}, "id");
  if (is_there || days == 0) return {};

  // First the file, then the row: a crash between leaves bytes that nobody refers to, never a row without a picture.
  const auto day = std::chrono::floor<std::chrono::days>(city_.clock.now());
  const crypto::Bytes sealed = city_.vault.seal(crypto::as_bytes(jpeg), id.str());
  WARD_TRY(place, segments_->append(device.site.str(), day, id, sealed));
  return city_.db.write([&](storage::Transaction& t) -> Result<> {
    const auto added = t.exec(
        "INSERT INTO capture (id, passage, site, day, place, size) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id, *passage, device.site, number_of(day), place.offset, place.size);
    if (added > 0)
      journal::append(t, city_.clock,
                      {.type = "capture.kept",
                       .subject = id.str(),
                       .actor = "device:" + device.device.str(),
                       .purpose = "passage",
                       .payload = {{"passage", passage->str()}},
                       .unit = device.site.str()});
    return {};
  });
}

Result<std::optional<Captures::Picture>> Captures::get(const Id& id, const std::string& actor,
                                                       const std::function<bool(const Id& site)>& may_see) {
  std::optional<Kept> kept;
  city_.db.read([&](storage::Transaction& t) { kept = find(t, id); });
  if (!kept || kept->gone || !may_see(kept->site)) return std::nullopt;
  WARD_TRY(sealed, segments_->read(kept->site.str(), kept->day, id, kept->place));
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
  struct Due {
    Id site;
    std::chrono::sys_days day;
  };
  const auto today = std::chrono::floor<std::chrono::days>(city_.clock.now());
  std::vector<Due> due;
  city_.db.read([&](storage::Transaction& t) {
    // A picture of day D is kept through day D + capture_days.
    t.query(
        "SELECT DISTINCT c.site, c.day FROM capture c LEFT JOIN site s ON s.id = c.site"
        " WHERE c.gone = 0 AND c.day + coalesce(s.capture_days, 0) < ?",
        [&](const storage::Row& row) {
          due.push_back({row.id(0), std::chrono::sys_days{std::chrono::days{row.integer(1)}}});
        },
        number_of(today));
  });
  std::int64_t gone = 0;
  for (const Due& d : due) {
    // First the file: rows that outlive it by a crash are met again by the next sweep.
    WARD_CHECK(segments_->remove(d.site.str(), d.day));
    const auto written = city_.db.write([&](storage::Transaction& t) -> Result<> {
      const auto rows =
          t.exec("UPDATE capture SET gone = 1 WHERE site = ? AND day = ? AND gone = 0", d.site, number_of(d.day));
      gone += rows;
      journal::append(t, city_.clock,
                      {.type = "captures.deleted",
                       .subject = d.site.str(),
                       .actor = "system",
                       .purpose = "retention",
                       .payload = {{"day", number_of(d.day)}, {"count", rows}},
                       .unit = d.site.str()});
      return {};
    });
    WARD_CHECK(written);
  }
  return gone;
}

std::vector<Text> Captures::verify() {
  std::vector<Text> faults;
  city_.db.read([&](storage::Transaction& t) {
    t.query("SELECT id, passage, site, day, place, size FROM capture WHERE gone = 0 ORDER BY site, day, place",
            [&](const storage::Row& row) {
              const Id id = row.id(0), passage = row.id(1), site = row.id(2);
              const std::chrono::sys_days day{std::chrono::days{row.integer(3)}};
              if (!passages::find(t, passage))
                faults.push_back({fmt::format("Captures: {} belongs to a passage that is not there.", id.str()),
                                  fmt::format("抓拍：{} 所属的通行记录不存在。", id.str())});
              const auto sealed = segments_->read(site.str(), day, id, {row.integer(4), row.integer(5)});
              const auto opened =
                  sealed ? city_.vault.open(*sealed, id.str()) : Result<crypto::Bytes>(std::unexpected(sealed.error()));
              if (!opened)
                faults.push_back({fmt::format("Captures: {} cannot be read: {}", id.str(), opened.error().message.en),
                                  fmt::format("抓拍：无法读取 {}：{}", id.str(), opened.error().message.zh)});
            });
  });
  return faults;
}

}  // namespace ward::city::captures
