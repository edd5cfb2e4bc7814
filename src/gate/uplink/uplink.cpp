#include "gate/uplink/uplink.h"

#include <condition_variable>
#include <fstream>
#include <thread>

#include "base/log.h"
#include "gate/uplink/follower.h"
#include "gate/uplink/reporter.h"
#include "gate/uplink/sender.h"

namespace ward::gate {

namespace {

// A thread that repeats a step, waiting as long as the step says. A nudge ends a pause of `idle` only: the pause after
// a failure is kept, however much there is to do.
class Repeater {
 public:
  explicit Repeater(std::function<Millis()> step, Millis idle = Millis::max())
      : idle_(idle), thread_([this, step = std::move(step)](const std::stop_token& stop) { run(stop, step); }) {}

  void nudge() {
    {
      std::lock_guard lock(mutex_);
      nudged_ = true;
    }
    wake_.notify_one();
  }

 private:
  void run(const std::stop_token& stop, const std::function<Millis()>& step) {
    while (!stop.stop_requested()) {
      const Millis pause = attempt(step);
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, pause, [&] { return nudged_ && pause == idle_; });
      nudged_ = false;
    }
  }

  // The journal's disk may fail in ways that are no value; the gate goes on, and tries again.
  static Millis attempt(const std::function<Millis()>& step) try {
    return step();
  } catch (const storage::DatabaseError& e) {
    log::error("uplink: {}", e.what());
    return Backoff::longest;
  }

  const Millis idle_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool nudged_ = false;  // guarded by mutex_
  std::jthread thread_;  // last: it starts when everything else stands
};

class RunningUplink final : public Uplink {
 public:
  RunningUplink(const UplinkOptions& options, Journal& journal, Whitelist* whitelist, const Clock& clock,
                UplinkHooks gate)
      : journal_(journal),
        up_(make_transport(options.server, options.key, options.authority, Millis{30'000}, stop_.get_token())),
        down_(make_transport(options.server, options.key, options.authority, Follower::wait + Millis{15'000},
                             stop_.get_token())),
        told_(make_transport(options.server, options.key, options.authority, Millis{10'000}, stop_.get_token())),
        sender_(journal, *up_, status_, std::random_device{}()),
        reporter_(journal, whitelist, *told_, status_, clock, std::move(gate)),
        sending_([this] { return sender_.step(); }, Sender::nothing_to_do),
        reporting_([this] { return reporter_.step(); }) {
    if (whitelist) {
      follower_.emplace(*whitelist, *down_, status_, clock, std::random_device{}());
      following_.emplace([this] { return follower_->step(); });
    }
    journal_.on_append([this] { sending_.nudge(); });
  }
  ~RunningUplink() override {
    journal_.on_append({});
    stop_.request_stop();
  }

  UplinkState state() const override { return status_.get(); }

 private:
  Journal& journal_;
  std::stop_source stop_;  // of what waits for the network
  UplinkStatus status_;
  std::unique_ptr<Transport> up_, down_, told_;  // one connection a thread
  Sender sender_;
  Reporter reporter_;
  std::optional<Follower> follower_;
  Repeater sending_, reporting_;
  std::optional<Repeater> following_;
};

// The gate works alone.
class NoUplink final : public Uplink {
 public:
  UplinkState state() const override { return {}; }
};

Result<std::string> read_key(const std::string& file) {
  std::ifstream in(file);
  std::string key;
  if (in >> key && !key.empty()) return key;
  return fail(ErrorKind::invalid, "uplink.key",
              {"Cannot read a device key from " + file + ".", "无法从 " + file + " 读取设备密钥。"}, "server.key_file");
}

}  // namespace

Result<UplinkOptions> uplink_from_config(Config& config) {
  UplinkOptions options;
  options.server = config.text("server.url", "", "Address of the server, e.g. https://ward.example; empty: none.");
  options.key = config.text("server.key", "", "The key of this device, as the console showed it once.");
  const std::string file = config.text("server.key_file", "", "Or a file that holds the key.");
  options.authority =
      config.text("server.authority", "", "PEM file of the authority that signed the server's certificate.");
  if (options.key.empty() && !file.empty()) {
    WARD_TRY(key, read_key(file));
    options.key = std::move(key);
  }
  if (!options.server.empty() && options.key.empty())
    return fail(
        ErrorKind::invalid, "uplink.key",
        {"server.url needs server.key or server.key_file.", "设置 server.url 时需要 server.key 或 server.key_file。"},
        "server.key");
  return options;
}

std::unique_ptr<Uplink> Uplink::start(const UplinkOptions& options, Journal& journal, Whitelist* whitelist,
                                      const Clock& clock, UplinkHooks gate) {
  if (options.server.empty()) return std::make_unique<NoUplink>();
  return std::make_unique<RunningUplink>(options, journal, whitelist, clock, std::move(gate));
}

}  // namespace ward::gate
