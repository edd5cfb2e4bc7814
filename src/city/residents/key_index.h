// Who has which blocking key, in few bytes: a digest of the key, and the places of people in a list.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace ward::city::residents {

class KeyIndex {
 public:
  using Key = std::uint64_t;
  static Key digest(std::string_view key);  // two keys in a billion have the same: they are compared, then

  // Whether the key was ever asked for or added; from now on it was.
  bool meet(Key key) { return keys_.try_emplace(key).second; }
  // One more record of this person has the key.
  void add(Key key, std::uint32_t person);
  // How many records have it.
  std::int64_t count(Key key) const;
  // Calls `found` with the person of each; of a key that more than `too_many` records share with none.
  template <class F>
  void each(Key key, F&& found) const {
    const auto place = keys_.find(key);
    if (place == keys_.end() || is_too_common(place->second)) return;
    for (std::uint32_t at = place->second.first; at != none; at = entries_[at].next) found(entries_[at].person);
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;
  struct Entry {
    std::uint32_t person, next;
  };
  struct Chain {
    std::uint32_t first = none, count = 0;
  };
  static bool is_too_common(const Chain& chain);
  boost::unordered_flat_map<Key, Chain> keys_;
  std::vector<Entry> entries_;
};

}  // namespace ward::city::residents
