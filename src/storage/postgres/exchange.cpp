#include "storage/postgres/exchange.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/crypto.h"
#include "base/log.h"
#include "storage/postgres/pieces.h"

namespace ward::storage::postgres {

namespace {

constexpr std::size_t max_waiting = 10'000;               // messages
constexpr std::chrono::milliseconds pause{500};           // between two tries to connect
constexpr std::string_view lost = "lost", text = "text";  // what a message begins with

// The programs of one schema hear each other.
std::string channel_of(Connection& connection) {
  std::string schema;
  connection.begin_reading();
  connection.each("SELECT current_schema()", {}, [&](const Row& row) { schema = row.text(0); });
  connection.commit();
  return "ward." + schema;
}

// Carries what is told here to the others.
class Sender {
 public:
  Sender(const Address& address, std::string name)
      : connection_(address, Connection::Mode::reader), name_(std::move(name)), thread_([this] { run(); }) {}
  ~Sender() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  Sender(const Sender&) = delete;

  void tell(std::string message) {
    {
      std::lock_guard lock(mutex_);
      if (waiting_.size() < max_waiting)
        waiting_.push_back(std::move(message));
      else
        lost_ = true;
    }
    wake_.notify_all();
  }

 private:
  void run();
  void send(const std::deque<std::string>& messages);

  Connection connection_;  // used by the thread only
  std::string channel_;
  const std::string name_;
  std::uint64_t sent_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> waiting_;  // guarded by mutex_
  bool lost_ = false;                // guarded by mutex_: something was not carried, and the others must hear that
  bool closing_ = false;             // guarded by mutex_
  std::thread thread_;
};

void Sender::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return closing_ || lost_ || !waiting_.empty(); });
    if (closing_ && waiting_.empty()) return;
    std::deque<std::string> messages;
    messages.swap(waiting_);
    for (std::string& message : messages) message.insert(0, text);
    if (std::exchange(lost_, false)) messages.emplace_back(lost);
    lock.unlock();
    bool done = false;
    try {
      send(messages);
      done = true;
    } catch (const std::exception& e) {
      log::warn("other servers cannot be told: {}", e.what());
      connection_.close();
    }
    lock.lock();
    if (done) continue;
    if (closing_) return;
    lost_ = true;
    wake_.wait_for(lock, pause, [&] { return closing_; });
  }
}

void Sender::send(const std::deque<std::string>& messages) {
  if (connection_.is_lost()) {
    channel_ = channel_of(connection_);
    connection_.command("SET synchronous_commit = off");  // nothing is kept
  }
  std::vector<std::vector<Value>> rows;
  for (const std::string& message : messages)
    for (std::string& piece : cut(name_, sent_++, message)) rows.push_back({channel_, std::move(piece)});
  connection_.command("BEGIN");
  connection_.bulk("SELECT pg_notify(?, ?)", rows);
  connection_.commit();
}

// Hears what the others tell.
class Hearer {
 public:
  Hearer(const Address& address, std::string own_name, std::function<void(std::string_view)> heard,
         std::function<void()> missed)
      : connection_(address, Connection::Mode::reader),
        own_name_(std::move(own_name)),
        heard_(std::move(heard)),
        missed_(std::move(missed)) {
    try {
      listen();
    } catch (const std::exception& e) {
      log::warn("other servers cannot be heard yet: {}", e.what());
    }
    thread_ = std::thread([this] { run(); });
  }
  ~Hearer() {
    ::eventfd_write(stop_, 1);
    thread_.join();
    ::close(stop_);
  }
  Hearer(const Hearer&) = delete;

 private:
  void run();
  void listen();
  void take();
  // Until there is something to read, or for this long; false when it is time to stop.
  bool wait(int socket, int milliseconds) const;

  Connection connection_;  // used by the thread only
  const std::string own_name_;
  const std::function<void(std::string_view)> heard_;
  const std::function<void()> missed_;
  Assembly assembly_;
  const int stop_ = ::eventfd(0, EFD_CLOEXEC);
  std::thread thread_;
};

bool Hearer::wait(int socket, int milliseconds) const {
  pollfd ready[2] = {{stop_, POLLIN, 0}, {socket, POLLIN, 0}};
  ::poll(ready, socket < 0 ? 1 : 2, milliseconds);
  return ready[0].revents == 0;
}

void Hearer::listen() {
  const std::string channel = channel_of(connection_);
  connection_.command("LISTEN \"" + channel + "\"");
  assembly_ = {};
}

void Hearer::take() {
  if (PQconsumeInput(connection_.raw()) == 0) throw DatabaseError("the connection that listens was lost");
  while (PGnotify* raw = PQnotifies(connection_.raw())) {
    const std::unique_ptr<PGnotify, void (*)(void*)> notice(raw, PQfreemem);
    const auto message = assembly_.add(notice->extra);
    if (!message || message->sender == own_name_) continue;
    if (message->text == lost)
      missed_();
    else
      heard_(std::string_view(message->text).substr(text.size()));
  }
}

void Hearer::run() {
  bool go_on = true;
  while (go_on) {
    try {
      if (connection_.is_lost()) {
        listen();
        missed_();
      }
      take();  // also what came with the answer to LISTEN
      go_on = wait(PQsocket(connection_.raw()), -1);
    } catch (const std::exception& e) {
      log::warn("other servers cannot be heard: {}", e.what());
      connection_.close();
      go_on = wait(-1, int(pause.count()));
    }
  }
}

class NotifyExchange final : public Exchange {
 public:
  NotifyExchange(const Address& address, std::function<void(std::string_view)> heard, std::function<void()> missed)
      : sender_(address, name_), hearer_(address, name_, std::move(heard), std::move(missed)) {}
  void tell(std::string message) override { sender_.tell(std::move(message)); }

 private:
  const std::string name_ = crypto::hex(crypto::random_bytes(8));
  Sender sender_;
  Hearer hearer_;
};

}  // namespace

std::unique_ptr<Exchange> open_exchange(const Address& address, std::function<void(std::string_view)> heard,
                                        std::function<void()> missed) {
  return std::make_unique<NotifyExchange>(address, std::move(heard), std::move(missed));
}

}  // namespace ward::storage::postgres
