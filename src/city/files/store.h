// What people have sent, sealed with the vault's key in a segment file of its day, for a number of days. The row stays
// and says that it is gone.
#pragma once

#include <functional>

#include "city/city.h"
#include "city/files/files.h"
#include "storage/segments.h"

namespace ward::city::files {

// Whether it was sent by this account and is still kept.
bool was_sent_by(storage::Transaction& t, const Id& file, const std::string& actor);
// It was named in something of `unit`, perhaps of `site`: whoever sees those sees it from now on. Again is the same as
// once.
void use(storage::Transaction& t, const Id& file, const Id& unit, const std::optional<Id>& site = {});

// Safe to use from any thread.
class Files {
 public:
  // In `<data>/files`, which the first one makes; kept for `days` days after the day it was sent.
  Files(City& city, int days) : city_(city), days_(days), segments_(city.data / "files") {}

  // Sent again by the same account it counts once. Errors: "files.format", "files.taken" (another file has the id),
  // "storage.full".
  Result<File> put(const Id& id, std::string_view said_type, std::string_view content, const std::string& actor);

  struct Content {
    std::string media_type;
    std::string bytes;
  };
  // Who may see it, asked before anything is read: who sent it, and the places where it was named.
  struct Seen {
    std::string sender;
    std::vector<std::string> paths;  // of units
    std::vector<Id> sites;
  };
  // Nothing when it was never kept, its time is over or it may not be seen. The access is journalled before the content
  // is handed out. Errors: "segments.*", "seal.broken".
  Result<std::optional<Content>> get(const Id& id, const std::string& actor,
                                     const std::function<bool(const Seen&)>& may_see);

  // Deletes the days that are over, also what lies there without a row (a crash came between). How many went.
  Result<std::int64_t> sweep();
  // Compares rows and segments: one sentence for each that does not fit.
  std::vector<Text> verify();

 private:
  bool is_over(std::chrono::sys_days day) const;

  City& city_;
  const int days_;
  storage::Segments segments_;
};

}  // namespace ward::city::files
