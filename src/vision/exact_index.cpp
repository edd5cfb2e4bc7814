#include "vision/exact_index.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>

#include "vision/dot_rows.h"

namespace ward::vision {

namespace {

constexpr std::size_t block_rows = 1024;
constexpr std::size_t max_dims = 512;
// Covers the rounding of the bounds themselves, which are computed in float; relative to |query| |row|.
constexpr float slack = 4e-6F;

double norm(std::span<const float> v) {
  double sum = 0;
  for (const float x : v) sum += double{x} * x;
  return std::sqrt(sum);
}

// v = scale * code + rest, where |rest| is what is returned, rounded up.
template <class Code>
float quantise(std::span<const float> v, Code* code, float& scale) {
  float largest = 0;
  for (const float x : v) largest = std::max(largest, std::abs(x));
  scale = largest > 0 ? largest / static_cast<float>(std::numeric_limits<Code>::max()) : 1.0F;
  double rest = 0;
  for (std::size_t d = 0; d < v.size(); ++d) {
    code[d] = static_cast<Code>(std::lround(v[d] / scale));
    const double difference = double{v[d]} - double{scale} * code[d];
    rest += difference * difference;
  }
  return std::nextafter(static_cast<float>(std::sqrt(rest)), std::numeric_limits<float>::infinity());
}

// The two largest numbers offered so far.
struct TopTwo {
  float first = -std::numeric_limits<float>::infinity();
  float second = -std::numeric_limits<float>::infinity();
  void offer(float x) {
    if (x <= second) return;
    second = std::min(first, x);
    first = std::max(first, x);
  }
};

}  // namespace

float exact_score(std::span<const float> a, std::span<const float> b) {
  assert(a.size() == b.size() && a.size() % 8 == 0);
  std::array<double, 8> lanes{};
  for (std::size_t d = 0; d < a.size(); d += 8)
    for (std::size_t lane = 0; lane < 8; ++lane) lanes[lane] += double{a[d + lane]} * b[d + lane];
  double sum = 0;
  for (const double lane : lanes) sum += lane;
  return static_cast<float>(sum);
}

struct ExactIndex::Block {
  alignas(64) std::array<float, block_rows> scale, rest, length;  // of each row: step, |row - code|, |row|
  float* full;                                                    // block_rows * dims
  std::int8_t* code;                                              // block_rows * dims

  static Block* make(std::size_t dims) {
    auto* block = new Block;
    constexpr std::align_val_t line{64};
    block->full = static_cast<float*>(::operator new(block_rows * dims * sizeof(float), line));
    block->code = static_cast<std::int8_t*>(::operator new(block_rows * dims, line));
    return block;
  }
  void set(std::size_t at, std::size_t dims, std::span<const float> vector) {
    std::ranges::copy(vector, full + at * dims);
    rest[at] = quantise(vector, code + at * dims, scale[at]);
    length[at] = std::nextafter(static_cast<float>(norm(vector)), std::numeric_limits<float>::infinity());
  }
};

void ExactIndex::FreeBlock::operator()(Block* block) const {
  ::operator delete(block->full, std::align_val_t{64});
  ::operator delete(block->code, std::align_val_t{64});
  delete block;
}

ExactIndex::ExactIndex(std::size_t dims) : dims_(dims) { assert(dims % 32 == 0 && dims <= max_dims); }

void ExactIndex::set(std::size_t row, std::span<const float> vector) {
  assert(row <= size_ && vector.size() == dims_);
  if (row == size_ && size_++ == blocks_.size() * block_rows) blocks_.emplace_back(Block::make(dims_));
  blocks_[row / block_rows]->set(row % block_rows, dims_, vector);
}

void ExactIndex::remove(std::size_t row) {
  assert(row < size_);
  if (row != size_ - 1) set(row, vector(size_ - 1));
  --size_;
  if (size_ + block_rows == blocks_.size() * block_rows) blocks_.pop_back();
}

void ExactIndex::clear() {
  blocks_.clear();
  size_ = 0;
}

std::span<const float> ExactIndex::vector(std::size_t row) const {
  return {blocks_[row / block_rows]->full + row % block_rows * dims_, dims_};
}

// q = t d + p (d the 16-bit code) and x = s c + r give q.x = t s (d.c) + (t d).r + p.x, and by Cauchy and Schwarz the
// last two terms are within |t d| |r| + |p| |x|.
std::vector<Hit> ExactIndex::candidates(std::span<const float> query) const {
  assert(query.size() == dims_);
  alignas(32) std::array<std::int16_t, max_dims> code;
  float scale = 0;
  const float rest = quantise(query, code.data(), scale);
  const auto coded = static_cast<float>(norm(query)) + rest;  // at least |t d|

  thread_local std::vector<float> upper;
  upper.resize(size_);
  TopTwo lower;
  std::array<std::int32_t, block_rows> dots;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Block& block = *blocks_[b];
    const std::size_t count = std::min(block_rows, size_ - b * block_rows);
    dot_rows(block.code, count, dims_, code.data(), dots.data());
    float* up = upper.data() + b * block_rows;
    for (std::size_t i = 0; i < count; ++i) {
      const float middle = scale * block.scale[i] * static_cast<float>(dots[i]);
      const float within = coded * block.rest[i] + (rest + coded * slack) * block.length[i];
      up[i] = middle + within;
      lower.offer(middle - within);
    }
  }

  std::vector<Hit> open;  // `score` is the upper bound here
  for (std::size_t row = 0; row < size_; ++row)
    if (upper[row] >= lower.second) open.push_back({row, upper[row]});
  std::ranges::sort(open, std::ranges::greater{}, &Hit::score);
  TopTwo best;
  std::vector<Hit> hits;
  for (const Hit& hit : open) {
    if (hit.score < best.second) break;  // nothing after it can reach the second best
    hits.push_back({hit.row, exact_score(query, vector(hit.row))});
    best.offer(hits.back().score);
  }
  return hits;
}

}  // namespace ward::vision
