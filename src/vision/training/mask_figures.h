// How well masks are told, counted as `./do bench faces` counts it.
#pragma once

#include <string>
#include <vector>

#include "vision/training/mask_faces.h"
#include "vision/training/share.h"

namespace ward::vision::training {

struct MaskFigures {
  Share told;                // portraits of masks4k: mask or not told rightly; unsure is never right
  Share bare_called_masked;  // of bare faces of facemask853 that are large enough for a gate
  Share badly_passed;        // badly worn masks of any size whose state is worn
  Share large_badly_passed;  // the same, of those that show a little more than a few pixels of nose
  Share well_called_badly;   // of masks worn well, large enough for a gate, in both sets
  Share well_called_unsure;  // the same
  // Counts a face that was told as `state`; what the detector missed counts nowhere.
  void count(const MaskFace& face, MaskState state);
  // One line a figure: what it is, hits of all, per cent, interval.
  std::string text() const;
};

}  // namespace ward::vision::training
