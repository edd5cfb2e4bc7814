// Which of the states that the pipeline reports is on the screen: a verdict stays long enough to be read. Pure.
#pragma once

#include "base/clock.h"
#include "gate/screen/state.h"

namespace ward::gate {

class Board {
 public:
  // Whether what is shown changed. An answer (verdict, retest, guidance) gives way to another answer at once, to a new
  // face after `least`, to the empty entrance after `full`.
  bool show(const ScreenState& state, Steady now);
  const ScreenState& shown() const { return shown_; }
  // The same with what is left of its wait, for a page that comes later.
  ScreenState left(Steady now) const;

  static constexpr Millis least{1200}, full{3500};

 private:
  ScreenState shown_;
  Steady since_{};
};

}  // namespace ward::gate
