// The gate's journal: every passage, from before the barrier opens until the server has committed it.
//
// Full disk, the stated rule (docs/design/gate-journal.md): acknowledged rows are removed at once and their pages used
// again; below `floor` of free space no more pictures are kept and the health says storage_full; when a write fails, a
// reserve of 8 MiB is released and the write repeated; when that fails too, append returns the error, the decision is
// made again with storage_fault and the policy's `fail` decides. Passages that the server has not confirmed are never
// removed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "city/passages/passages.h"
#include "gate/journal/store.h"

namespace ward::gate {

// A passage that waits for the server; `body` is its JSON as it is sent.
struct PendingPassage {
  Id id;
  std::string body;
};

// A picture that waits for its turn; sealed on disk, plain here.
struct PendingCapture {
  Id id;
  storage::Blob jpeg;
};

// A passage that the server will never take, and why.
struct Rejected {
  Id id;
  std::string code, detail;
};

struct JournalOptions {
  std::uintmax_t floor = 64 << 20;             // bytes of free space below which pictures are no longer kept
  std::uintmax_t reserve = 8 << 20;            // bytes set aside for the last passages
  std::function<std::uintmax_t()> free_space;  // of the directory's disk; asked of the system when empty
};

// Safe to share between threads.
class Journal {
 public:
  // `store` must outlive it. Errors: storage's own, "journal.reserve".
  static Result<std::unique_ptr<Journal>> open(GateStore& store, JournalOptions options = {});

  // Returns when the passage is on disk. The same id again changes nothing. `jpeg` is kept under passage.capture (at
  // most 2 MiB); when there is no room for pictures the passage is kept without, and names none. Errors:
  // "storage.full", "storage.busy".
  Result<> append(const city::Passage& passage, std::span<const std::uint8_t> jpeg = {});

  // The oldest `limit` passages that the server has not confirmed, in the order in which they were written.
  std::vector<PendingPassage> pending(std::size_t limit) const;
  // The server has these for good: forget them; their pictures may go now.
  Result<> acknowledge(const std::vector<Id>& passages);
  // The server will not take these: kept aside, not sent again, told in the health.
  Result<> reject(const std::vector<Rejected>& passages);

  // The oldest picture whose passage is confirmed.
  std::optional<PendingCapture> next_capture() const;
  Result<> forget_capture(const Id& capture);

  std::size_t depth() const;     // passages not yet confirmed
  std::size_t rejected() const;  // kept aside
  // "" or "storage_full"; makes the reserve again when there is room.
  std::string fault();

  // Called after each append, from the appending thread: wakes the uplink. Empty: nobody.
  void on_append(std::function<void()> listener);

 private:
  Journal(GateStore& store, JournalOptions options);
  Result<> write(city::Passage passage, std::span<const std::uint8_t> jpeg);
  Result<> make_reserve();
  bool release_reserve();
  bool room(std::uintmax_t bytes) const;

  GateStore& store_;
  JournalOptions options_;
  std::filesystem::path reserve_file_;
  std::atomic<bool> reserve_there_{false};
  std::atomic<bool> write_failed_{false};             // the last append did not reach the disk
  std::atomic<std::int64_t> depth_{0}, rejected_{0};  // may lag behind the disk for a moment
  std::mutex listener_mutex_;
  std::function<void()> listener_;  // guarded by listener_mutex_
};

}  // namespace ward::gate
