#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/log.h"
#include "gate/barrier/relays.h"

namespace ward::gate {

namespace {

class LogRelay final : public Relay {
 public:
  LogRelay(std::string file, const Clock& clock) : file_(std::move(file)), clock_(clock) {}

  Result<> open(std::chrono::seconds hold) override { return write(fmt::format("open {}", hold.count())); }
  Result<> close() override { return write("close"); }
  bool closes_itself() const override { return false; }
  std::string describe() const override { return file_.empty() ? "log" : "log " + file_; }
  Result<std::string> ask() override { return describe() + ": nothing moves"; }

 private:
  Result<> write(const std::string& command) const {
    if (file_.empty()) {
      log::info("barrier: {}", command);
      return {};
    }
    const std::string line = to_rfc3339(clock_.now()) + " " + command + "\n";
    const int fd = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    const bool written = fd >= 0 && ::write(fd, line.data(), line.size()) == ssize_t(line.size());
    if (fd >= 0) ::close(fd);
    if (written) return {};
    return fail(ErrorKind::unavailable, "barrier.log", {"Cannot write to " + file_ + ".", "无法写入 " + file_ + "。"});
  }

  const std::string file_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<Relay> make_log_relay(std::string file, const Clock& clock) {
  return std::make_unique<LogRelay>(std::move(file), clock);
}

}  // namespace ward::gate
