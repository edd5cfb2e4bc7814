// The most similar of many vectors, exactly, without reading them all: a coarse pass over 8-bit copies bounds every
// score, and only rows whose upper bound reaches the second best lower bound are scored in full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace ward::vision {

// The score everywhere: products of floats (exact in double), added in double in eight lanes (element i in lane i mod
// 8, lanes added in order), rounded to float once. The same on every processor, with or without fused multiply-add. `a`
// and `b` are of one length, a multiple of 8.
float exact_score(std::span<const float> a, std::span<const float> b);

struct Hit {
  std::size_t row = 0;
  float score = 0;
};

class ExactIndex {
 public:
  // `dims` is a multiple of 32, at most 512. Memory per row: 5 * dims + 12 bytes, in blocks that never move.
  explicit ExactIndex(std::size_t dims);
  ExactIndex(ExactIndex&&) noexcept = default;
  ExactIndex& operator=(ExactIndex&&) noexcept = default;

  std::size_t dims() const { return dims_; }
  std::size_t size() const { return size_; }
  // Replaces `row`, or appends when it is size(). `vector` has dims() finite numbers.
  void set(std::size_t row, std::span<const float> vector);
  // Removes the last row, after its vector took the place of `row`.
  void remove(std::size_t row);
  void clear();
  std::span<const float> vector(std::size_t row) const;

  // Every row that may be the best or second best, ties included, with its exact score; at least min(2, size()) hits,
  // in no order. The two best rows of an exhaustive search by exact_score are always among them.
  std::vector<Hit> candidates(std::span<const float> query) const;

 private:
  struct Block;
  struct FreeBlock {
    void operator()(Block* block) const;
  };
  std::size_t dims_;
  std::size_t size_ = 0;
  std::vector<std::unique_ptr<Block, FreeBlock>> blocks_;
};

}  // namespace ward::vision
