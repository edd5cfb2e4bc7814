#include "city/journal/set_digest.h"

namespace ward::city::journal {

void SetDigest::add(const crypto::Digest& row) {
  int carry = 0;
  for (std::size_t i = sum_.size(); i-- > 0;) {
    carry += sum_[i] + row[i];
    sum_[i] = std::uint8_t(carry);
    carry >>= 8;
  }
}

}  // namespace ward::city::journal
