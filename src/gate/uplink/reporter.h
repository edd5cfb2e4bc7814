// The gate's health, told every five seconds; the server's time comes back and gives the offset of the clocks.
#pragma once

#include "gate/journal/journal.h"
#include "gate/uplink/status.h"
#include "gate/uplink/transport.h"
#include "gate/whitelist/whitelist.h"

namespace ward::gate {

// One thread calls step().
class Reporter {
 public:
  static constexpr Millis every{5'000};
  static constexpr Millis longest_round_trip{2'000};  // a slower exchange says too little about the clocks

  Reporter(Journal& journal, const Whitelist* whitelist, Transport& transport, UplinkStatus& status, const Clock& clock,
           UplinkHooks gate)
      : journal_(journal),
        whitelist_(whitelist),
        transport_(transport),
        status_(status),
        clock_(clock),
        gate_(std::move(gate)) {}

  Millis step();

 private:
  Health complete() const;
  Result<Time> exchange();

  Journal& journal_;
  const Whitelist* whitelist_;
  Transport& transport_;
  UplinkStatus& status_;
  const Clock& clock_;
  const UplinkHooks gate_;
};

}  // namespace ward::gate
