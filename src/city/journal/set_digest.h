#pragma once

#include "base/crypto.h"

namespace ward::city::journal {

// The digest of a set of rows, whatever their order: the sum of theirs modulo 2^256 (AdHash; Bellare and Micciancio,
// "A new paradigm for collision-free hashing", EUROCRYPT 1997).
class SetDigest {
 public:
  void add(const crypto::Digest& row);
  const crypto::Digest& value() const { return sum_; }

 private:
  crypto::Digest sum_{};  // big-endian
};

}  // namespace ward::city::journal
