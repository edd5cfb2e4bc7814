// A gate without cameras: the recorder, the journal and the uplink of the real one, with made-up verdicts, a fifth of
// them with a picture, to be killed at any moment.
//
//   gate_drill DIRECTORY SERVER KEY DEVICE RATE THREADS [AUTHORITY]
//
// Records RATE passages a second from THREADS threads. When the recorder opens the "barrier", its id goes to
// DIRECTORY/opened, one write a line (the kernel keeps what a killed process has written); when it cannot be written
// the barrier stays shut and "refused CODE" is said. With RATE 0 it only sends what is left, says "drained DEPTH
// REJECTED" and ends.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <opencv2/core.hpp>
#include <random>
#include <thread>
#include <vector>

#include "gate/pipeline/recorder.h"
#include "gate/uplink/uplink.h"

using namespace ward;

namespace {

city::Passage made_up(const Id& device, const Clock& clock, std::mt19937& random) {
  city::Passage passage;
  passage.id = Id::make(clock.now());
  passage.device = device;
  passage.at = clock.now();
  passage.temperature_cc = 3600 + int(random() % 200);
  passage.temperature_sd_cc = 20;
  passage.temperature_method = "drill";
  passage.simulated = true;
  passage.outcome = city::Outcome::admit;
  passage.opened = true;
  passage.policy_version = "drill";
  return passage;
}

// Writes down for whom it was opened.
class WrittenBarrier final : public gate::Barrier {
 public:
  explicit WrittenBarrier(int log) : log_(log) {}
  Id next;  // who is being recorded
  Result<> open(std::chrono::seconds) override {
    const std::string line = next.str() + "\n";
    if (::write(log_, line.data(), line.size()) != ssize_t(line.size())) std::abort();
    return {};
  }
  void hold_open(bool) override {}
  gate::BarrierHealth health() const override { return {}; }

 private:
  int log_;
};

class NoDisplay final : public gate::Display {
 public:
  void show(const gate::ScreenState&) override {}
  void picture(const cv::Mat&, const std::vector<cv::Rect2f>&) override {}
};

gate::Verdict admitted(const city::Passage& passage, std::mt19937& random) {
  gate::Verdict verdict;
  verdict.passage = passage;
  verdict.decision = {.passage = true, .outcome = city::Outcome::admit, .open = true};
  if (random() % 5 == 0) {
    verdict.picture.create(48, 64, CV_8UC3);
    cv::randu(verdict.picture, 0, 255);
  }
  return verdict;
}

[[noreturn]] void make_traffic(gate::Journal& journal, const Id& device, const Clock& clock, int log, double pause_s) {
  std::mt19937 random(std::random_device{}());
  std::exponential_distribution<double> pause(1 / pause_s);
  WrittenBarrier barrier(log);
  NoDisplay display;
  const gate::Append append = [&](const city::Passage& passage, std::span<const std::uint8_t> jpeg) {
    auto written = journal.append(passage, jpeg);
    if (!written) std::printf("refused %s\n", written.error().code.c_str()), std::fflush(stdout);
    return written;
  };
  gate::Recorder recorder(append, barrier, display, false);
  while (true) {
    const auto passage = made_up(device, clock, random);
    barrier.next = passage.id;
    recorder.record(admitted(passage, random), city::Policy{});
    std::this_thread::sleep_for(std::chrono::duration<double>(pause(random)));
  }
}

void drain(const gate::Journal& journal) {
  while (journal.depth() > 0) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  std::printf("drained %zu %zu\n", journal.depth(), journal.rejected());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7 && argc != 8) {
    std::fprintf(stderr, "usage: gate_drill DIRECTORY SERVER KEY DEVICE RATE THREADS [AUTHORITY]\n");
    return 2;
  }
  const std::filesystem::path directory = argv[1];
  const auto device = Id::parse(argv[4]);
  const double rate = std::atof(argv[5]);
  const int threads = std::atoi(argv[6]);
  const SystemClock clock;
  auto store = gate::GateStore::open(directory);
  if (!device || !store) return 1;
  auto journal = gate::Journal::open(*store);
  const int log = ::open((directory / "opened").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (!journal || log < 0) return 1;
  const std::string authority = argc == 8 ? argv[7] : "";
  const auto uplink = gate::Uplink::start({argv[2], argv[3], authority}, **journal, nullptr, clock,
                                          {.health = [] { return gate::Health{}; }});
  if (rate <= 0) {
    drain(**journal);
    return 0;
  }
  std::vector<std::jthread> traffic;
  for (int i = 0; i < threads; ++i)
    traffic.emplace_back([&] { make_traffic(**journal, *device, clock, log, threads / rate); });
  traffic.clear();  // waits for what never ends: a drill is killed
}
