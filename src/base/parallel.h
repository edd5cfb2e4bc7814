// Work in pieces on all cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <future>
#include <thread>
#include <vector>

namespace ward {

// Calls `piece(from, to)` for pieces that make up 0 to `count`, each on a thread of its own, the last one on the
// caller's; returns when all are done. What one of them throws is thrown.
inline void in_parallel(std::size_t count, const std::function<void(std::size_t from, std::size_t to)>& piece) {
  constexpr std::size_t least = 64;  // what is not worth a thread
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t pieces = std::clamp<std::size_t>(count / least, 1, cores);
  std::vector<std::future<void>> others;
  for (std::size_t i = 0; i + 1 < pieces; ++i)
    others.push_back(std::async(std::launch::async, [&, i] { piece(count * i / pieces, count * (i + 1) / pieces); }));
  piece(count * (pieces - 1) / pieces, count);  // a future waits for its thread when it goes
  for (std::future<void>& other : others) other.get();
}

}  // namespace ward
