// A share that was counted, and how far the truth may be from it.
#pragma once

#include <cstddef>

namespace ward::vision::training {

struct Share {
  std::size_t hit = 0, all = 0;

  void count(bool is_hit) { ++all, hit += is_hit; }
  double value() const { return all ? static_cast<double>(hit) / static_cast<double>(all) : 0; }
};

struct Interval {
  double low = 0, high = 1;
};

// Holds the truth in 95 of 100 cases, also where few were counted (Wilson, JASA 22:209, 1927). Of nothing: 0 to 1.
Interval interval_of(const Share& share);

}  // namespace ward::vision::training
