// Pictures kept of passages: sealed with the vault's key in a segment file of the site and the day they came, for as
// many days as the site says, then gone with the file. The row stays and says so.
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
  // In `<data>/captures`. Errors: "segments.unwritable".
  static Result<std::unique_ptr<Captures>> open(City& city);

  // Keeps the picture of the passage of `device` that names it. Again is the same as once. A site that keeps no
  // pictures (capture_days 0) takes it and drops it, so that the gate need not know. Errors: "capture.passage" (no
  // stored passage of this device names it), "image.format" (not a JPEG), "storage.full".
  Result<> put(const devices::DeviceCaller& device, const Id& id, std::string_view jpeg);

  struct Picture {
    Id site;
    std::string jpeg;
  };
  // Nothing when it was never kept or its time is over. The access is journalled before the picture is handed out.
  // `may_see` is asked before anything is read. Errors: "segments.*", "seal.broken".
  Result<std::optional<Picture>> get(const Id& id, const std::string& actor,
                                     const std::function<bool(const Id& site)>& may_see);

  // Deletes the days that are over, also of sites that shortened their time. Returns how many pictures went.
  Result<std::int64_t> sweep();

  // Compares the index with the segments: one sentence for each that does not fit.
  std::vector<Text> verify();

 private:
  Captures(City& city, std::unique_ptr<storage::Segments> segments) : city_(city), segments_(std::move(segments)) {}
  City& city_;
  std::unique_ptr<storage::Segments> segments_;
};

// PUT /device/captures/{id}, GET /captures/{id}
void routes(http::Router& router, City& city, Captures& captures);

}  // namespace ward::city::captures
