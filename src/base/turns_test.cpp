#include "base/turns.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace ward {
namespace {

TEST(Turns, NeverLetMoreInThanTheyShould) {
  Turns turns(3);
  std::atomic<int> inside = 0, most = 0, done = 0;
  {
    std::vector<std::jthread> threads;
    for (int k = 0; k < 16; ++k)
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) {
          turns.take();
          const int now = ++inside;
          for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
          }
          std::this_thread::yield();
          --inside;
          ++done;
          turns.give_back();
        }
      });
  }
  EXPECT_EQ(done, 16 * 200);
  EXPECT_LE(most, 3);
}

TEST(Turns, ComeInTheOrderInWhichTheyWereAskedFor) {
  Turns turns(1);
  turns.take();
  std::vector<int> order;  // written by whoever has the turn
  {
    std::vector<std::jthread> threads;
    for (int k = 0; k < 5; ++k) {
      threads.emplace_back([&, k] {
        turns.take();
        order.push_back(k);
        turns.give_back();
      });
      // The next one asks when this one waits.
      while (turns.waiting() <= k) std::this_thread::yield();
    }
    turns.give_back();
  }
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace ward
