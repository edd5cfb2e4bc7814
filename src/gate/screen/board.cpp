#include "gate/screen/board.h"

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

}  // namespace ward::gate
