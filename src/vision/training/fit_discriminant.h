// Fits the projection for masked faces: Fisher's linear discriminant (Fisher, Annals of Eugenics 7:179, 1936).
#pragma once

#include <span>
#include <vector>

#include "vision/discriminant.h"

namespace ward::vision::training {

struct PersonFace {
  std::size_t person = 0;  // any number; faces of one person, masked or not, share it
  Embedding embedding{};
};

// Maximises the scatter between people over the scatter within them; `shrinkage` (0 to 1) moves the latter towards a
// multiple of the identity, as there are more dimensions than it has evidence for (Ledoit and Wolf, JMVA 88:365, 2004).
// Needs faces of more than Discriminant::dims people; errors: "training.too_little".
Result<Discriminant> fit_discriminant(std::span<const PersonFace> faces, double shrinkage);

}  // namespace ward::vision::training
