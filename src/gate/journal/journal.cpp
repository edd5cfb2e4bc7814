#include "gate/journal/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/log.h"

namespace ward::gate {

namespace {

constexpr std::size_t max_picture = 2 << 20;  // bytes, as the server takes them

std::string capture_context(const Id& id) { return "capture:" + id.str(); }

std::int64_t count(storage::Database& database, std::string_view sql) {
  std::int64_t rows = 0;
  database.read(
      [&](storage::Transaction& tx) { tx.query(sql, [&](const storage::Row& row) { rows = row.integer(0); }); });
  return rows;
}

}  // namespace

Journal::Journal(GateStore& store, JournalOptions options)
    : store_(store), options_(std::move(options)), reserve_file_(store.directory / "reserve") {
  if (!options_.free_space)
    options_.free_space = [directory = store.directory] {
      std::error_code error;
      const auto space = std::filesystem::space(directory, error);
      return error ? 0 : space.available;
    };
}

Result<std::unique_ptr<Journal>> Journal::open(GateStore& store, JournalOptions options) {
  std::unique_ptr<Journal> journal(new Journal(store, std::move(options)));
  journal->depth_ = count(*store.database, "SELECT count(*) FROM passage");
  journal->rejected_ = count(*store.database, "SELECT count(*) FROM rejected");
  // A disk that is already full is no reason not to start: the health says so and the last passages have their rule.
  if (const auto made = journal->make_reserve(); !made) log::warn("{}", made.error().message.en);
  return journal;
}

Result<> Journal::append(const city::Passage& passage, std::span<const std::uint8_t> jpeg) {
  Result<> written = write(passage, jpeg);
  if (!written && written.error().code == "storage.full" && release_reserve()) written = write(passage, {});
  write_failed_ = !written && written.error().code == "storage.full";
  if (!written) return written;
  std::lock_guard lock(listener_mutex_);
  if (listener_) listener_();
  return {};
}

Result<> Journal::write(city::Passage passage, std::span<const std::uint8_t> jpeg) {
  const bool picture = !jpeg.empty() && jpeg.size() <= max_picture && passage.capture && room(options_.floor);
  if (!jpeg.empty() && !picture) log::warn("the picture of passage {} is not kept: no room for it", passage.id.str());
  if (!picture) passage.capture.reset();  // it names only a picture that will come
  const std::string body = json::serialize(city::to_json(passage));
  const storage::Blob sealed = picture ? store_.key.seal(jpeg, capture_context(*passage.capture)) : storage::Blob{};
  bool added = false;
  WARD_CHECK(store_.database->write([&](storage::Transaction& tx) -> Result<> {
    added = tx.exec("INSERT OR IGNORE INTO passage (id, body) VALUES (?, ?)", passage.id, body) > 0;
    if (added && picture)
      tx.exec("INSERT OR IGNORE INTO capture (id, passage, ready, sealed) VALUES (?, ?, 0, ?)", *passage.capture,
              passage.id, sealed);
    return {};
  }));
  if (added) ++depth_;
  return {};
}

std::vector<PendingPassage> Journal::pending(std::size_t limit) const {
  std::vector<PendingPassage> rows;
  store_.database->read([&](storage::Transaction& tx) {
    tx.query(
        "SELECT id, body FROM passage ORDER BY seq LIMIT ?",
        [&](const storage::Row& row) { rows.push_back({row.id(0), row.text(1)}); }, limit);
  });
  return rows;
}

Result<> Journal::acknowledge(const std::vector<Id>& passages) {
  std::int64_t gone = 0;
  WARD_CHECK(store_.database->write([&](storage::Transaction& tx) -> Result<> {
    gone = 0;
    for (const Id& id : passages) {
      gone += tx.exec("DELETE FROM passage WHERE id = ?", id);
      tx.exec("UPDATE capture SET ready = 1 WHERE passage = ?", id);
    }
    return {};
  }));
  depth_ -= gone;
  return {};
}

Result<> Journal::reject(const std::vector<Rejected>& passages) {
  std::int64_t moved = 0;
  WARD_CHECK(store_.database->write([&](storage::Transaction& tx) -> Result<> {
    moved = 0;
    for (const Rejected& row : passages) {
      tx.exec("INSERT OR IGNORE INTO rejected SELECT id, body, ?, ? FROM passage WHERE id = ?", row.code, row.detail,
              row.id);
      moved += tx.exec("DELETE FROM passage WHERE id = ?", row.id);
      tx.exec("DELETE FROM capture WHERE passage = ?", row.id);
    }
    return {};
  }));
  depth_ -= moved;
  rejected_ += moved;
  return {};
}

std::optional<PendingCapture> Journal::next_capture() const {
  while (true) {
    std::optional<PendingCapture> next;
    store_.database->read([&](storage::Transaction& tx) {
      tx.query("SELECT id, sealed FROM capture WHERE ready = 1 ORDER BY seq LIMIT 1",
               [&](const storage::Row& row) { next = {row.id(0), row.blob(1)}; });
    });
    if (!next) return std::nullopt;
    if (auto plain = store_.key.open(next->jpeg, capture_context(next->id))) {
      next->jpeg = *std::move(plain);
      return next;
    }
    log::error("the picture {} does not open with this gate's key and is dropped", next->id.str());
    if (!store_.database->write([&](storage::Transaction& tx) -> Result<> {
          tx.exec("DELETE FROM capture WHERE id = ?", next->id);
          return {};
        }))
      return std::nullopt;
  }
}

Result<> Journal::forget_capture(const Id& capture) {
  return store_.database->write([&](storage::Transaction& tx) -> Result<> {
    tx.exec("DELETE FROM capture WHERE id = ?", capture);
    return {};
  });
}

std::size_t Journal::depth() const { return std::size_t(std::max<std::int64_t>(depth_, 0)); }
std::size_t Journal::rejected() const { return std::size_t(rejected_.load()); }

void Journal::on_append(std::function<void()> listener) {
  std::lock_guard lock(listener_mutex_);
  listener_ = std::move(listener);
}

std::string Journal::fault() {
  if (!reserve_there_ && room(options_.floor + options_.reserve)) {
    if (const auto made = make_reserve(); !made) log::warn("{}", made.error().message.en);
  }
  return write_failed_ || !reserve_there_ || !room(options_.floor) ? "storage_full" : "";
}

bool Journal::room(std::uintmax_t bytes) const { return options_.free_space() >= bytes; }

// Really allocated, so that releasing it really gives room.
Result<> Journal::make_reserve() {
  const int fd = ::open(reserve_file_.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const bool made = fd >= 0 && ::posix_fallocate(fd, 0, off_t(options_.reserve)) == 0;
  if (fd >= 0) ::close(fd);
  if (!made) ::unlink(reserve_file_.c_str());
  reserve_there_ = made;
  if (made) return {};
  return fail(ErrorKind::unavailable, "journal.reserve",
              {"Cannot set aside room for the last passages in " + reserve_file_.string() + ".",
               "无法在 " + reserve_file_.string() + " 预留空间。"});
}

bool Journal::release_reserve() {
  if (!reserve_there_.exchange(false)) return false;
  log::error("the disk is full: the reserve is released for the last passages");
  return ::unlink(reserve_file_.c_str()) == 0;
}

}  // namespace ward::gate
