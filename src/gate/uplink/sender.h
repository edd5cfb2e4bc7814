// Passages and their pictures, from the journal to the server: each stored there exactly once, whatever fails in
// between.
#pragma once

#include "gate/journal/journal.h"
#include "gate/uplink/backoff.h"
#include "gate/uplink/status.h"
#include "gate/uplink/transport.h"

namespace ward::gate {

// One thread calls step(). Nothing here waits: the caller does, so that tests need no time.
class Sender {
 public:
  static constexpr std::size_t full_batch = 500;
  static constexpr Millis nothing_to_do{30'000};  // or until the journal has something new

  Sender(Journal& journal, Transport& transport, UplinkStatus& status, std::uint64_t seed)
      : journal_(journal), transport_(transport), status_(status), backoff_(seed) {}

  // Sends one batch, or one picture when no passage waits. Returns how long to wait before the next step.
  Millis step();

 private:
  Millis send_passages(const std::vector<PendingPassage>& batch);
  Millis send_capture(const PendingCapture& capture);
  Result<> settle(const std::vector<PendingPassage>& batch, const std::string& body);
  Millis refused(const std::vector<PendingPassage>& batch, const http::Answer& answer, const Error& error);
  Millis after(const Error& error);

  Journal& journal_;
  Transport& transport_;
  UplinkStatus& status_;
  Backoff backoff_;
  std::size_t batch_ = full_batch;  // halved while the server refuses whole batches, to find the row it cannot read
};

}  // namespace ward::gate
