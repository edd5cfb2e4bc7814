#include "gate/screen/board.h"

#include <algorithm>

namespace ward::gate {

namespace {
bool is_answer(Mood mood) { return mood != Mood::idle && mood != Mood::looking; }
}  // namespace

bool Board::show(const ScreenState& state, Steady now) {
  if (state == shown_) return false;
  const bool lasting = shown_.mood == Mood::fault || shown_.mood == Mood::open_all;  // ends when it ends
  if (is_answer(shown_.mood) && !lasting && !is_answer(state.mood)) {
    const Millis hold = state.mood == Mood::idle ? (shown_.mood == Mood::guiding ? least : full) : least;
    if (now - since_ < hold) return false;
  }
  shown_ = state;
  since_ = now;
  return true;
}

ScreenState Board::left(Steady now) const {
  ScreenState state = shown_;
  const auto gone = std::chrono::duration_cast<std::chrono::seconds>(now - since_).count();
  state.wait_s = std::max(0, state.wait_s - static_cast<int>(gone));
  return state;
}

}  // namespace ward::gate
