// Pictures kept of passages: sealed with the vault's key in a segment file of the site and the day of the passage, for
// as many days as the site says, then gone with the file. The row stays and says so.
#pragma once

#include <memory>
#include <string_view>

#include "city/city.h"
#include "city/devices/authenticate.h"
#include "storage/segments.h"

namespace ward::city::captures {

constexpr std::size_t max_bytes = 2 << 20;

// Safe to use from any thread.
class Captures {
 public:
  // In `<data>/captures`, which the first picture makes.
  explicit Captures(City& city) : city_(city), segments_(city.data / "captures") {}

  // Keeps the picture of the passage of `device` that names it. Again is the same as once. A picture whose days are
  // over, counted from the passage, or of a site that keeps none (capture_days 0), is taken and dropped, so that the
  // gate need not know. Errors: "capture.passage" (no stored passage of this device names it), "image.format" (not a
  // JPEG), "storage.full".
  Result<> put(const devices::DeviceCaller& device, const Id& id, std::string_view jpeg);

  struct Picture {
    Id site;
    std::string jpeg;
  };
  // Nothing when it was never kept or its time is over. The access is journalled before the picture is handed out.
  // `may_see` is asked before anything is read. Errors: "segments.*", "seal.broken".
  Result<std::optional<Picture>> get(const Id& id, const std::string& actor,
                                     const std::function<bool(const Id& site)>& may_see);

  // Deletes the days that are over, also of sites that shortened their time, and also files that no row names (a crash
  // came between). Returns how many pictures went.
  Result<std::int64_t> sweep();

  // Compares the index with the segments, in both directions: one sentence for each that does not fit.
  std::vector<Text> verify();

 private:
  void verify_rows(storage::Transaction& t, std::vector<Text>& faults);
  void verify_segment(storage::Transaction& t, const storage::Segments::Day& segment, std::vector<Text>& faults);

  City& city_;
  storage::Segments segments_;
};

}  // namespace ward::city::captures
